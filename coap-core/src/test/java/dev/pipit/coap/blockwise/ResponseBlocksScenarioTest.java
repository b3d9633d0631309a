package dev.pipit.coap.blockwise;

import static dev.pipit.coap.blockwise.Bodies.block;
import static dev.pipit.coap.blockwise.Bodies.body;
import static dev.pipit.coap.blockwise.Bodies.part;
import static dev.pipit.coap.message.Code.BAD_REQUEST;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.FETCH;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.NOT_FOUND;
import static dev.pipit.coap.message.Code.REQUEST_ENTITY_INCOMPLETE;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.option.StandardOptions.BLOCK2;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static dev.pipit.coap.option.StandardOptions.ETAG;
import static dev.pipit.coap.option.StandardOptions.LOCATION_PATH;
import static dev.pipit.coap.option.StandardOptions.SIZE2;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server makes of Block2, datagram by datagram, as in the figures of RFC 7959 §3.1. */
class ResponseBlocksScenarioTest {
    private static final BlockwiseConfig OF_128 = BlockwiseConfig.DEFAULT.blockSize(128);

    private static Function<Request, Response> representation(byte[] body) {
        return request -> Response.content(body, ContentFormat.OCTET_STREAM);
    }

    private static WireReceipt get(WireScript client, Block asked, Block given, byte[] body) {
        client.send(CON, GET, "/status").token("t").option(BLOCK2, asked);
        return client.expect(ACK, CONTENT).token("t").option(BLOCK2, given).payload(part(body, given));
    }

    @Test
    @Requirement({"R7959-004", "R7959-013", "R7959-016", "R7959-021", "R7959-022", "R7959-055", "R9175-028"})
    void sendsABodyInThreeBlocks() {
        byte[] body = body(300);
        ServedBodies served = new ServedBodies(OF_128, representation(body));
        WireScript client = served.client();
        EntityTag tag = EntityTag.ofContent(body);

        client.send(CON, GET, "/status").mid("a");
        client.expect(ACK, CONTENT)
                .mid("a")
                .option(BLOCK2, block(0, 1, 128))
                .option(SIZE2, 300L)
                .option(ETAG, tag)
                .option(CONTENT_FORMAT, ContentFormat.OCTET_STREAM)
                .payload(part(body, block(0, 1, 128)));
        for (Block given : new Block[] {block(1, 1, 128), block(2, 0, 128)}) {
            get(client, block(given.number(), 0, 128), given, body)
                    .option(ETAG, tag)
                    .option(CONTENT_FORMAT, ContentFormat.OCTET_STREAM)
                    .option(SIZE2);
        }
        assertEquals(1, served.requests.size());
        assertEquals(0, served.endpoint.bufferedBytes());
    }

    @Test
    @Requirement({"R7959-018", "R7959-019"})
    void usesTheSizeThatIsAskedForAtOnce() {
        byte[] body = body(6 * 64 - 5);
        WireScript client = new ServedBodies(OF_128, representation(body)).client();

        for (int number = 0; number < 6; number++) {
            get(client, block(number, 0, 64), block(number, number < 5 ? 1 : 0, 64), body);
        }
    }

    @Test
    void usesTheSizeThatIsAskedForLater() {
        byte[] body = body(6 * 64 - 5);
        WireScript client = new ServedBodies(OF_128, representation(body)).client();

        client.send(CON, GET, "/status").token("t");
        client.expect(ACK, CONTENT).option(BLOCK2, block(0, 1, 128)).payload(part(body, block(0, 1, 128)));
        for (int number = 2; number < 6; number++) {
            get(client, block(number, 0, 64), block(number, number < 5 ? 1 : 0, 64), body);
        }
    }

    /** Of a body with Max-Age 0, whose handler would give another one by then. */
    @Test
    @Requirement({"R7252-042", "R7252-044"})
    void givesTheSameBlockToADuplicateWithoutAskingTheHandler() {
        byte[] body = body(300);
        ServedBodies served = new ServedBodies(
                OF_128,
                request -> Response.content(body, ContentFormat.OCTET_STREAM).maxAge(0));
        WireScript client = served.client();
        get(client, block(0, 0, 128), block(0, 1, 128), body);

        for (int copy = 0; copy < 3; copy++) {
            client.send(CON, GET, "/status").mid("b").token("t").option(BLOCK2, block(1, 0, 128));
            client.expect(ACK, CONTENT)
                    .mid("b")
                    .option(BLOCK2, block(1, 1, 128))
                    .payload(part(body, block(1, 1, 128)));
            client.pause(Duration.ofSeconds(40));
        }
        assertEquals(1, served.requests.size());
        assertEquals(2, served.endpoint.counters().get(Counter.DUPLICATES));
    }

