package dev.pipit.coap.blockwise;

import static dev.pipit.coap.blockwise.Bodies.block;
import static dev.pipit.coap.blockwise.Bodies.body;
import static dev.pipit.coap.blockwise.Bodies.part;
import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.CONTINUE;
import static dev.pipit.coap.message.Code.FETCH;
import static dev.pipit.coap.message.Code.NOT_FOUND;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.message.Code.REQUEST_ENTITY_INCOMPLETE;
import static dev.pipit.coap.message.Code.REQUEST_ENTITY_TOO_LARGE;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.StandardOptions.BLOCK1;
import static dev.pipit.coap.option.StandardOptions.BLOCK2;
import static dev.pipit.coap.option.StandardOptions.ETAG;
import static dev.pipit.coap.option.StandardOptions.SIZE1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.body.Body;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.EndpointClosedException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.TransferFailedException;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a client sends a body that it does not have in memory, datagram by datagram. */
class StreamedUploadScenarioTest {
    private final StreamingClient client = new StreamingClient(BlockwiseConfig.DEFAULT.blockSize(128));
    private final WireScript server = client.server();
    private final byte[] body = body(300);
    private final Stream stream = new Stream(body);
    private int exchanges;

    @TempDir
    private Path folder;

    /** Knows whether it has been closed; fails where it is told to. */
    private static final class Stream extends ByteArrayInputStream {
        private boolean closed;
        private int failsAt = Integer.MAX_VALUE;

