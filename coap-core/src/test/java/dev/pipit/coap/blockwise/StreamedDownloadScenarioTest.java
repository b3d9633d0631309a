package dev.pipit.coap.blockwise;

import static dev.pipit.coap.blockwise.Bodies.block;
import static dev.pipit.coap.blockwise.Bodies.body;
import static dev.pipit.coap.blockwise.Bodies.part;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.NOT_FOUND;
import static dev.pipit.coap.message.Code.SERVICE_UNAVAILABLE;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.StandardOptions.BLOCK2;
import static dev.pipit.coap.option.StandardOptions.ETAG;
import static dev.pipit.coap.option.StandardOptions.SIZE2;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.EndpointClosedException;
import dev.pipit.coap.message.ErrorResponseException;
import dev.pipit.coap.message.NoResponseException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.RequestCancelledException;
import dev.pipit.coap.message.TransferFailedException;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.testing.WireScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How a client reads a body that it does not keep in memory, datagram by datagram. */
class StreamedDownloadScenarioTest {
    private static final EntityTag TAG = EntityTag.of((byte) 1);
    private static final BlockwiseConfig OF_128 = BlockwiseConfig.DEFAULT.blockSize(128);

    private final StreamingClient client = new StreamingClient(OF_128);
    private final WireScript server = client.server();
    private final byte[] body = body(700);
    private int exchanges;

    private RequestPort.OutgoingRequest get() {
        return client.ask(Request.get("/firmware"));
    }

    private void expect(Block block) {
        exchanges++;
        server.expect(CON, GET, "/firmware").mid("m" + exchanges).token("t").option(BLOCK2, block);
    }

    private void expectFirst() {
        exchanges++;
        server.expect(CON, GET, "/firmware").mid("m" + exchanges).token("t").option(BLOCK2);
    }

    private void answer(Block block, EntityTag tag) {
        server.send(ACK, CONTENT)
                .mid("m" + exchanges)
                .token("t")
                .option(ETAG, tag)
                .option(BLOCK2, block)
                .option(SIZE2, (long) body.length)
                .payload(part(body, block));
        client.network.run(Duration.ofMillis(10));
        client.work();
    }

    private void assertOver() {
        client.work();
        server.expectNothing(Duration.ofSeconds(10));
        assertEquals(0, client.endpoint.waitingRequests());
    }

    private Throwable cause() {
        return assertNotNullCause(
                assertThrows(IOException.class, () -> client.reader().readAllBytes()));
    }

    private static Throwable assertNotNullCause(IOException failure) {
        assertNotNull(failure.getCause());
        return failure.getCause();
    }

    @Test
    void asksForTheNextBlockOnlyWhereThereIsRoom() throws IOException {
        client.capacity(256);
        get();
        expectFirst();
        answer(block(0, 1, 128), TAG);
        assertEquals(OptionalLong.of(700), client.pipe().body().length());
        assertNotNull(client.head);
        assertEquals(0, client.head.payload().length);
        assertFalse(client.head.options().has(BLOCK2));
        expect(block(1, 0, 128));
        answer(block(1, 1, 128), TAG);
        server.expectNothing(Duration.ofMinutes(20));

        assertArrayEquals(Arrays.copyOf(body, 127), client.read(127));
        server.expectNothing(Duration.ofSeconds(10));
        client.read(1);
        expect(block(2, 0, 128));
        answer(block(2, 1, 128), TAG);
        server.expectNothing(Duration.ofSeconds(10));
        client.read(200);
        for (int number = 3; number < 6; number++) {
            expect(block(number, 0, 128));
            answer(block(number, number < 5 ? 1 : 0, 128), TAG);
            client.read(client.pipe().bufferedBytes());
        }
        assertEquals(-1, client.reader().read());
        assertEquals("700 of 700 bytes", client.progress.get(5));
        assertEquals("384 of 700 bytes", client.progress.get(2));
        assertEquals(List.of(), client.responses);
        assertEquals(List.of(), client.failures);
        assertOver();
    }

