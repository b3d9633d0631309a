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
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.option.StandardOptions.ACCEPT;
import static dev.pipit.coap.option.StandardOptions.BLOCK2;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static dev.pipit.coap.option.StandardOptions.ETAG;
import static dev.pipit.coap.option.StandardOptions.OBSERVE;
import static dev.pipit.coap.option.StandardOptions.SIZE2;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.TransferFailedException;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testing.WireSend;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a client fetches a body block by block, datagram by datagram, as in the figures of RFC 7959 §3.1. */
class DownloadScenarioTest {
    private static final EntityTag ONE = EntityTag.of((byte) 1);
    private static final EntityTag TWO = EntityTag.of((byte) 2);

    private final AskingClient asking = new AskingClient(BlockwiseConfig.DEFAULT);
    private final WireScript server = asking.server();

    private WireSend answer(String mid, Block block, byte[] body) {
        return answer(server, mid, block, body);
    }

    private static WireSend answer(WireScript server, String mid, Block block, byte[] body) {
        return server.send(ACK, CONTENT)
                .mid(mid)
                .token("t")
                .option(BLOCK2, block)
                .payload(part(body, block));
    }

    private WireReceipt expectGet(String mid, Block... block2) {
        return server.expect(CON, GET, "/status").mid(mid).token("t").option(BLOCK2, block2);
    }

    /** Expects requests for these blocks and answers them, each with an own message ID and all with one token. */
    private void exchange(int attempt, byte[] body, EntityTag tag, Block... blocks) {
        for (int i = 0; i < blocks.length; i++) {
            String mid = "m" + attempt + "." + i;
            Block[] asked = i == 0
                    ? new Block[0]
                    : new Block[] {new Block(blocks[i].number(), false, blocks[i].sizeExponent())};
            expectGet(mid, asked);
            answer(mid, blocks[i], body).option(ETAG, tag);
        }
    }

    @Test
    @Requirement({"R7959-013", "R7959-020", "R7959-025", "R7959-029"})
    void fetchesThreeBlocks() {
        byte[] body = body(300);
        asking.ask(Request.get("/status"));

        exchange(1, body, ONE, block(0, 1, 128), block(1, 1, 128), block(2, 0, 128));
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
            expectGet(mid, block(number, 0, 64));
            answer(mid, given, body);
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

        expectGet("m", block(0, 0, 1024));
        answer("m", block(0, 1, 64), body);
        expectGet("n", block(1, 0, 64));
        answer("n", block(1, 0, 64), body);
        assertArrayEquals(body, asking.response().payload());
    }

    @Test
    void goesOnInSmallerBlocksThanTheServerBeganWith() {
        AskingClient of64 = new AskingClient(BlockwiseConfig.DEFAULT.blockSize(64));
        WireScript server = of64.server();
        byte[] body = body(6 * 64 - 3);
        of64.ask(Request.get("/status"));

        server.expect(CON, GET, "/status").mid("m").token("t").option(BLOCK2);
        answer(server, "m", block(0, 1, 128), body);
        for (int number = 2; number < 6; number++) {
            Block given = block(number, number < 5 ? 1 : 0, 64);
            server.expect(CON, GET, "/status").mid("m" + number).token("t").option(BLOCK2, block(number, 0, 64));
            answer(server, "m" + number, given, body);
        }
        assertArrayEquals(body, of64.response().payload());
    }

    @Test
    void repeatsTheRequestForABlockThatIsLost() {
        byte[] body = body(200);
        asking.ask(Request.get("/status"));
        expectGet("m");
        answer("m", block(0, 1, 128), body);
        WireReceipt lost = expectGet("n", block(1, 0, 128));
        server.expectAgain(lost);
        answer("n", block(1, 0, 128), body);
        assertArrayEquals(body, asking.response().payload());
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
        answer("m", block(0, 1, 16), body(20));
        server.expect(CON, GET, "/status?a=1")
                .option(ACCEPT, ContentFormat.JSON)
                .option(OBSERVE)
                .option(SIZE2);
    }

