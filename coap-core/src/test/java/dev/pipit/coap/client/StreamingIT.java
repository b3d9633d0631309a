package dev.pipit.coap.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.body.Body;
import dev.pipit.coap.body.Progress;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.EndpointClosedException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.TransferFailedException;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.testing.CoapServerExtension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that stream through a client, as its users have them, on real sockets. */
@Timeout(120)
class StreamingIT {
    private static final int LARGE = 16 << 20;

    /** What is read ahead, or waits to be read, with a chunk and a block more. */
    private static final long CONSTANT = (64 << 10) + 8192 + 1024;

    private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
    private final Map<String, ContentFormat> formats = new ConcurrentHashMap<>();

    @TempDir
    private Path folder;

    @RegisterExtension
    final CoapServerExtension server = CoapServerExtension.of(builder -> builder.endpoint(
                    e -> e.blockwise(e.blockwise().maxBodyBytes(LARGE).maxBufferedBytes(4L * LARGE)))
            .get("/{name}", ctx -> {
                byte[] bytes = stored.get(ctx.pathVariable("name"));
                return bytes == null
                        ? Response.error(Code.NOT_FOUND, "nothing there")
                        : Response.content(bytes, ContentFormat.OCTET_STREAM).etag(EntityTag.ofContent(bytes));
            })
            .put("/{name}", ctx -> {
                stored.put(ctx.pathVariable("name"), ctx.request().payload());
                ctx.request().contentFormat().ifPresent(format -> formats.put(ctx.pathVariable("name"), format));
                return Response.changed();
            }));

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    private String uri() {
        return server.uri("/firmware");
    }

    @Test
    void sendsAFileWithProgress(CoapClient client) throws IOException {
        byte[] body = bytes(100_000);
        Path file = Files.write(folder.resolve("firmware.bin"), body);
        List<Progress> progress = new CopyOnWriteArrayList<>();
        Response changed = client.put(uri())
                .body(file)
                .contentFormat(ContentFormat.OCTET_STREAM)
                .onProgress(progress::add)
                .send();
        assertEquals(Code.CHANGED, changed.code());
        assertArrayEquals(body, stored.get("firmware"));
        assertEquals(ContentFormat.OCTET_STREAM, formats.get("firmware"));
        assertEquals(98, progress.size());
        assertEquals("1024 of 100000 bytes", progress.get(0).toString());
        assertEquals("100000 of 100000 bytes", progress.get(97).toString());
    }

    @Test
    void sendsWhatAPublisherGives(CoapClient client) {
        byte[] body = bytes(50_000);
        try (SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>()) {
            CompletableFuture<Response> response = client.put(uri())
                    .body((Flow.Publisher<ByteBuffer>) publisher)
                    .sendAsync();
            while (!publisher.hasSubscribers()) {
                Thread.onSpinWait();
            }
            for (int from = 0; from < body.length; from += 700) {
                publisher.submit(ByteBuffer.wrap(body, from, Math.min(700, body.length - from)));
            }
            publisher.close();
            assertEquals(Code.CHANGED, response.join().code());
        }
        assertArrayEquals(body, stored.get("firmware"));
    }

    /** Bytes made as they are read, and counted. */
    private static final class Generated extends InputStream {
        private final SplittableRandom random = new SplittableRandom(LARGE);
        private final AtomicLong made = new AtomicLong();
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public int read() {
            throw new AssertionError("one by one");
        }