    @Test
    void givesABodyOfOneMessage() throws IOException {
        client.capacity(256);
        get();
        expectFirst();
        server.send(ACK, CONTENT).mid("m1").token("t").payload("21.5");
        client.network.run(Duration.ofMillis(10));
        assertEquals("21.5", new String(client.reader().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(OptionalLong.of(4), client.pipe().body().length());
        assertEquals(List.of("4 of 4 bytes"), client.progress);
        assertOver();
    }

    @Test
    void reportsAnErrorWithItsDiagnosticPayload() {
        client.capacity(256);
        get();
        expectFirst();
        server.send(ACK, NOT_FOUND).mid("m1").token("t").payload("no firmware");
        assertEquals("no firmware", client.response().text());
    }

    @Test
    void neverMixesRepresentations() throws IOException {
        client.capacity(1024);
        get();
        expectFirst();
        answer(block(0, 1, 128), TAG);
        expect(block(1, 0, 128));
        answer(block(1, 1, 128), EntityTag.of((byte) 2));
        client.read(128);
        assertInstanceOf(TransferFailedException.class, cause());
        assertOver();
    }

    @Test
    void endsWithAnErrorInTheMiddle() throws IOException {
        client.capacity(1024);
        get();
        expectFirst();
        answer(block(0, 1, 128), TAG);
        expect(block(1, 0, 128));
        server.send(ACK, SERVICE_UNAVAILABLE).mid("m2").token("t");
        client.network.run(Duration.ofMillis(10));
        client.read(128);
        ErrorResponseException failure = assertInstanceOf(ErrorResponseException.class, cause());
        assertEquals(SERVICE_UNAVAILABLE, failure.response().code());
    }

    @Test
    void endsWhereTheServerFallsSilent() throws IOException {
        client.capacity(1024);
        get();
        expectFirst();
        answer(block(0, 1, 128), TAG);
        client.network.run(Duration.ofMinutes(5));
        client.read(128);
        assertInstanceOf(NoResponseException.class, cause());
    }

    @Test
    void stopsWhereTheReaderGivesUp() throws IOException {
        client.capacity(1024);
        get();
        expectFirst();
        answer(block(0, 1, 128), TAG);
        expect(block(1, 0, 128));
        client.reader().close();
        client.work();
        answer(block(1, 1, 128), TAG);
        assertOver();
    }

    @Test
    void stopsWhenCancelled() {
        client.capacity(128);
        RequestPort.OutgoingRequest request = get();
        expectFirst();
        answer(block(0, 1, 128), TAG);
        request.cancel(client.network.now());
        assertInstanceOf(RequestCancelledException.class, cause());
        assertOver();
    }

    @Test
    void failsWithItsEndpointWhileItWaitsForRoom() {
        client.capacity(128);
        get();
        expectFirst();
        answer(block(0, 1, 128), TAG);
        client.endpoint.failAll(new EndpointClosedException("closed"), client.network.now());
        assertInstanceOf(EndpointClosedException.class, cause());
    }

    @Test
    void goesOnInTheMiddleOfABlock() throws IOException {
        client.capacity(1024).resumeAt(300, TAG);
        get();
        expect(block(2, 0, 128));
        answer(block(2, 1, 128), TAG);
        for (int number = 3; number < 6; number++) {
            expect(block(number, 0, 128));
            answer(block(number, number < 5 ? 1 : 0, 128), TAG);
        }
        assertArrayEquals(Arrays.copyOfRange(body, 300, 700), client.reader().readAllBytes());
        assertEquals("384 of 700 bytes", client.progress.get(0));
    }

    @Test
    void goesOnInSmallerBlocks() throws IOException {
        client.capacity(1024).resumeAt(600, TAG);
        get();
        expect(block(4, 0, 128));
        answer(block(8, 1, 64), TAG);
        expect(block(9, 0, 64));
        answer(block(9, 1, 64), TAG);
        expect(block(10, 0, 64));
        answer(block(10, 0, 64), TAG);
        assertArrayEquals(Arrays.copyOfRange(body, 600, 700), client.reader().readAllBytes());
    }

    @Test
    void goesOnWithABodyThatComesWhole() throws IOException {
        client.capacity(1024).resumeAt(3, TAG);
        get();
        expect(block(0, 0, 128));
        server.send(ACK, CONTENT).mid("m1").token("t").option(ETAG, TAG).payload("21.5");
        client.network.run(Duration.ofMillis(10));
        assertArrayEquals(new byte[] {'5'}, client.reader().readAllBytes());
    }

    @Test
    void doesNotGoOnWithAnotherRepresentation() {
        client.capacity(1024).resumeAt(256, TAG);
        get();
        expect(block(2, 0, 128));
        answer(block(2, 1, 128), EntityTag.of((byte) 2));
        String message = client.failure().getMessage();
        assertTrue(
                message.contains("the representation is another one, with the entity-tag 02 (expected: 01)"), message);
        assertOver();
    }

    @Test
    void doesNotGoOnElsewhere() {
        client.capacity(1024).resumeAt(256, TAG);
        get();
        expect(block(2, 0, 128));
        answer(block(1, 1, 128), TAG);
        assertTrue(client.failure().getMessage().contains("starts at byte 128 of its body (expected: 256)"));
    }

    @Test
    void failsToGoOnWhereBlockNumbersDoNotReach() {
        client.capacity(1024).resumeAt(1L << 27, TAG);
        get();
        assertTrue(client.failure().getMessage().contains("needs larger blocks"));
    }

    @Test
    void countsTheBodiesThatItAssembles() {
        AskingClient small = new AskingClient(OF_128.maxBufferedBytes(1024));
        WireScript server = small.server();
        small.ask(Request.get("/a"));
        server.expect(CON, GET, "/a").mid("a").token("t");
        server.send(ACK, CONTENT)
                .mid("a")
                .token("t")
                .option(BLOCK2, block(0, 1, 128))
                .option(SIZE2, 700L)
                .payload(part(body, block(0, 1, 128)));
        server.expect(CON, GET, "/a").mid("b").token("t");
        assertEquals(700, small.endpoint.bufferedBytes());

        AskingClient second = small.beside();
        second.ask(Request.get("/b"));
        server.send(ACK, CONTENT)
                .mid("b")
                .token("t")
                .option(BLOCK2, block(1, 0, 128))
                .payload("end");
        assertEquals(131, small.response().payload().length);
        assertEquals(0, small.endpoint.bufferedBytes());

        server.expect(CON, GET, "/b").mid("c").token("u");
        for (int number = 0; number < 8; number++) {
            server.send(ACK, CONTENT)
                    .mid("c" + (number == 0 ? "" : number))
                    .token("u")
                    .option(BLOCK2, block(number, 1, 128))
                    .payload(new byte[128]);
            server.expect(CON, GET, "/b").mid("c" + (number + 1)).token("u");
        }
        server.send(ACK, CONTENT)
                .mid("c8")
                .token("u")
                .option(BLOCK2, block(8, 0, 128))
                .payload("end");
        assertTrue(second.failure().getMessage().contains("bodies take 1024 bytes already (expected: at most 1024)"));
        assertEquals(0, small.endpoint.bufferedBytes());
    }
}