    @Test
    @Requirement("R7959-023")
    void startsOverWhenTheRepresentationChanges() {
        asking.ask(Request.get("/status"));
        exchange(1, body(300), ONE, block(0, 1, 128));
        expectGet("n", block(1, 0, 128));
        answer("n", block(1, 1, 128), body(301)).option(ETAG, TWO);

        exchange(2, body(301), TWO, block(0, 1, 128), block(1, 1, 128), block(2, 0, 128));
        assertArrayEquals(body(301), asking.response().payload());
        assertEquals(TWO, asking.response().etag().orElseThrow());
    }

    @Test
    void startsOverWhenTheFormatChanges() {
        asking.ask(Request.get("/status"));
        expectGet("m");
        answer("m", block(0, 1, 16), body(30)).option(CONTENT_FORMAT, ContentFormat.JSON);
        expectGet("n", block(1, 0, 16));
        server.send(ACK, CONTENT)
                .mid("n")
                .token("t")
                .option(CONTENT_FORMAT, ContentFormat.CBOR)
                .option(BLOCK2, block(1, 0, 16))
                .payload(new byte[14]);
        expectGet("o");
    }

    @Test
    void givesUpWhenTheRepresentationNeverStaysTheSame() {
        asking.ask(Request.get("/status"));
        for (int attempt = 0; attempt < 5; attempt++) {
            exchange(attempt, body(300), ONE, block(0, 1, 128));
            expectGet("n" + attempt, block(1, 0, 128));
            server.send(ACK, CONTENT)
                    .mid("n" + attempt)
                    .token("t")
                    .option(ETAG, TWO)
                    .option(BLOCK2, block(1, 1, 128))
                    .payload(new byte[128]);
        }
        assertInstanceOf(TransferFailedException.class, asking.failure());
        server.expectNothing(Duration.ofSeconds(10));
    }

    @Test
    void doesNotRepeatAPostWhoseResponseChanged() {
        asking.ask(Request.builder(Code.POST).path("/status").build());
        server.expect(CON, Code.POST, "/status").mid("m").token("t");
        server.send(ACK, Code.CHANGED)
                .mid("m")
                .token("t")
                .option(ETAG, ONE)
                .option(BLOCK2, block(0, 1, 16))
                .payload(new byte[16]);
        server.expect(CON, Code.POST, "/status")
                .mid("n")
                .token("t")
                .option(BLOCK2, block(1, 0, 16))
                .payload("");
        server.send(ACK, Code.CHANGED)
                .mid("n")
                .token("t")
                .option(ETAG, TWO)
                .option(BLOCK2, block(1, 0, 16))
                .payload(new byte[3]);

        assertInstanceOf(TransferFailedException.class, asking.failure());
        server.expectNothing(Duration.ofSeconds(10));
    }

    @Test
    void reportsAnErrorThatEndsTheTransfer() {
        asking.ask(Request.get("/status"));
        expectGet("m");
        answer("m", block(0, 1, 16), body(30));
        expectGet("n", block(1, 0, 16));
        server.send(ACK, SERVICE_UNAVAILABLE).mid("n").token("t").payload("gone");
        assertEquals(SERVICE_UNAVAILABLE, asking.response().code());
        assertEquals("gone", asking.response().text());
    }

    @Test
    void fetchesALongErrorToo() {
        asking.ask(Request.get("/status"));
        expectGet("m");
        server.send(ACK, NOT_FOUND)
                .mid("m")
                .token("t")
                .option(BLOCK2, block(0, 1, 16))
                .payload(new byte[16]);
        expectGet("n", block(1, 0, 16));
        server.send(ACK, NOT_FOUND)
                .mid("n")
                .token("t")
                .option(BLOCK2, block(1, 0, 16))
                .payload(new byte[5]);
        assertEquals(NOT_FOUND, asking.response().code());
        assertEquals(21, asking.response().payload().length);
    }

    @Test
    @Requirement("R7959-008")
    void failsWhenABlockIsNotAsLongAsItSays() {
        asking.ask(Request.get("/status"));
        expectGet("m");
        server.send(ACK, CONTENT)
                .mid("m")
                .token("t")
                .option(BLOCK2, block(0, 1, 16))
                .payload(new byte[15]);
        assertInstanceOf(TransferFailedException.class, asking.failure());
    }

