package dev.pipit.coap.blockwise;

import static dev.pipit.coap.blockwise.Bodies.block;
import static dev.pipit.coap.blockwise.Bodies.body;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.NOT_FOUND;
import static dev.pipit.coap.message.Code.SERVICE_UNAVAILABLE;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.StandardOptions.BLOCK2;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static dev.pipit.coap.option.StandardOptions.ETAG;
import static dev.pipit.coap.option.StandardOptions.SIZE2;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.TransferFailedException;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Bodies that change while a client fetches them, blocks that are wrong or get lost, and transfers that are given up. */
class DownloadTroubleScenarioTest {
    private static final EntityTag ONE = EntityTag.of((byte) 1);
    private static final EntityTag TWO = EntityTag.of((byte) 2);

    private final DownloadScript script = new DownloadScript();
    private final AskingClient asking = script.asking;
    private final WireScript server = script.server;

    @Test
    void repeatsTheRequestForABlockThatIsLost() {
        byte[] body = body(200);
        asking.ask(Request.get("/status"));
        script.expectGet("m");
        script.answer("m", block(0, 1, 128), body);
        WireReceipt lost = script.expectGet("n", block(1, 0, 128));
        server.expectAgain(lost);
        script.answer("n", block(1, 0, 128), body);
        assertArrayEquals(body, asking.response().payload());
    }

    @Test
    @Requirement("R7959-023")
    void startsOverWhenTheRepresentationChanges() {
        asking.ask(Request.get("/status"));
        script.exchange(1, body(300), ONE, block(0, 1, 128));
        script.expectGet("n", block(1, 0, 128));
        script.answer("n", block(1, 1, 128), body(301)).option(ETAG, TWO);

        script.exchange(2, body(301), TWO, block(0, 1, 128), block(1, 1, 128), block(2, 0, 128));
        assertArrayEquals(body(301), asking.response().payload());
        assertEquals(TWO, asking.response().etag().orElseThrow());
    }

    @Test
    void startsOverWhenTheFormatChanges() {
        asking.ask(Request.get("/status"));
        script.expectGet("m");
        script.answer("m", block(0, 1, 16), body(30)).option(CONTENT_FORMAT, ContentFormat.JSON);
        script.expectGet("n", block(1, 0, 16));
        server.send(ACK, CONTENT)
                .mid("n")
                .token("t")
                .option(CONTENT_FORMAT, ContentFormat.CBOR)
                .option(BLOCK2, block(1, 0, 16))
                .payload(new byte[14]);
        script.expectGet("o");
    }

    @Test
    void givesUpWhenTheRepresentationNeverStaysTheSame() {
        asking.ask(Request.get("/status"));
        for (int attempt = 0; attempt < 5; attempt++) {
            script.exchange(attempt, body(300), ONE, block(0, 1, 128));
            script.expectGet("n" + attempt, block(1, 0, 128));
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
        script.expectGet("m");
        script.answer("m", block(0, 1, 16), body(30));
        script.expectGet("n", block(1, 0, 16));
        server.send(ACK, SERVICE_UNAVAILABLE).mid("n").token("t").payload("gone");
        assertEquals(SERVICE_UNAVAILABLE, asking.response().code());
        assertEquals("gone", asking.response().text());
    }

    @Test
    void fetchesALongErrorToo() {
        asking.ask(Request.get("/status"));
        script.expectGet("m");
        server.send(ACK, NOT_FOUND)
                .mid("m")
                .token("t")
                .option(BLOCK2, block(0, 1, 16))
                .payload(new byte[16]);
        script.expectGet("n", block(1, 0, 16));
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
        script.expectGet("m");
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
        script.expectGet("m");
        script.answer("m", block(0, 1, 16), body(60));
        script.expectGet("n", block(1, 0, 16));
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
        script.expectGet("m");
        script.answer("m", block(1, 1, 16), body(60));
        assertInstanceOf(TransferFailedException.class, asking.failure());
    }

    @Test
    @Requirement("R7959-006")
    void failsOnTheReservedSize() {
        asking.ask(Request.get("/status"));
        script.expectGet("m");
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
    void asksForNothingMoreWhenCancelled() {
        RequestPort.OutgoingRequest request = asking.ask(Request.get("/status"));
        script.expectGet("m");
        script.answer("m", block(0, 1, 16), body(60));
        script.expectGet("n", block(1, 0, 16));
        request.cancel(asking.network.now());
        server.expectNothing(Duration.ofSeconds(100));
        assertTrue(asking.responses.isEmpty() && asking.failures.isEmpty());
        assertEquals(0, asking.endpoint.waitingRequests());
    }
}
