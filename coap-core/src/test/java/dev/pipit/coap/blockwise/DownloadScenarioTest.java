package dev.pipit.coap.blockwise;

import static dev.pipit.coap.blockwise.Bodies.block;
import static dev.pipit.coap.blockwise.Bodies.body;
import static dev.pipit.coap.blockwise.Bodies.part;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.option.StandardOptions.ACCEPT;
import static dev.pipit.coap.option.StandardOptions.BLOCK2;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static dev.pipit.coap.option.StandardOptions.OBSERVE;
import static dev.pipit.coap.option.StandardOptions.SIZE2;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a client fetches a body block by block, datagram by datagram, as in the figures of RFC 7959 §3.1. */
class DownloadScenarioTest {
    private static final EntityTag ONE = EntityTag.of((byte) 1);

    private final DownloadScript script = new DownloadScript();
    private final AskingClient asking = script.asking;
    private final WireScript server = script.server;

    @Test
    @Requirement({"R7959-013", "R7959-020", "R7959-025", "R7959-029"})
    void fetchesThreeBlocks() {
        byte[] body = body(300);
        asking.ask(Request.get("/status"));

        script.exchange(1, body, ONE, block(0, 1, 128), block(1, 1, 128), block(2, 0, 128));
        Response response = asking.response();
        assertArrayEquals(body, response.payload());
        assertEquals(ONE, response.etag().orElseThrow());
        assertFalse(response.options().has(BLOCK2));
        assertEquals(0, asking.endpoint.waitingRequests());
    }

    @Test
    @Requirement("R7959-018")
    void asksForSmallBlocksAtOnce() {
        byte[] body = body(300);
        asking.ask(Request.builder(GET)
                .path("/status")
                .option(BLOCK2, block(0, 0, 64))
                .build());

        for (int number = 0; number < 5; number++) {
            String mid = "m" + number;
            Block given = block(number, number < 4 ? 1 : 0, 64);
            script.expectGet(mid, block(number, 0, 64));
            script.answer(mid, given, body);
        }
        assertArrayEquals(body, asking.response().payload());
    }

    @Test
    @Requirement("R7959-010")
    void followsAServerThatSendsSmallerBlocksThanAskedFor() {
        byte[] body = body(100);
        asking.ask(Request.builder(GET)
                .path("/status")
                .option(BLOCK2, block(0, 0, 1024))
                .build());

        script.expectGet("m", block(0, 0, 1024));
        script.answer("m", block(0, 1, 64), body);
        script.expectGet("n", block(1, 0, 64));
        script.answer("n", block(1, 0, 64), body);
        assertArrayEquals(body, asking.response().payload());
    }

    @Test
    void goesOnInSmallerBlocksThanTheServerBeganWith() {
        AskingClient of64 = new AskingClient(BlockwiseConfig.DEFAULT.blockSize(64));
        WireScript server = of64.server();
        byte[] body = body(6 * 64 - 3);
        of64.ask(Request.get("/status"));

        server.expect(CON, GET, "/status").mid("m").token("t").option(BLOCK2);
        DownloadScript.answer(server, "m", block(0, 1, 128), body);
        for (int number = 2; number < 6; number++) {
            Block given = block(number, number < 5 ? 1 : 0, 64);
            server.expect(CON, GET, "/status").mid("m" + number).token("t").option(BLOCK2, block(number, 0, 64));
            DownloadScript.answer(server, "m" + number, given, body);
        }
        assertArrayEquals(body, of64.response().payload());
    }

    @Test
    @Requirement({"R7959-029", "R7959-043"})
    void repeatsTheOptionsButObserve() {
        asking.ask(Request.builder(GET)
                .path("/status?a=1")
                .accept(ContentFormat.JSON)
                .option(OBSERVE, 1L)
                .option(SIZE2, 0L)
                .build());
        server.expect(CON, GET, "/status?a=1")
                .mid("m")
                .token("t")
                .option(OBSERVE, 1L)
                .option(SIZE2, 0L);
        script.answer("m", block(0, 1, 16), body(20));
        server.expect(CON, GET, "/status?a=1")
                .option(ACCEPT, ContentFormat.JSON)
                .option(OBSERVE)
                .option(SIZE2);
    }

    @Test
    @Requirement("R7959-028")
    void leavesARequestForALaterBlockAlone() {
        asking.ask(Request.builder(GET)
                .path("/status")
                .option(BLOCK2, block(3, 0, 64))
                .build());
        script.expectGet("m", block(3, 0, 64));
        script.answer("m", block(3, 1, 64), body(400));
        assertEquals(block(3, 1, 64), asking.response().options().getOrNull(BLOCK2));
        server.expectNothing(Duration.ofSeconds(10));
    }

    @Test
    void fetchesNonConfirmably() {
        asking.ask(
                Request.get("/status"),
                SendOptions.confirmable(TransmissionParameters.DEFAULT).nonConfirmable());
        byte[] body = body(40);
        for (int number = 0; number < 3; number++) {
            Block given = block(number, number < 2 ? 1 : 0, 16);
            server.expect(NON, GET, "/status").token("t");
            server.send(NON, CONTENT).token("t").option(BLOCK2, given).payload(part(body, given));
        }
        assertArrayEquals(body, asking.response().payload());
    }

    @Test
    void sendsTheBodyOfAFetchWithEachRequest() {
        asking.ask(Request.builder(Code.FETCH).path("/status").payload("select").build());
        server.expect(CON, Code.FETCH, "/status").mid("m").token("t").payload("select");
        script.answer("m", block(0, 1, 16), body(20));
        server.expect(CON, Code.FETCH, "/status")
                .mid("n")
                .token("t")
                .option(BLOCK2, block(1, 0, 16))
                .option(CONTENT_FORMAT, ContentFormat.TEXT_PLAIN)
                .payload("select");
        script.answer("n", block(1, 0, 16), body(20));
        assertArrayEquals(body(20), asking.response().payload());
    }

    @Test
    void usesAnotherTokenForEachTransfer() {
        asking.ask(Request.get("/a"));
        WireReceipt first = server.expect(CON, GET, "/a").mid("m").token("t");
        script.answer("m", block(0, 0, 16), body(10));
        asking.network.run(Duration.ofMillis(10));
        asking.ask(Request.get("/b"));
        WireReceipt second = server.expect(CON, GET, "/b");
        assertNotEquals(first.message().token(), second.message().token());
    }
}
