package dev.pipit.coap.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.blockwise.BlockwiseConfig;
import dev.pipit.coap.body.Body;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Response bodies that are read while they go out, datagram by datagram. */
class StreamedResponseScenarioTest {
    private static final byte[] BODY = body(1000);

    @TempDir
    private Path directory;

    private int calls;
    private int closed;
    private final StreamingServer server = new StreamingServer(BlockwiseConfig.DEFAULT.blockSize(128));
    private final WireScript client = server.client;

    private static byte[] body(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    private void serve(Code method, Handler handler) {
        server.add("/f", Resource.builder().on(method, context -> {
            calls++;
            return handler.handle(context);
        }));
    }

    /** A stream that counts how often it is closed. */
    private InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public void close() throws IOException {
                super.close();
                closed++;
            }
        };
    }

    private void serveFile() throws IOException {
        Path file = Files.write(directory.resolve("f"), BODY);
        serve(Code.GET, context -> Response.content(Body.of(file), ContentFormat.OCTET_STREAM));
    }

    private void serveStream(Code method) {
        serve(method, context -> Response.content(Body.of(stream(BODY)), ContentFormat.OCTET_STREAM));
    }

    private WireReceipt ask(Code method, int number, Code expected) {
        client.send(MessageType.CON, method, "/f").option(StandardOptions.BLOCK2, new Block(number, false, 3));
        return client.expect(MessageType.ACK, expected);
    }

    private EntityTag expectBlock(Code method, int number) {
        WireReceipt receipt = ask(method, number, Code.CONTENT)
                .option(StandardOptions.BLOCK2, new Block(number, number < 7, 3))
                .option(StandardOptions.CONTENT_FORMAT, ContentFormat.OCTET_STREAM)
                .payload(Arrays.copyOfRange(BODY, number * 128, Math.min(BODY.length, number * 128 + 128)));
        return receipt.message().message().options().get(StandardOptions.ETAG).orElseThrow();
    }

    @Test
    @Requirement({"R7959-022", "R7959-028"})
    void sendsAnyBlockOfAFileWithoutKeepingIt() throws IOException {
        serveFile();
        EntityTag tag = expectBlock(Code.GET, 5);
        for (int number : new int[] {6, 2, 3, 0, 1, 2, 7, 4, 7}) {
            assertEquals(tag, expectBlock(Code.GET, number));
        }
        assertEquals(0, server.endpoint().bufferedBytes());
        ask(Code.GET, 0, Code.CONTENT).option(StandardOptions.SIZE2, 1000L);
        ask(Code.GET, 8, Code.BAD_REQUEST);
    }

    @Test
    @Requirement("R7959-022")
    void sendsAStreamFromItsStartToItsEnd() {
        serveStream(Code.GET);
        for (int number = 0; number < 8; number++) {
            expectBlock(Code.GET, number);
        }
        client.pause(Duration.ofMillis(1));
        assertEquals(1, calls);
        assertEquals(1, closed);
        assertEquals(0, server.endpoint().bufferedBytes());
    }

    @Test
    void sendsTheLatestBlockOfAStreamAgain() {
        serveStream(Code.POST);
        expectBlock(Code.POST, 0);
        expectBlock(Code.POST, 1);
        expectBlock(Code.POST, 1);
        expectBlock(Code.POST, 2);
        ask(Code.POST, 1, Code.REQUEST_ENTITY_INCOMPLETE);
        ask(Code.POST, 3, Code.REQUEST_ENTITY_INCOMPLETE);
        client.pause(Duration.ofMillis(1));
        assertEquals(1, calls);
        assertEquals(1, closed);
    }

    @Test
    @Requirement("R7959-023")
    void asksForARetrievalAgainWhereAStreamHasGoneBy() {
        serveStream(Code.GET);
        EntityTag first = expectBlock(Code.GET, 0);
        assertEquals(first, expectBlock(Code.GET, 3));
        EntityTag second = expectBlock(Code.GET, 1);
        assertNotEquals(first, second);
        assertEquals(second, expectBlock(Code.GET, 2));
        client.pause(Duration.ofMillis(1));
        assertEquals(2, calls);
        assertEquals(1, closed);
    }

    @Test
    void knowsThatAStreamHasEnded() {
        serveStream(Code.GET);
        ask(Code.GET, 9, Code.BAD_REQUEST);
        ask(Code.GET, 8, Code.BAD_REQUEST);
        client.pause(Duration.ofMillis(1));
        assertEquals(2, closed);
        assertEquals(0, server.endpoint().bufferedBytes());
    }

    @Test
    void sendsASmallBodyWhole() {
        serve(Code.GET, context -> Response.content(Body.of(stream(body(100))), ContentFormat.OCTET_STREAM));
        client.send(MessageType.CON, Code.GET, "/f");
        client.expect(MessageType.ACK, Code.CONTENT)
                .option(StandardOptions.BLOCK2)
                .option(StandardOptions.ETAG)
                .payload(body(100));
        client.pause(Duration.ofMillis(1));
        assertEquals(1, closed);
        assertEquals(0, server.endpoint().bufferedBytes());
    }

    /** Gives an item when told to. */
    private static final class Giver implements Flow.Publisher<ByteBuffer>, Flow.Subscription {
        private Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;
        private boolean cancelled;

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> who) {
            subscriber = who;
            who.onSubscribe(this);
        }

        Flow.Subscriber<? super ByteBuffer> subscriber() {
            if (subscriber == null) {
                throw new AssertionError("nobody has subscribed");
            }
            return subscriber;
        }

        @Override
        public void request(long count) {}

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    @Test
    void answersSeparatelyWhereABlockIsNotThereYet() {
        Giver giver = new Giver();
        serve(Code.GET, context -> Response.content(Body.of(giver), ContentFormat.OCTET_STREAM));
        client.send(MessageType.CON, Code.GET, "/f").token("t");
        client.expect(MessageType.ACK, Code.EMPTY);
        giver.subscriber().onNext(ByteBuffer.wrap(BODY, 0, 200));
        WireReceipt receipt = client.expect(MessageType.CON, Code.CONTENT)
                .token("t")
                .option(StandardOptions.BLOCK2, new Block(0, true, 3))
                .payload(Arrays.copyOf(BODY, 128));
        client.send(MessageType.ACK, Code.EMPTY).mid(receipt.message().messageId());
        client.send(MessageType.CON, Code.GET, "/f").option(StandardOptions.BLOCK2, new Block(1, false, 3));
        client.expect(MessageType.ACK, Code.EMPTY);
        giver.subscriber().onComplete();
        client.expect(MessageType.CON, Code.CONTENT)
                .option(StandardOptions.BLOCK2, new Block(1, false, 3))
                .payload(Arrays.copyOfRange(BODY, 128, 200));
    }

    @Test
    @Requirement("R7959-026")
    void closesWhatNobodyFetches() {
        Giver giver = new Giver();
        serve(Code.GET, context -> Response.content(Body.of(giver), ContentFormat.OCTET_STREAM));
        client.send(MessageType.CON, Code.GET, "/f");
        client.expect(MessageType.ACK, Code.EMPTY);
        giver.subscriber().onNext(ByteBuffer.wrap(BODY));
        client.expect(MessageType.CON, Code.CONTENT);
        assertEquals(64 << 10, server.endpoint().bufferedBytes());
        client.pause(Duration.ofSeconds(248));
        assertTrue(giver.cancelled);
        assertEquals(0, server.endpoint().bufferedBytes());
    }

    @Test
    void answersWithAnErrorWhereABodyCannotBeRead() {
        serve(
                Code.GET,
                context -> Response.content(
                        Body.of(new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("broken disk");
                            }
                        }),
                        ContentFormat.OCTET_STREAM));
        client.send(MessageType.CON, Code.GET, "/f");
        client.expect(MessageType.ACK, Code.INTERNAL_SERVER_ERROR).payload("the body cannot be read");
        assertEquals(0, server.endpoint().bufferedBytes());
        assertEquals(1, server.endpoint().counters().get(Counter.HANDLER_FAILURES));
    }

    @Test
    void asksAgainWhereABodyBreaksOffAndFailsThenWhereItStillDoes() {
        serve(Code.GET, context -> Response.content(Body.of(stream(BODY), 5000), ContentFormat.OCTET_STREAM));
        ask(Code.GET, 0, Code.INTERNAL_SERVER_ERROR);
        assertEquals(1, calls);
    }

    @Test
    @Requirement("R7959-023")
    void givesAFileThatChangesAnotherTag() throws IOException {
        serveFile();
        EntityTag first = expectBlock(Code.GET, 0);
        Path file = directory.resolve("f");
        Files.setLastModifiedTime(
                file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + 5000));
        // What has been read ahead is still of the file as it was.
        assertEquals(first, expectBlock(Code.GET, 3));
        EntityTag second = expectBlock(Code.GET, 1);
        assertNotEquals(first, second);
        assertEquals(second, expectBlock(Code.GET, 2));
        assertEquals(0, server.endpoint().counters().get(Counter.HANDLER_FAILURES));
    }

    @Test
    void answersWithoutTheBodyWhereTheClientHasIt() throws IOException {
        serveFile();
        EntityTag tag = expectBlock(Code.GET, 7);
        client.send(MessageType.CON, Code.GET, "/f").option(StandardOptions.ETAG, tag);
        client.expect(MessageType.ACK, Code.VALID)
                .option(StandardOptions.ETAG, tag)
                .payload("");
    }

    @Test
    void closesABodyThatIsNotAcceptedOrRefusedByAFilter() {
        StreamingServer filtered = new StreamingServer(BlockwiseConfig.DEFAULT, (context, next) -> {
                    Response no = Response.of(Code.UNAUTHORIZED);
                    return next.handle(context).map(head -> context.query("no").isPresent() ? no : head);
                })
                .add(
                        "/f",
                        Resource.builder()
                                .get(context -> Response.content(Body.of(stream(BODY)), ContentFormat.OCTET_STREAM)));
        filtered.client.send(MessageType.CON, Code.GET, "/f").option(StandardOptions.ACCEPT, ContentFormat.CBOR);
        filtered.client.expect(MessageType.ACK, Code.NOT_ACCEPTABLE);
        filtered.client.send(MessageType.CON, Code.GET, "/f?no");
        filtered.client.expect(MessageType.ACK, Code.UNAUTHORIZED);
        filtered.client.pause(Duration.ofMillis(1));
        assertEquals(2, closed);
    }

    @Test
    @Requirement("R7959-062")
    void limitsBodiesUnderWay() {
        StreamingServer limited = new StreamingServer(BlockwiseConfig.DEFAULT
                        .blockSize(128)
                        .maxTransfersPerPeer(2)
                        .maxBufferedBytes(150 << 10))
                .add(
                        "/{name}",
                        Resource.builder()
                                .post(context -> Response.content(Body.of(stream(BODY)), ContentFormat.OCTET_STREAM)));
        WireScript other = limited.network.script("192.0.2.3:61616", "192.0.2.1:5683");
        for (String path : new String[] {"/a", "/b", "/c"}) {
            limited.client.send(MessageType.CON, Code.POST, path);
            limited.client.expect(MessageType.ACK, Code.CONTENT);
        }
        // The peer's oldest has gone; nobody else's goes.
        limited.client.send(MessageType.CON, Code.POST, "/a").option(StandardOptions.BLOCK2, new Block(1, false, 3));
        limited.client.expect(MessageType.ACK, Code.REQUEST_ENTITY_INCOMPLETE);
        other.send(MessageType.CON, Code.POST, "/a");
        other.expect(MessageType.ACK, Code.SERVICE_UNAVAILABLE);
        other.pause(Duration.ofMillis(1));
        assertEquals(2, closed);
        assertEquals(2 * (64 << 10), limited.endpoint().bufferedBytes());
        limited.endpoint().endTransfers();
        other.pause(Duration.ofMillis(1));
        assertEquals(4, closed);
    }
}