        @Override
        public int read(byte[] into, int offset, int count) {
            int some = (int) Math.min(count & ~7, LARGE - made.get());
            for (int i = 0; i < some; i += 8) {
                ByteBuffer.wrap(into).putLong(offset + i, random.nextLong());
            }
            made.addAndGet(some);
            return made.get() == LARGE && some == 0 && count > 0 ? -1 : some;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void streamsSixteenMebibytesUpInConstantMemory(CoapClient client) throws Exception {
        Generated stream = new Generated();
        AtomicLong mostAhead = new AtomicLong();
        Response changed = client.put(uri())
                .body(Body.of(stream, LARGE))
                .onProgress(p -> mostAhead.accumulateAndGet(stream.made.get() - p.done(), Math::max))
                .send();
        assertEquals(Code.CHANGED, changed.code());
        assertTrue(mostAhead.get() <= CONSTANT, () -> "in memory: " + mostAhead.get());
        assertTrue(new Generated().readAllBytes().length == LARGE
                && Arrays.equals(new Generated().readAllBytes(), stored.get("firmware")));
        stream.closed.await();
    }

    @Test
    void streamsSixteenMebibytesDownInConstantMemory(CoapClient client) throws IOException {
        stored.put("firmware", new Generated().readAllBytes());
        AtomicLong received = new AtomicLong();
        AtomicLong mostAhead = new AtomicLong();
        try (StreamedResponse response = client.get(uri())
                        .onProgress(p -> received.set(p.done()))
                        .open();
                InputStream in = response.body().inputStream()) {
            assertEquals(LARGE, response.body().length().orElseThrow());
            Generated expected = new Generated();
            byte[] part = new byte[4096];
            byte[] due = new byte[4096];
            for (long read = 0; read < LARGE; read += part.length) {
                assertEquals(part.length, in.readNBytes(part, 0, part.length));
                assertEquals(due.length, expected.readNBytes(due, 0, due.length));
                assertArrayEquals(due, part);
                mostAhead.accumulateAndGet(received.get() - read - part.length, Math::max);
            }
            assertEquals(-1, in.read());
        }
        assertTrue(mostAhead.get() <= CONSTANT, () -> "in memory: " + mostAhead.get());
    }

    @Test
    void savesToAFile(CoapClient client) throws IOException {
        byte[] body = bytes(100_000);
        stored.put("firmware", body);
        Path file = folder.resolve("saved");
        Response head = client.get(uri()).saveTo(file);
        assertEquals(Code.CONTENT, head.code());
        assertEquals(0, head.payload().length);
        assertArrayEquals(body, Files.readAllBytes(file));

        EntityTag tag = head.etag().orElseThrow();
        assertEquals(Code.VALID, client.get(uri()).etag(tag).saveTo(file).code());
        assertEquals(body.length, Files.size(file));

        stored.put("firmware", bytes(7));
        assertEquals(Code.CONTENT, client.get(uri()).saveToAsync(file).join().code());
        assertEquals(7, Files.size(file));
    }

    @Test
    void leavesTheFileAsItIsWhereThereIsNothingToSave(CoapClient client) throws IOException {
        Path file = Files.write(folder.resolve("saved"), bytes(7));
        Response response = client.get(server.uri("/missing")).saveTo(file);
        assertEquals(Code.NOT_FOUND, response.code());
        assertEquals("nothing there", response.text());
        assertEquals(7, Files.size(file));
    }

    @Test
    void saysWhereAFileCannotBeWritten(CoapClient client) {
        stored.put("firmware", bytes(100_000));
        Path nowhere = folder.resolve("no/such/folder");
        assertThrows(IOException.class, () -> client.get(uri()).saveTo(nowhere));
        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> client.get(uri()).saveToAsync(nowhere).join());
        assertInstanceOf(IOException.class, failure.getCause());
    }

    @Test
    void goesOnWithADownloadThatBrokeOff(CoapClient client) throws IOException {
        byte[] body = bytes(100_000);
        stored.put("firmware", body);
        Path file = folder.resolve("part");
        EntityTag tag;
        try (StreamedResponse response = client.get(uri()).open();
                InputStream in = response.body().inputStream()) {
            tag = response.response().etag().orElseThrow();
            Files.write(file, in.readNBytes(33_333));
        }
        try (StreamedResponse rest = client.get(uri()).resumeAt(33_333, tag).open()) {
            assertEquals(66_667, rest.body().length().orElseThrow());
            assertEquals(66_667, rest.body().appendTo(file));
        }
        assertArrayEquals(body, Files.readAllBytes(file));

        stored.put("firmware", bytes(100_001));
        assertThrows(
                TransferFailedException.class,
                () -> client.get(uri()).resumeAt(33_333, tag).open());
        assertThrows(
                IllegalStateException.class,
                () -> client.get(uri()).resumeAt(33_333, tag).saveTo(file));
    }

