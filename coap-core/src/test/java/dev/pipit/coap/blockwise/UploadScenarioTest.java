package dev.pipit.coap.blockwise;

import static dev.pipit.coap.blockwise.Bodies.block;
import static dev.pipit.coap.blockwise.Bodies.body;
import static dev.pipit.coap.blockwise.Bodies.part;
import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.CONTINUE;
import static dev.pipit.coap.message.Code.POST;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.message.Code.REQUEST_ENTITY_INCOMPLETE;
import static dev.pipit.coap.message.Code.REQUEST_ENTITY_TOO_LARGE;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.StandardOptions.BLOCK1;
import static dev.pipit.coap.option.StandardOptions.BLOCK2;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static dev.pipit.coap.option.StandardOptions.IF_MATCH;
import static dev.pipit.coap.option.StandardOptions.IF_NONE_MATCH;
import static dev.pipit.coap.option.StandardOptions.REQUEST_TAG;
import static dev.pipit.coap.option.StandardOptions.SIZE1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.body.Body;
import dev.pipit.coap.body.Execution;
import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.TransferFailedException;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.reliability.ReliabilityConfig;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testing.WireSend;
import dev.pipit.coap.testkit.Requirement;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a client sends a body block by block, datagram by datagram, as in the figures of RFC 7959 §3.2 and §3.3. */
class UploadScenarioTest {
    private static final BlockwiseConfig OF_128 = BlockwiseConfig.DEFAULT.blockSize(128);

    private final AskingClient asking = new AskingClient(OF_128);
    private final WireScript server = asking.server();
    private int exchanges;

    private static Request put(byte[] body) {
        return Request.builder(PUT)
                .path("/options")
                .payload(body, ContentFormat.OCTET_STREAM)
                .build();
    }

    private WireReceipt expect(Block block, byte[] body) {
        exchanges++;
        return server.expect(CON, PUT, "/options")
                .mid("m" + exchanges)
                .token("t")
                .option(BLOCK1, block)
                .option(SIZE1, (long) body.length)
                .option(CONTENT_FORMAT, ContentFormat.OCTET_STREAM)
                .payload(part(body, block));
    }

    private void answer(Code code, Block... block1) {
        WireSend send = server.send(ACK, code).mid("m" + exchanges).token("t");
        for (Block each : block1) {
            send.option(BLOCK1, each);
        }
    }

    @Test
    @Requirement({"R7959-030", "R7959-038", "R7959-039", "R7959-016", "R7959-055", "R7959-059", "R7959-013"})
    void sendsABodyInThreeBlocks() {
        byte[] body = body(300);
        asking.ask(put(body));

        expect(block(0, 1, 128), body);
        answer(CONTINUE, block(0, 1, 128));
        expect(block(1, 1, 128), body);
        answer(CONTINUE, block(1, 1, 128));
        expect(block(2, 0, 128), body);
        answer(CHANGED, block(2, 0, 128));
        assertEquals(CHANGED, asking.response().code());
        assertFalse(asking.response().options().has(BLOCK1));
    }

    @Test
    @Requirement({"R7959-012", "R7959-041"})
    void goesOnWhenTheServerActsOnEachBlockAlone() {
        byte[] body = body(300);
        asking.ask(put(body));

        expect(block(0, 1, 128), body);
        answer(CHANGED, block(0, 0, 128));
        expect(block(1, 1, 128), body);
        answer(CHANGED, block(1, 0, 128));
        expect(block(2, 0, 128), body);
        answer(CHANGED, block(2, 0, 128));
        assertEquals(CHANGED, asking.response().code());
    }

    @Test
    @Requirement({"R7959-015", "R7959-033", "R7959-054"})
    void goesOnInTheBlocksThatTheServerPrefers() {
        byte[] body = body(6 * 32 + 5);
        asking.ask(put(body));

        expect(block(0, 1, 128), body);
        answer(CONTINUE, block(0, 1, 32));
        expect(block(4, 1, 32), body);
        answer(CONTINUE, block(4, 1, 32));
        expect(block(5, 1, 32), body);
        answer(CONTINUE, block(5, 1, 32));
        expect(block(6, 0, 32), body);
        answer(CHANGED, block(6, 0, 32));
        assertEquals(CHANGED, asking.response().code());
    }

    @Test
    void doesNotSendLargerBlocksThanItBeganWith() {
        byte[] body = body(300);
        asking.ask(put(body));

        expect(block(0, 1, 128), body);
        answer(CONTINUE, block(0, 1, 1024));
        expect(block(1, 1, 128), body);
    }

