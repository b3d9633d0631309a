package dev.pipit.coap.blockwise;

import static dev.pipit.coap.blockwise.Bodies.block;
import static dev.pipit.coap.blockwise.Bodies.body;
import static dev.pipit.coap.blockwise.Bodies.part;
import static dev.pipit.coap.message.Code.BAD_OPTION;
import static dev.pipit.coap.message.Code.BAD_REQUEST;
import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.CONTINUE;
import static dev.pipit.coap.message.Code.POST;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.message.Code.REQUEST_ENTITY_INCOMPLETE;
import static dev.pipit.coap.message.Code.REQUEST_ENTITY_TOO_LARGE;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.option.StandardOptions.BLOCK1;
import static dev.pipit.coap.option.StandardOptions.BLOCK2;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static dev.pipit.coap.option.StandardOptions.IF_NONE_MATCH;
import static dev.pipit.coap.option.StandardOptions.REQUEST_TAG;
import static dev.pipit.coap.option.StandardOptions.SIZE1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testing.WireSend;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server makes of Block1, datagram by datagram, as in the figures of RFC 7959 §3.2 and §3.3. */
class RequestBlocksScenarioTest {
    private static final BlockwiseConfig OF_128 = BlockwiseConfig.DEFAULT.blockSize(128);

    private final ServedBodies served = new ServedBodies(OF_128, request -> Response.changed());
    private final WireScript client = served.client();

    private static WireSend put(WireScript client, Block block, byte[] body) {
        return client.send(CON, PUT, "/options").option(BLOCK1, block).payload(part(body, block));
    }

    private void putAnd(Code expected, Block block, byte[] body) {
        put(client, block, body);
        client.expect(ACK, expected);
    }

    private byte[] onlyBody() {
        assertEquals(1, served.requests.size());
        assertEquals(0, served.endpoint.bufferedBytes());
        return served.requests.get(0).payload();
    }

    @Test
    @Requirement({"R7959-031", "R7959-032", "R7959-048", "R7959-011", "R7959-030"})
    void assemblesABodyOfThreeBlocks() {
        byte[] body = body(300);
        for (Block block : List.of(block(0, 1, 128), block(1, 1, 128))) {
            put(client, block, body).mid("m" + block).token("t");
            client.expect(ACK, CONTINUE)
                    .mid("m" + block)
                    .token("t")
                    .option(BLOCK1, block)
                    .option(BLOCK2)
                    .payload("");
        }
        assertEquals(0, served.requests.size());
        put(client, block(2, 0, 128), body).mid("c").token("t");
        client.expect(ACK, CHANGED).mid("c").token("t").option(BLOCK1, block(2, 0, 128));

        assertArrayEquals(body, onlyBody());
        assertFalse(served.requests.get(0).options().has(BLOCK1));
    }

    @Test
    @Requirement({"R7959-009", "R7959-054"})
    void goesOnInSmallerBlocks() {
        ServedBodies of32 = new ServedBodies(BlockwiseConfig.DEFAULT.blockSize(32), request -> Response.changed());
        WireScript client = of32.client();
        byte[] body = body(6 * 32 + 7);

        put(client, block(0, 1, 128), body);
        client.expect(ACK, CONTINUE).option(BLOCK1, block(0, 1, 32));
        for (int number : new int[] {4, 5}) {
            put(client, block(number, 1, 32), body);
            client.expect(ACK, CONTINUE).option(BLOCK1, block(number, 1, 32));
        }
        put(client, block(6, 0, 32), body);
        client.expect(ACK, CHANGED).option(BLOCK1, block(6, 0, 32));
        assertArrayEquals(body, of32.requests.get(0).payload());
    }

