package dev.pipit.coap.blockwise;

import static dev.pipit.coap.blockwise.Bodies.block;
import static dev.pipit.coap.blockwise.Bodies.body;
import static dev.pipit.coap.blockwise.Bodies.part;
import static dev.pipit.coap.blockwise.UploadScript.put;
import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.CONTINUE;
import static dev.pipit.coap.message.Code.POST;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.StandardOptions.BLOCK1;
import static dev.pipit.coap.option.StandardOptions.BLOCK2;
import static dev.pipit.coap.option.StandardOptions.IF_MATCH;
import static dev.pipit.coap.option.StandardOptions.IF_NONE_MATCH;
import static dev.pipit.coap.option.StandardOptions.REQUEST_TAG;
import static dev.pipit.coap.option.StandardOptions.SIZE1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.reliability.ReliabilityConfig;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a client sends a body block by block, datagram by datagram, as in the figures of RFC 7959 §3.2 and §3.3. */
class UploadScenarioTest {
    private final UploadScript script = new UploadScript();
    private final AskingClient asking = script.asking;
    private final WireScript server = script.server;

    @Test
    @Requirement({"R7959-030", "R7959-038", "R7959-039", "R7959-016", "R7959-055", "R7959-059", "R7959-013"})
    void sendsABodyInThreeBlocks() {
        byte[] body = body(300);
        asking.ask(put(body));

        script.expect(block(0, 1, 128), body);
        script.answer(CONTINUE, block(0, 1, 128));
        script.expect(block(1, 1, 128), body);
        script.answer(CONTINUE, block(1, 1, 128));
        script.expect(block(2, 0, 128), body);
        script.answer(CHANGED, block(2, 0, 128));
        assertEquals(CHANGED, asking.response().code());
        assertFalse(asking.response().options().has(BLOCK1));
    }

    @Test
    @Requirement({"R7959-012", "R7959-041"})
    void goesOnWhenTheServerActsOnEachBlockAlone() {
        byte[] body = body(300);
        asking.ask(put(body));

        script.expect(block(0, 1, 128), body);
        script.answer(CHANGED, block(0, 0, 128));
        script.expect(block(1, 1, 128), body);
        script.answer(CHANGED, block(1, 0, 128));
        script.expect(block(2, 0, 128), body);
        script.answer(CHANGED, block(2, 0, 128));
        assertEquals(CHANGED, asking.response().code());
    }

    @Test
    @Requirement({"R7959-015", "R7959-033", "R7959-054"})
    void goesOnInTheBlocksThatTheServerPrefers() {
        byte[] body = body(6 * 32 + 5);
        asking.ask(put(body));

        script.expect(block(0, 1, 128), body);
        script.answer(CONTINUE, block(0, 1, 32));
        script.expect(block(4, 1, 32), body);
        script.answer(CONTINUE, block(4, 1, 32));
        script.expect(block(5, 1, 32), body);
        script.answer(CONTINUE, block(5, 1, 32));
        script.expect(block(6, 0, 32), body);
        script.answer(CHANGED, block(6, 0, 32));
        assertEquals(CHANGED, asking.response().code());
    }

    @Test
    void doesNotSendLargerBlocksThanItBeganWith() {
        byte[] body = body(300);
        asking.ask(put(body));

        script.expect(block(0, 1, 128), body);
        script.answer(CONTINUE, block(0, 1, 1024));
        script.expect(block(1, 1, 128), body);
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
        script.expect(block(0, 1, 128), body).option(IF_NONE_MATCH, true);
        script.answer(CONTINUE, block(0, 1, 128));
        script.expect(block(1, 1, 128), body).option(IF_NONE_MATCH);
        script.answer(CONTINUE, block(1, 1, 128));
        script.expect(block(2, 0, 128), body).option(IF_NONE_MATCH);
    }

    @Test
    @Requirement("R9175-027")
    void marksTheSecondOfTwoBodiesToOneTargetWithARequestTag() {
        AskingClient busy = new AskingClient(
                new VirtualNetwork(7),
                EndpointConfig.DEFAULT
                        .blockwise(UploadScript.OF_128)
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