        Stream(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) {
            if (pos >= failsAt) {
                throw new IllegalStateException("disk on fire");
            }
            return super.read(into, offset, Math.min(length, failsAt - pos));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private RequestPort.OutgoingRequest put(Body what) {
        RequestPort.OutgoingRequest request =
                client.body(what).ask(Request.builder(PUT).path("/firmware").build());
        client.work();
        return request;
    }

    private WireReceipt expect(Block block) {
        exchanges++;
        return server.expect(CON, PUT, "/firmware")
                .mid("m" + exchanges)
                .token("t")
                .option(BLOCK1, block)
                .payload(part(body, block));
    }

    private void answer(Code code, Block... block1) {
        var send = server.send(ACK, code).mid("m" + exchanges).token("t");
        for (Block each : block1) {
            send.option(BLOCK1, each);
        }
    }

    private void assertOver() {
        client.work();
        assertTrue(stream.closed, "the stream must be closed");
        assertEquals(0, client.endpoint.waitingRequests());
        server.expectNothing(Duration.ofSeconds(10));
    }

    @Test
    void readsBlockAfterBlockAsTheServerConfirms() {
        put(Body.of(stream));
        expect(block(0, 1, 128)).option(SIZE1);
        answer(CONTINUE, block(0, 1, 128));
        expect(block(1, 1, 128)).option(SIZE1);
        answer(CONTINUE, block(1, 1, 128));
        expect(block(2, 0, 128)).option(SIZE1);
        answer(CHANGED, block(2, 0, 128));

        assertEquals(CHANGED, client.response().code());
        assertEquals(List.of("128 bytes", "256 bytes", "300 of 300 bytes"), client.progress);
        assertOver();
    }

    @Test
    void tellsTheLengthWhereItIsKnown() {
        put(Body.of(stream, 300));
        expect(block(0, 1, 128)).option(SIZE1, 300L);
        answer(CONTINUE, block(0, 1, 128));
        expect(block(1, 1, 128)).option(SIZE1, 300L);
        answer(CONTINUE, block(1, 1, 128));
        expect(block(2, 0, 128)).option(SIZE1, 300L);
        answer(CHANGED, block(2, 0, 128));
        client.response();
        assertEquals(List.of("128 of 300 bytes", "256 of 300 bytes", "300 of 300 bytes"), client.progress);
    }

    @Test
    void sendsAShortBodyWhole() {
        byte[] small = body(128);
        put(Body.of(new ByteArrayInputStream(small)));
        server.expect(CON, PUT, "/firmware").mid("m").token("t").option(BLOCK1).payload(small);
        server.send(ACK, CHANGED).mid("m").token("t");
        assertEquals(CHANGED, client.response().code());
        assertEquals(List.of("128 of 128 bytes"), client.progress);
    }

    @Test
    void sendsAnEmptyBodyAsNone() {
        put(Body.of(InputStream.nullInputStream()));
        server.expect(CON, PUT, "/firmware").option(BLOCK1).payload("");
    }

    @Test
    void sendsNothingBeforeThereIsSomething() {
        client.body(Body.of(stream)).ask(Request.builder(PUT).path("/firmware").build());
        server.expectNothing(Duration.ofMinutes(10));
        client.work();
        expect(block(0, 1, 128));
    }

    @Test
    void goesOnInTheBlocksThatTheServerPrefers() {
        put(Body.of(stream));
        expect(block(0, 1, 128));
        answer(CONTINUE, block(0, 1, 64));
        expect(block(2, 1, 64));
        answer(CONTINUE, block(2, 1, 64));
        expect(block(3, 1, 64));
        answer(CONTINUE, block(3, 1, 64));
        expect(block(4, 0, 64));
    }

    @Test
    void startsAStreamOverInSmallerBlocksAfterTheFirst() {
        put(Body.of(stream));
        expect(block(0, 1, 128));
        answer(REQUEST_ENTITY_TOO_LARGE, block(0, 1, 32));
        expect(block(0, 1, 32));
        answer(CONTINUE, block(0, 1, 32));
        expect(block(1, 1, 32));
    }

    @Test
    void failsWhereAStreamIsWantedFromTheStartAgain() {
        put(Body.of(stream));
        expect(block(0, 1, 128));
        answer(CONTINUE, block(0, 1, 128));
        expect(block(1, 1, 128));
        answer(REQUEST_ENTITY_INCOMPLETE);
        CoapException failure = client.failure();
        assertInstanceOf(TransferFailedException.class, failure);
        assertTrue(
                failure.getMessage().contains("the body cannot be sent again (expected: a file or bytes)"),
                failure::getMessage);
        assertOver();
    }

    @Test
    void startsAFileOver() throws IOException {
        put(Body.of(Files.write(folder.resolve("firmware.bin"), body)));
        expect(block(0, 1, 128)).option(SIZE1, 300L);
        answer(CONTINUE, block(0, 1, 128));
        expect(block(1, 1, 128));
        answer(REQUEST_ENTITY_INCOMPLETE);
        client.network.run(Duration.ofMillis(10));
        client.work();
        expect(block(0, 1, 128));
        answer(CONTINUE, block(0, 1, 128));
        expect(block(1, 1, 128));
        answer(REQUEST_ENTITY_TOO_LARGE, block(1, 1, 64));
        client.network.run(Duration.ofMillis(10));
        client.work();
        expect(block(0, 1, 64));
    }

    @Test
    void stopsAtAnErrorToTheFirstBlock() {
        put(Body.of(stream));
        expect(block(0, 1, 128));
        answer(NOT_FOUND);
        assertEquals(NOT_FOUND, client.response().code());
        assertOver();
    }

    @Test
    void stopsWhereTheBodyBecomesTooLarge() {
        put(Body.of(stream));
        expect(block(0, 1, 128));
        answer(CONTINUE, block(0, 1, 128));
        expect(block(1, 1, 128));
        server.send(ACK, REQUEST_ENTITY_TOO_LARGE)
                .mid("m2")
                .token("t")
                .option(BLOCK1, block(1, 1, 64))
                .option(SIZE1, 200L);
        assertEquals(REQUEST_ENTITY_TOO_LARGE, client.response().code());
        assertEquals(List.of("128 bytes"), client.progress);
        assertOver();
    }

    @Test
    void failsWhereTheStreamDoes() {
        stream.failsAt = 200;
        put(Body.of(stream));
        CoapException failure = client.failure();
        assertInstanceOf(TransferFailedException.class, failure);
        assertNotNull(failure.getCause());
        assertTrue(failure.getMessage().contains("disk on fire"), failure::getMessage);
        assertOver();
    }

    @Test
    void failsWhereTheLengthIsNotAsAnnounced() {
        put(Body.of(stream, 301));
        assertTrue(client.failure().getMessage().contains("the stream ended after 300 bytes (expected: 301)"));
        assertOver();
    }

    @Test
    void failsBeforeItSendsWhatBlockNumbersDoNotReach() {
        put(Body.of(stream, (1L << 27) + 1));
        assertTrue(client.failure().getMessage().contains("needs larger blocks"));
        assertOver();
    }

    @Test
    void stopsWhenCancelled() {
        RequestPort.OutgoingRequest request = put(Body.of(stream));
        expect(block(0, 1, 128));
        request.cancel(client.network.now());
        request.cancel(client.network.now());
        answer(CONTINUE, block(0, 1, 128));
        assertOver();
        assertEquals(List.of(), client.failures);
    }

    @Test
    void failsWithItsEndpointWhileItWaitsForBytes() {
        client.body(Body.of(stream)).ask(Request.builder(PUT).path("/firmware").build());
        client.endpoint.failAll(new EndpointClosedException("closed"), client.network.now());
        assertInstanceOf(EndpointClosedException.class, client.failure());
        assertOver();
    }

    @Test
    void readsAFileAgainWhereTheAnswerToItsFetchChanges() throws IOException {
        client.body(Body.of(Files.write(folder.resolve("query"), body)))
                .ask(Request.builder(FETCH).path("/firmware").build());
        client.work();
        for (int tag = 1; tag < 3; tag++) {
            for (int number = 0; number < 3; number++) {
                Block block = block(number, number < 2 ? 1 : 0, 128);
                server.expect(CON, FETCH, "/firmware")
                        .mid(tag + "." + number)
                        .token("t")
                        .option(BLOCK1, block)
                        .payload(part(body, block));
                if (number < 2) {
                    server.send(ACK, CONTINUE)
                            .mid(tag + "." + number)
                            .token("t")
                            .option(BLOCK1, block);
                }
            }
            server.send(ACK, CONTENT)
                    .mid(tag + ".2")
                    .token("t")
                    .option(ETAG, EntityTag.of((byte) tag))
                    .option(BLOCK2, block(0, 1, 128))
                    .payload(part(body, block(0, 1, 128)));
            server.expect(CON, FETCH, "/firmware")
                    .mid(tag + ".r")
                    .token("t")
                    .option(BLOCK2, block(1, 0, 128))
                    .option(BLOCK1);
            server.send(ACK, CONTENT)
                    .mid(tag + ".r")
                    .token("t")
                    .option(ETAG, EntityTag.of((byte) 2))
                    .option(BLOCK2, block(1, 0, 128))
                    .payload("end");
            client.network.run(Duration.ofMillis(10));
            client.work();
        }
        assertEquals(131, client.response().payload().length);
        assertFalse(client.response().options().has(BLOCK2));
    }
}