    @Test
    @Requirement("R7959-045")
    void sendsALargeResponseToALargeRequest() {
        byte[] answer = body(7 * 64 - 9);
        ServedBodies soap = new ServedBodies(
                OF_128, request -> Response.builder(CHANGED).payload(answer).build());
        WireScript client = soap.client();
        byte[] body = body(300);
        for (Block block : List.of(block(0, 1, 128), block(1, 1, 128))) {
            client.send(CON, POST, "/soap").option(BLOCK1, block).payload(part(body, block));
            client.expect(ACK, CONTINUE).option(BLOCK1, block);
        }
        client.send(CON, POST, "/soap")
                .option(BLOCK2, block(0, 0, 64))
                .option(BLOCK1, block(2, 0, 128))
                .payload(part(body, block(2, 0, 128)));
        client.expect(ACK, CHANGED)
                .option(BLOCK1, block(2, 0, 128))
                .option(BLOCK2, block(0, 1, 64))
                .payload(part(answer, block(0, 1, 64)));
        for (int number = 1; number < 7; number++) {
            Block given = block(number, number < 6 ? 1 : 0, 64);
            client.send(CON, POST, "/soap").option(BLOCK2, block(number, 0, 64));
            client.expect(ACK, CHANGED).option(BLOCK1).option(BLOCK2, given).payload(part(answer, given));
        }
        assertEquals(1, soap.requests.size());
    }

    @Test
    @Requirement({"R7959-002", "R7959-003"})
    void refusesTwoBlocksInOneRequest() {
        put(client, block(0, 1, 128), body(300)).rawOption(BLOCK1.number(), new byte[] {0x1b});
        client.expect(ACK, BAD_OPTION);
        assertEquals(0, served.endpoint.bufferedBytes());
    }