    @Test
    @Requirement({"R7959-045", "R7959-046"})
    void fetchesALargeResponseToALargeRequest() {
        byte[] body = body(200);
        byte[] answer = body(4 * 64 - 1);
        asking.ask(Request.builder(POST)
                .path("/soap")
                .option(BLOCK2, block(0, 0, 128))
                .option(IF_MATCH, EntityTag.of((byte) 1))
                .payload(body)
                .build());

        server.expect(CON, POST, "/soap")
                .mid("a")
                .token("t")
                .option(BLOCK1, block(0, 1, 128))
                .option(BLOCK2);
        server.send(ACK, CONTINUE).mid("a").token("t").option(BLOCK1, block(0, 1, 128));
        server.expect(CON, POST, "/soap")
                .mid("b")
                .token("t")
                .option(BLOCK1, block(1, 0, 128))
                .option(BLOCK2, block(0, 0, 128));
        server.send(ACK, CHANGED)
                .mid("b")
                .token("t")
                .option(BLOCK2, block(0, 1, 64))
                .option(BLOCK1, block(1, 0, 128))
                .payload(part(answer, block(0, 1, 64)));
        for (int number = 1; number < 4; number++) {
            Block given = block(number, number < 3 ? 1 : 0, 64);
            server.expect(CON, POST, "/soap")
                    .mid("c" + number)
                    .token("t")
                    .option(BLOCK2, block(number, 0, 64))
                    .option(BLOCK1)
                    .option(SIZE1)
                    .option(IF_MATCH, EntityTag.of((byte) 1))
                    .payload("");
            server.send(ACK, CHANGED)
                    .mid("c" + number)
                    .token("t")
                    .option(BLOCK2, given)
                    .payload(part(answer, given));
        }
        assertArrayEquals(answer, asking.response().payload());
    }

    @Test
    @Requirement("R7959-052")
    void sendsIfNoneMatchWithBlockZeroAlone() {
        byte[] body = body(300);
        asking.ask(Request.builder(PUT)
                .path("/options")
                .ifNoneMatch()
                .payload(body, ContentFormat.OCTET_STREAM)
                .build());
        expect(block(0, 1, 128), body).option(IF_NONE_MATCH, true);
        answer(CONTINUE, block(0, 1, 128));
        expect(block(1, 1, 128), body).option(IF_NONE_MATCH);
        answer(CONTINUE, block(1, 1, 128));
        expect(block(2, 0, 128), body).option(IF_NONE_MATCH);
    }

    @Test
    @Requirement("R7959-049")
    void startsOverWhenBlocksAreMissing() {
        byte[] body = body(300);
        asking.ask(put(body));
        expect(block(0, 1, 128), body);
        answer(CONTINUE, block(0, 1, 128));
        expect(block(1, 1, 128), body);
        answer(REQUEST_ENTITY_INCOMPLETE);
        expect(block(0, 1, 128), body);
        answer(CONTINUE, block(0, 1, 128));
        expect(block(1, 1, 128), body);
    }

    @Test
    void reportsIncompletenessInTheEnd() {
        byte[] body = body(200);
        asking.ask(put(body));
        for (int attempt = 0; attempt < 5; attempt++) {
            expect(block(0, 1, 128), body);
            answer(CONTINUE, block(0, 1, 128));
            expect(block(1, 0, 128), body);
            answer(REQUEST_ENTITY_INCOMPLETE);
        }
        assertEquals(REQUEST_ENTITY_INCOMPLETE, asking.response().code());
    }

    @Test
    @Requirement("R7959-051")
    void startsOverInSmallerBlocksWhenToldSo() {
        byte[] body = body(300);
        asking.ask(put(body));
        expect(block(0, 1, 128), body);
        answer(REQUEST_ENTITY_TOO_LARGE, block(0, 1, 64));
        expect(block(0, 1, 64), body);
    }

    @Test
    void reportsThatABodyIsTooLarge() {
        byte[] body = body(300);
        asking.ask(put(body));
        expect(block(0, 1, 128), body);
        server.send(ACK, REQUEST_ENTITY_TOO_LARGE)
                .mid("m1")
                .token("t")
                .option(BLOCK1, block(0, 1, 64))
                .option(SIZE1, 256L);
        assertEquals(256, asking.response().options().uint(SIZE1, 0));
        server.expectNothing(Duration.ofSeconds(10));
    }

    @Test
    @Requirement("R7959-037")
    void triesBlocksWhenAWholeBodyIsTooLarge() {
        byte[] body = body(100);
        asking.ask(put(body));
        server.expect(CON, PUT, "/options").mid("w").token("t").option(BLOCK1);
        server.send(ACK, REQUEST_ENTITY_TOO_LARGE).mid("w").token("t");
        expect(block(0, 1, 64), body);
        answer(REQUEST_ENTITY_TOO_LARGE, block(0, 1, 32));
        expect(block(0, 1, 32), body);
        answer(REQUEST_ENTITY_TOO_LARGE);
        assertEquals(REQUEST_ENTITY_TOO_LARGE, asking.response().code());
    }