    @Test
    void failsWhenABlockIsNotTheOneAskedFor() {
        asking.ask(Request.get("/status"));
        expectGet("m");
        answer("m", block(0, 1, 16), body(60));
        expectGet("n", block(1, 0, 16));
        server.send(ACK, CONTENT)
                .mid("n")
                .token("t")
                .option(BLOCK2, block(2, 1, 16))
                .payload(new byte[16]);
        assertInstanceOf(TransferFailedException.class, asking.failure());
    }

    @Test
    void failsWhenTheFirstBlockIsNotTheFirst() {
        asking.ask(Request.get("/status"));
        expectGet("m");
        answer("m", block(1, 1, 16), body(60));
        assertInstanceOf(TransferFailedException.class, asking.failure());
    }

    @Test
    @Requirement("R7959-006")
    void failsOnTheReservedSize() {
        asking.ask(Request.get("/status"));
        expectGet("m");
        server.send(ACK, CONTENT)
                .mid("m")
                .token("t")
                .option(BLOCK2, new Block(0, true, 7))
                .payload(new byte[100]);
        assertInstanceOf(TransferFailedException.class, asking.failure());
    }

    @Test
    void failsWhenTheBodyIsTooLarge() {
        AskingClient small = new AskingClient(BlockwiseConfig.DEFAULT.maxBodyBytes(40));
        WireScript server = small.server();
        small.ask(Request.get("/status"));
        for (int number = 0; number < 3; number++) {
            server.expect(CON, GET, "/status").mid("m" + number).token("t");
            server.send(ACK, CONTENT)
                    .mid("m" + number)
                    .token("t")
                    .option(SIZE2, 0xffff_ffffL)
                    .option(BLOCK2, block(number, 1, 16))
                    .payload(new byte[16]);
        }
        assertInstanceOf(TransferFailedException.class, small.failure());
    }

    @Test
    @Requirement("R7959-028")
    void leavesARequestForALaterBlockAlone() {
        asking.ask(Request.builder(GET)
                .path("/status")
                .option(BLOCK2, block(3, 0, 64))
                .build());
        expectGet("m", block(3, 0, 64));
        answer("m", block(3, 1, 64), body(400));
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
    void asksForNothingMoreWhenCancelled() {
        RequestPort.OutgoingRequest request = asking.ask(Request.get("/status"));
        expectGet("m");
        answer("m", block(0, 1, 16), body(60));
        expectGet("n", block(1, 0, 16));
        request.cancel(asking.network.now());
        server.expectNothing(Duration.ofSeconds(100));
        assertTrue(asking.responses.isEmpty() && asking.failures.isEmpty());
        assertEquals(0, asking.endpoint.waitingRequests());
    }

    @Test
    void sendsTheBodyOfAFetchWithEachRequest() {
        asking.ask(Request.builder(Code.FETCH).path("/status").payload("select").build());
        server.expect(CON, Code.FETCH, "/status").mid("m").token("t").payload("select");
        answer("m", block(0, 1, 16), body(20));
        server.expect(CON, Code.FETCH, "/status")
                .mid("n")
                .token("t")
                .option(BLOCK2, block(1, 0, 16))
                .option(CONTENT_FORMAT, ContentFormat.TEXT_PLAIN)
                .payload("select");
        answer("n", block(1, 0, 16), body(20));
        assertArrayEquals(body(20), asking.response().payload());
    }

    @Test
    void usesAnotherTokenForEachTransfer() {
        asking.ask(Request.get("/a"));
        WireReceipt first = server.expect(CON, GET, "/a").mid("m").token("t");
        answer("m", block(0, 0, 16), body(10));
        asking.network.run(Duration.ofMillis(10));
        asking.ask(Request.get("/b"));
        WireReceipt second = server.expect(CON, GET, "/b");
        assertNotEquals(first.message().token(), second.message().token());
    }
}