    @Test
    void confirmsAOnlyBlock() {
        put(client, block(0, 0, 128), body(100));
        client.expect(ACK, CHANGED).option(BLOCK1, block(0, 0, 128));
        assertArrayEquals(body(100), onlyBody());
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64, 128, 256, 512, 1024})
    void assemblesBlocksOfEverySize(int size) {
        ServedBodies any = new ServedBodies(BlockwiseConfig.DEFAULT, request -> Response.changed());
        WireScript client = any.client();
        byte[] body = body(4 * 1024);
        int last = body.length / size - 1;
        for (int number = 0; number <= last; number++) {
            put(client, block(number, number < last ? 1 : 0, size), body);
            client.expect(ACK, number < last ? CONTINUE : CHANGED);
        }
        assertArrayEquals(body, any.requests.get(0).payload());
        assertEquals(0, any.endpoint.bufferedBytes());
    }

    @Test
    @Requirement("R7959-008")
    void refusesABlockOfAnotherLengthThanItsSize() {
        client.send(CON, PUT, "/options").option(BLOCK1, block(0, 1, 64)).payload(new byte[20]);
        client.expect(ACK, BAD_REQUEST);
        client.send(CON, PUT, "/options").option(BLOCK1, block(0, 0, 64)).payload(new byte[65]);
        client.expect(ACK, BAD_REQUEST);
        assertEquals(0, served.endpoint.bufferedBytes());
        assertEquals(0, served.requests.size());
    }

    @Test
    @Requirement({"R7959-034", "R7959-035", "R7959-049"})
    void refusesABodyWithAGap() {
        byte[] body = body(400);
        putAnd(CONTINUE, block(0, 1, 128), body);
        putAnd(REQUEST_ENTITY_INCOMPLETE, block(2, 1, 128), body);
        putAnd(REQUEST_ENTITY_INCOMPLETE, block(3, 0, 128), body);
        putAnd(REQUEST_ENTITY_INCOMPLETE, block(1, 1, 128), body);
        assertEquals(0, served.endpoint.bufferedBytes());
        assertEquals(0, served.requests.size());
    }

    @Test
    @Requirement("R7959-040")
    void beginsAnewWithBlockZero() {
        putAnd(CONTINUE, block(0, 1, 128), body(300));
        putAnd(CONTINUE, block(1, 1, 128), body(300));
        putAnd(CONTINUE, block(0, 1, 128), body(200));
        putAnd(CHANGED, block(1, 0, 128), body(200));
        assertArrayEquals(body(200), onlyBody());
    }

    @Test
    void takesARepeatedBlockOnce() {
        byte[] body = body(500);
        putAnd(CONTINUE, block(0, 1, 128), body);
        putAnd(CONTINUE, block(1, 1, 128), body);
        putAnd(CONTINUE, block(1, 1, 128), body);
        putAnd(CONTINUE, block(2, 1, 128), body);
        putAnd(CONTINUE, block(1, 1, 128), body);
        putAnd(CHANGED, block(3, 0, 128), body);
        assertArrayEquals(body, onlyBody());
    }

    @Test
    void refusesARepeatedBlockWithOtherContent() {
        putAnd(CONTINUE, block(0, 1, 128), body(300));
        putAnd(CONTINUE, block(1, 1, 128), body(300));
        putAnd(REQUEST_ENTITY_INCOMPLETE, block(1, 1, 128), body(301));
        assertEquals(0, served.endpoint.bufferedBytes());
    }

    @Test
    @Requirement("R7959-017")
    void refusesABlockOfAnotherFormat() {
        byte[] body = body(300);
        put(client, block(0, 1, 128), body).option(CONTENT_FORMAT, ContentFormat.OCTET_STREAM);
        client.expect(ACK, CONTINUE);
        put(client, block(1, 1, 128), body).option(CONTENT_FORMAT, ContentFormat.JSON);
        client.expect(ACK, REQUEST_ENTITY_INCOMPLETE);
        assertEquals(0, served.endpoint.bufferedBytes());
    }

    @Test
    @Requirement({"R7959-050", "R7959-059"})
    void refusesABodyThatIsTooLarge() {
        ServedBodies small = new ServedBodies(OF_128.maxBodyBytes(256), request -> Response.changed());
        WireScript client = small.client();
        put(client, block(0, 1, 128), body(300)).option(SIZE1, 300L);
        client.expect(ACK, REQUEST_ENTITY_TOO_LARGE).option(SIZE1, 256L);

        put(client, block(0, 1, 128), body(300));
        client.expect(ACK, CONTINUE);
        put(client, block(1, 1, 128), body(300));
        client.expect(ACK, CONTINUE);
        put(client, block(2, 0, 128), body(300));
        client.expect(ACK, REQUEST_ENTITY_TOO_LARGE).option(SIZE1, 256L);
        client.send(CON, PUT, "/options")
                .option(BLOCK1, block(Block.MAX_NUMBER, 0, 1024))
                .payload(new byte[1024]);
        client.expect(ACK, REQUEST_ENTITY_TOO_LARGE);
        assertEquals(0, small.endpoint.bufferedBytes());
        assertEquals(0, small.requests.size());
    }

    @Test
    @Requirement({"R7959-036", "R7959-063", "R7959-062"})
    void forgetsABodyThatIsNotGoneOnWith() {
        byte[] body = body(300);
        putAnd(CONTINUE, block(0, 1, 128), body);
        client.pause(Duration.ofSeconds(240));
        putAnd(CONTINUE, block(1, 1, 128), body);
        client.pause(Duration.ofSeconds(248));
        assertEquals(0, served.endpoint.bufferedBytes());
        putAnd(REQUEST_ENTITY_INCOMPLETE, block(2, 0, 128), body);
    }

    @Test
    void keepsTransfersToDifferentTargetsApart() {
        byte[] body = body(200);
        for (String path : List.of("/a", "/b?x=1", "/b?x=2")) {
            client.send(CON, PUT, path).option(BLOCK1, block(0, 1, 128)).payload(part(body, block(0, 1, 128)));
            client.expect(ACK, CONTINUE);
        }
        WireScript other = served.client("192.0.2.3:61616");
        other.send(CON, PUT, "/a").option(BLOCK1, block(1, 0, 128)).payload(part(body, block(1, 0, 128)));
        other.expect(ACK, REQUEST_ENTITY_INCOMPLETE);
        for (String path : List.of("/b?x=2", "/a", "/b?x=1")) {
            client.send(CON, PUT, path).option(BLOCK1, block(1, 0, 128)).payload(part(body, block(1, 0, 128)));
            client.expect(ACK, CHANGED);
        }
        assertEquals(3, served.requests.size());
        served.requests.forEach(request -> assertArrayEquals(body, request.payload()));
    }

    @Test
    @Requirement({"R9175-021", "R9175-022", "R9175-025"})
    void keepsTransfersWithDifferentRequestTagsApart() {
        byte[][] tags = {{}, {1}, {2}};
        for (byte[] tag : tags) {
            put(client, block(0, 1, 128), body(200 + tag.length)).option(REQUEST_TAG, tag);
            client.expect(ACK, CONTINUE);
        }
        putAnd(CONTINUE, block(0, 1, 128), body(210));
        for (byte[] tag : tags) {
            put(client, block(1, 0, 128), body(200 + tag.length)).option(REQUEST_TAG, tag);
            client.expect(ACK, CHANGED).option(REQUEST_TAG);
        }
        putAnd(CHANGED, block(1, 0, 128), body(210));
        assertEquals(
                List.of(200, 201, 201, 210),
                served.requests.stream()
                        .map(request -> request.payload().length)
                        .toList());
        assertArrayEquals(body(201), served.requests.get(2).payload());
    }

    @Test
    @Requirement("R7959-052")
    void handsOnIfNoneMatchOfBlockZero() {
        byte[] body = body(200);
        put(client, block(0, 1, 128), body).option(IF_NONE_MATCH, true);
        client.expect(ACK, CONTINUE);
        putAnd(CHANGED, block(1, 0, 128), body);

        assertArrayEquals(body, onlyBody());
        assertTrue(served.requests.get(0).options().has(IF_NONE_MATCH));
    }

    @Test
    void handsOnEverythingButBlock1AndSize1() {
        byte[] body = body(200);
        put(client, block(0, 1, 128), body).option(SIZE1, 200L).option(BLOCK2, block(0, 0, 64));
        client.expect(ACK, CONTINUE);
        put(client, block(1, 0, 128), body).option(BLOCK2, block(0, 0, 64));
        client.expect(ACK, CHANGED).option(BLOCK2);

        List<Integer> numbers = new ArrayList<>();
        served.requests.get(0).options().forEach(option -> numbers.add(option.number()));
        assertEquals(List.of(11, 23), numbers);
    }

    @Test
    void assemblesWhatComesNonConfirmably() {
        byte[] body = body(200);
        client.send(NON, PUT, "/options").option(BLOCK1, block(0, 1, 128)).payload(part(body, block(0, 1, 128)));
        client.expect(NON, CONTINUE).option(BLOCK1, block(0, 1, 128));
        client.send(NON, PUT, "/options").option(BLOCK1, block(1, 0, 128)).payload(part(body, block(1, 0, 128)));
        client.expect(NON, CHANGED);
        assertArrayEquals(body, onlyBody());
    }

    @Test
    @Requirement("R7959-061")
    void servesNoBlockOfABodyThatAnotherAskedFor() {
        ServedBodies answering =
                new ServedBodies(OF_128, request -> Response.content(body(300), ContentFormat.OCTET_STREAM));
        WireScript owner = answering.client();
        owner.send(CON, POST, "/x");
        owner.expect(ACK, CONTENT).option(BLOCK2, block(0, 1, 128));
        WireScript stranger = answering.client("192.0.2.3:61616");
        stranger.send(CON, POST, "/x").option(BLOCK2, block(1, 0, 128));
        stranger.expect(ACK, REQUEST_ENTITY_INCOMPLETE);
    }
}