    @Test
    void repeatsABlockWhenItsRequestIsRepeated() {
        byte[] body = body(300);
        ServedBodies served = new ServedBodies(OF_128, representation(body));
        WireScript client = served.client();
        client.send(CON, GET, "/status").token("t");
        client.expect(ACK, CONTENT);

        served.network.dropNext("192.0.2.1", "192.0.2.2", 1);
        client.send(CON, GET, "/status").mid("b").token("t").option(BLOCK2, block(2, 0, 64));
        client.pause(Duration.ofSeconds(2));
        client.sendAgain();
        client.expect(ACK, CONTENT).mid("b").option(BLOCK2, block(2, 1, 64)).payload(part(body, block(2, 1, 64)));
        assertEquals(1, served.requests.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64, 128, 256, 512, 1024})
    void servesBlocksOfEverySize(int size) {
        byte[] body = body(2500);
        WireScript client = new ServedBodies(BlockwiseConfig.DEFAULT, representation(body)).client();
        ByteArrayOutputStream received = new ByteArrayOutputStream();

        for (int number = 0; number * size < 2500; number++) {
            client.send(CON, GET, "/status").option(BLOCK2, block(number, 0, size));
            received.writeBytes(client.expect(ACK, CONTENT).message().message().payload());
        }
        assertArrayEquals(body, received.toByteArray());
    }

    @Test
    @Requirement({"R7959-010", "R7959-019"})
    void sendsSmallerBlocksThanAskedForFromTheSamePlace() {
        byte[] body = body(3000);
        WireScript client = new ServedBodies(OF_128, representation(body)).client();

        get(client, block(2, 0, 1024), block(16, 1, 128), body);
    }

    @Test
    @Requirement("R7959-028")
    void servesAnyBlockFirst() {
        byte[] body = body(1000);
        ServedBodies served = new ServedBodies(OF_128, representation(body));
        WireScript client = served.client();

        get(client, block(3, 0, 64), block(3, 1, 64), body);
        get(client, block(15, 0, 64), block(15, 0, 64), body);
        get(client, block(1, 0, 64), block(1, 1, 64), body);
        assertEquals(2, served.requests.size());
    }

    @Test
    @Requirement("R7959-005")
    void ignoresMoreInARequest() {
        byte[] body = body(300);
        WireScript client = new ServedBodies(OF_128, representation(body)).client();

        get(client, block(0, 1, 64), block(0, 1, 64), body);
        get(client, block(1, 1, 64), block(1, 1, 64), body);
    }

    @Test
    @Requirement("R7959-014")
    void refusesABlockBeyondTheEnd() {
        WireScript client = new ServedBodies(OF_128, representation(body(128))).client();

        client.send(CON, GET, "/status").option(BLOCK2, block(1, 0, 128));
        client.expect(ACK, BAD_REQUEST);
        client.send(CON, GET, "/status").option(BLOCK2, block(Block.MAX_NUMBER, 0, 1024));
        client.expect(ACK, BAD_REQUEST);
        get(client, block(0, 0, 128), block(0, 0, 128), body(128));
    }

    @Test
    void refusesABlockOfAnEmptyBody() {
        WireScript client = new ServedBodies(OF_128, representation(new byte[0])).client();

        client.send(CON, GET, "/status").option(BLOCK2, block(1, 0, 128));
        client.expect(ACK, BAD_REQUEST);
    }

    @Test
    @Requirement({"R7959-055", "R7959-057", "R7959-058"})
    void tellsTheSizeWhenAsked() {
        WireScript client = new ServedBodies(OF_128, representation(body(300))).client();
        client.send(CON, GET, "/status").option(BLOCK2, block(1, 0, 64)).option(SIZE2, 0L);
        client.expect(ACK, CONTENT).option(SIZE2, 300L);

        WireScript other = new ServedBodies(OF_128, representation(body(20))).client();
        other.send(CON, GET, "/status").option(SIZE2, 0L);
        other.expect(ACK, CONTENT).option(SIZE2, 20L).option(BLOCK2);
    }