    @Test
    void givesTheBodyToASubscriber(CoapClient client) throws Exception {
        byte[] body = bytes(100_000);
        stored.put("firmware", body);
        ByteBuffer all = ByteBuffer.allocate(body.length);
        CompletableFuture<Integer> done = new CompletableFuture<>();
        client.get(uri()).openAsync().join().body().publisher().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(ByteBuffer item) {
                all.put(item);
            }

            @Override
            public void onError(Throwable failure) {
                done.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                done.complete(all.position());
            }
        });
        assertEquals(body.length, done.get());
        assertArrayEquals(body, all.array());
    }

    @Test
    void closesTheStreamWhereTheTransferFails(CoapClient client) throws Exception {
        Generated refused = new Generated();
        assertEquals(
                Code.METHOD_NOT_ALLOWED,
                client.post(uri()).body(Body.of(refused)).send().code());
        refused.closed.await();

        Generated nowhere = new Generated();
        assertThrows(
                CoapException.class,
                () -> client.put("coap://host.invalid/x").body(Body.of(nowhere)).send());
        nowhere.closed.await();

        Generated cancelled = new Generated();
        CompletableFuture<Response> response =
                client.put(uri()).body(Body.of(cancelled)).sendAsync();
        assertTrue(response.cancel(false));
        cancelled.closed.await();
    }

    @Test
    void sendsAStreamOnce(CoapClient client) {
        ClientRequest request = client.put(uri()).body(new ByteArrayInputStream(bytes(10)));
        assertEquals(Code.CHANGED, request.send().code());
        TransferFailedException failure = assertThrows(TransferFailedException.class, request::send);
        assertTrue(failure.getMessage().contains("it has been sent already"), failure::getMessage);
    }

    @Test
    void failsReadersAndSendersWhenItIsClosed() throws Exception {
        stored.put("firmware", bytes(1_000_000));
        CountDownLatch never = new CountDownLatch(1);
        InputStream hanging = new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return -1;
            }
        };
        CoapClient client = CoapClient.create();
        StreamedResponse response = client.get(uri()).open();
        CompletableFuture<Response> sending =
                client.put(server.uri("/other")).body(hanging).sendAsync();
        client.close();
        IOException broken = assertThrows(
                IOException.class, () -> response.body().inputStream().readAllBytes());
        assertInstanceOf(EndpointClosedException.class, broken.getCause());
        CompletionException failure = assertThrows(CompletionException.class, sending::join);
        assertInstanceOf(EndpointClosedException.class, failure.getCause());
        assertFalse(stored.containsKey("other"));
        Generated late = new Generated();
        assertThrows(
                CompletionException.class,
                () -> client.put(uri()).body(Body.of(late)).sendAsync().join());
        late.closed.await();
    }

    @Test
    void passesFiltersWithItsBodies() throws IOException {
        stored.put("firmware", bytes(5000));
        List<String> seen = new CopyOnWriteArrayList<>();
        try (CoapClient client = CoapClient.builder()
                .filter((call, next) -> {
                    seen.add(call.request().code() + " " + call.body().isPresent() + " " + call.streamsResponse());
                    return call.uri().path().contains("cached")
                            ? CompletableFuture.completedFuture(Response.content("at hand"))
                            : next.send(call);
                })
                .build()) {
            client.put(uri()).body(Body.of(bytes(3000))).send();
            try (StreamedResponse response = client.get(uri()).open()) {
                assertArrayEquals(bytes(3000), response.body().readAll(5000));
            }
            try (StreamedResponse response = client.get(server.uri("/cached")).open()) {
                assertEquals(7, response.body().readAll(10).length);
            }
        }
        assertEquals(List.of("PUT true false", "GET false true", "GET false true"), seen);
    }
}