    @Test
    void failsWhenTheServerSucceedsBeforeItHasTheBody() {
        byte[] body = body(300);
        asking.ask(put(body));
        expect(block(0, 1, 128), body);
        answer(CHANGED);
        assertInstanceOf(TransferFailedException.class, asking.failure());
    }

    @Test
    void failsWhenTheServerWantsMoreThanThereIs() {
        byte[] body = body(200);
        asking.ask(put(body));
        expect(block(0, 1, 128), body);
        answer(CONTINUE, block(0, 1, 128));
        expect(block(1, 0, 128), body);
        answer(CONTINUE, block(1, 1, 128));
        assertInstanceOf(TransferFailedException.class, asking.failure());
    }

    @Test
    void reportsAnErrorThatEndsTheTransfer() {
        byte[] body = body(300);
        asking.ask(put(body));
        expect(block(0, 1, 128), body);
        answer(Code.FORBIDDEN);
        assertEquals(Code.FORBIDDEN, asking.response().code());
        server.expectNothing(Duration.ofSeconds(10));
    }

    @Test
    void knowsWhenBlockNumbersDoNotReach() {
        RequestBody body = new RequestBody(new byte[(16 << 20) + 1024], 6);
        assertTrue(body.isNumberable());
        assertTrue(body.restart(0));
        assertFalse(body.isNumberable());

        InputStream endless = new SequenceInputStream(
                new ByteArrayInputStream(new byte[16 << 20]), new ByteArrayInputStream(new byte[16]));
        RequestBody unknown = new RequestBody(Body.of(endless).open(Execution.DIRECT), 0);
        for (int sent = 0; sent < 1 << 20; sent++) {
            assertTrue(unknown.isNumberable());
            assertTrue(unknown.load(nowNanos -> {}));
            unknown.advance(0);
        }
        assertFalse(unknown.isNumberable());
    }

    @Test
    @Requirement("R9175-027")
    void marksTheSecondOfTwoBodiesToOneTargetWithARequestTag() {
        AskingClient busy = new AskingClient(
                new VirtualNetwork(7),
                EndpointConfig.DEFAULT
                        .blockwise(OF_128)
                        .reliability(ReliabilityConfig.DEFAULT.transmission(TransmissionParameters.DEFAULT.nstart(4))));
        WireScript server = busy.server();
        byte[] body = body(200);
        busy.ask(put(body));
        busy.ask(put(body));
        busy.ask(Request.builder(PUT).path("/other").payload(body).build());

        server.expect(CON, PUT, "/options").mid("a").token("t").option(REQUEST_TAG);
        WireReceipt second = server.expect(CON, PUT, "/options").mid("b").token("u");
        assertArrayEquals(new byte[] {1}, tagOf(second));
        server.expect(CON, PUT, "/other").option(REQUEST_TAG);
        server.send(ACK, CONTINUE).mid("b").token("u").option(BLOCK1, block(0, 1, 128));
        WireReceipt last = server.expect(CON, PUT, "/options").mid("c").token("u");
        assertArrayEquals(new byte[] {1}, tagOf(last));
        server.send(ACK, CHANGED)
                .mid("c")
                .token("u")
                .option(BLOCK2, block(0, 1, 16))
                .payload(new byte[16]);
        WireReceipt rest =
                server.expect(CON, PUT, "/options").mid("d").token("u").option(BLOCK2, block(1, 0, 16));
        assertArrayEquals(new byte[] {1}, tagOf(rest));
        server.send(ACK, CHANGED)
                .mid("d")
                .token("u")
                .option(BLOCK2, block(1, 0, 16))
                .payload(new byte[1]);

        busy.network.run(Duration.ofMillis(10));
        busy.ask(put(body));
        assertArrayEquals(new byte[] {1}, tagOf(server.expect(CON, PUT, "/options")));
    }

    private static byte[] tagOf(WireReceipt receipt) {
        return receipt.message().message().options().all(REQUEST_TAG).get(0);
    }

    @Test
    void leavesARequestWithABlockAlone() {
        asking.ask(Request.builder(PUT)
                .path("/options")
                .option(BLOCK1, block(2, 1, 64))
                .payload(new byte[64])
                .build());
        server.expect(CON, PUT, "/options")
                .mid("m")
                .token("t")
                .option(BLOCK1, block(2, 1, 64))
                .option(SIZE1);
        server.send(ACK, CONTINUE).mid("m").token("t").option(BLOCK1, block(2, 1, 64));
        assertEquals(CONTINUE, asking.response().code());
        assertEquals(block(2, 1, 64), asking.response().options().getOrNull(BLOCK1));
    }
}