    @Test
    @Requirement("R7959-024")
    void goesOnWithTheRepresentationThatItBeganWith() {
        byte[] before = body(300);
        byte[][] current = {before};
        WireScript client =
                new ServedBodies(OF_128, request -> Response.content(current[0], ContentFormat.OCTET_STREAM)).client();
        get(client, block(0, 0, 128), block(0, 1, 128), before);
        current[0] = body(301);

        get(client, block(1, 0, 128), block(1, 1, 128), before).option(ETAG, EntityTag.ofContent(before));
        get(client, block(0, 0, 128), block(0, 1, 128), current[0]).option(ETAG, EntityTag.ofContent(current[0]));
    }

    @Test
    void rendersAgainForAClientThatAsksForTheSameBlockAgainWhenItIsStale() {
        byte[][] current = {body(300)};
        WireScript client = new ServedBodies(
                        OF_128,
                        request -> Response.content(current[0], ContentFormat.OCTET_STREAM)
                                .maxAge(5))
                .client();
        get(client, block(1, 0, 128), block(1, 1, 128), current[0]);
        current[0] = body(301);
        client.pause(Duration.ofSeconds(6));

        get(client, block(1, 0, 128), block(1, 1, 128), current[0]);
    }

    @Test
    @Requirement("R7959-026")
    void forgetsABodyThatNobodyFetches() {
        ServedBodies served = new ServedBodies(OF_128, representation(body(300)));
        WireScript client = served.client();
        get(client, block(0, 0, 128), block(0, 1, 128), body(300));
        assertEquals(300, served.endpoint.bufferedBytes());

        client.pause(Duration.ofSeconds(248));
        assertEquals(0, served.endpoint.bufferedBytes());
        get(client, block(1, 0, 128), block(1, 1, 128), body(300));
        assertEquals(2, served.requests.size());
    }

    @Test
    void doesNotRepeatWhatARequestDidForABlockOfAResponseThatIsGone() {
        ServedBodies served = new ServedBodies(OF_128, representation(body(300)));
        WireScript client = served.client();

        client.send(CON, Code.POST, "/status").option(BLOCK2, block(1, 0, 128));
        client.expect(ACK, REQUEST_ENTITY_INCOMPLETE);
        assertEquals(0, served.requests.size());
    }

    @Test
    @Requirement({"R7959-027", "R8132-006"})
    void tellsFetchesApartByTheirBodies() {
        ServedBodies served = new ServedBodies(
                OF_128, request -> Response.content(body(request.payload()[0] * 100), ContentFormat.OCTET_STREAM));
        WireScript client = served.client();
        for (byte selected : new byte[] {3, 4}) {
            client.send(CON, FETCH, "/status").payload(new byte[] {selected});
            client.expect(ACK, CONTENT).option(BLOCK2, block(0, 1, 128)).option(SIZE2, selected * 100L);
        }
        for (byte selected : new byte[] {3, 4}) {
            client.send(CON, FETCH, "/status").option(BLOCK2, block(1, 0, 128)).payload(new byte[] {selected});
            client.expect(ACK, CONTENT).payload(part(body(selected * 100), block(1, 1, 128)));
        }
    }

    @Test
    void sendsNonConfirmablyWhatWasAskedForSo() {
        byte[] body = body(300);
        WireScript client = new ServedBodies(OF_128, representation(body)).client();
        for (int number = 0; number < 3; number++) {
            Block given = block(number, number < 2 ? 1 : 0, 128);
            client.send(NON, GET, "/status").token("t").option(BLOCK2, block(number, 0, 128));
            client.expect(NON, CONTENT).token("t").option(BLOCK2, given).payload(part(body, given));
        }
    }

    @Test
    void sendsErrorsWholeWhereTheyFit() {
        WireScript client = new ServedBodies(OF_128, request -> Response.error(NOT_FOUND, "x".repeat(100))).client();

        client.send(CON, GET, "/status").option(BLOCK2, block(0, 0, 64));
        client.expect(ACK, NOT_FOUND).option(BLOCK2).payload("x".repeat(100));
    }

    @Test
    void makesBlocksSmallerWhereOptionsTakeMuchRoom() {
        byte[] body = body(2000);
        WireScript client = new ServedBodies(
                        BlockwiseConfig.DEFAULT,
                        request -> Response.builder(CONTENT)
                                .option(LOCATION_PATH, "l".repeat(200))
                                .payload(body)
                                .build())
                .client();

        get(client, block(0, 0, 1024), block(0, 1, 512), body);
    }
}
