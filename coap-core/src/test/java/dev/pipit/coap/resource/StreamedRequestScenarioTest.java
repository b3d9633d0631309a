package dev.pipit.coap.resource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.blockwise.BlockwiseConfig;
import dev.pipit.coap.body.IncomingBody;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Reply;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.TransferFailedException;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testing.WireSend;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Request bodies that a handler reads while they come in, datagram by datagram. */
class StreamedRequestScenarioTest {
    private static final BlockwiseConfig CONFIG = BlockwiseConfig.DEFAULT;

    private final List<BodyReader> readers = new ArrayList<>();
    private long demand = Long.MAX_VALUE;
    private final StreamingServer server =
            new StreamingServer(CONFIG).add("/f", Resource.builder().stream(Code.PUT, (context, body) -> read(body)));
    private final WireScript client = server.client;

    private Reply read(IncomingBody body) {
        BodyReader reader = new BodyReader(body, demand);
        readers.add(reader);
        return reader.reply();
    }

    private static byte[] body(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    private WireSend put(byte[] body, int number, int size) {
        return put(client, body, number, size);
    }

    private static WireSend put(WireScript client, byte[] body, int number, int size) {
        int from = number * size;
        int end = Math.min(body.length, from + size);
        return client.send(MessageType.CON, Code.PUT, "/f")
                .option(StandardOptions.BLOCK1, new Block(number, end < body.length, Block.exponentOf(size)))
                .payload(Arrays.copyOfRange(body, from, end));
    }

    private void putAnd(Code expected, byte[] body, int number, int size) {
        put(body, number, size);
        client.expect(MessageType.ACK, expected);
    }

    private BodyReader reader(int index) {
        assertTrue(readers.size() > index, "calls: " + readers.size());
        return readers.get(index);
    }

    /** The client hears nothing but that its request is there. */
    private void expectNoAnswerYet() {
        client.expect(MessageType.ACK, Code.EMPTY);
    }

    private WireReceipt expectSeparate(Code code) {
        WireReceipt receipt = client.expect(MessageType.CON, code);
        client.send(MessageType.ACK, Code.EMPTY).mid(receipt.message().messageId());
        return receipt;
    }

    @Test
    @Requirement({"R7959-031", "R7959-032"})
    void handsOnWhatComesBeforeTheRestIsThere() {
        byte[] body = body(300);
        put(body, 0, 128).option(StandardOptions.SIZE1, 300L);
        client.expect(MessageType.ACK, Code.CONTINUE).option(StandardOptions.BLOCK1, new Block(0, true, 3));
        server.network.run(Duration.ofMillis(1));
        assertArrayEquals(Arrays.copyOf(body, 128), reader(0).bytes.toByteArray());
        assertEquals(OptionalLong.of(300), reader(0).body.length());

        putAnd(Code.CONTINUE, body, 1, 128);
        put(body, 2, 128);
        client.expect(MessageType.ACK, Code.CHANGED).option(StandardOptions.BLOCK1, new Block(2, false, 3));
        assertArrayEquals(body, reader(0).bytes.toByteArray());
        assertEquals(1, readers.size());
        assertEquals(0, server.endpoint().bufferedBytes());
    }

    @Test
    void takesABodyThatNeedsNoBlocks() {
        client.send(MessageType.CON, Code.PUT, "/f").payload("all of it");
        client.expect(MessageType.ACK, Code.CHANGED).option(StandardOptions.BLOCK1);
        assertEquals("all of it", reader(0).bytes.toString());

        put(body(20), 0, 32);
        client.expect(MessageType.ACK, Code.CHANGED).option(StandardOptions.BLOCK1, new Block(0, false, 1));
        assertArrayEquals(body(20), reader(1).bytes.toByteArray());
    }

    @Test
    void confirmsABlockWhenThereIsRoomForTheNext() {
        demand = 0;
        byte[] body = body(70 << 10);
        for (int number = 0; number < 63; number++) {
            putAnd(Code.CONTINUE, body, number, 1024);
        }
        put(body, 63, 1024);
        expectNoAnswerYet();
        client.expectNothing(Duration.ofMinutes(10));
        assertEquals(64 << 10, server.endpoint().bufferedBytes());

        reader(0).more(1);
        client.expectNothing(Duration.ofSeconds(1));
        reader(0).more(1);
        expectSeparate(Code.CONTINUE).option(StandardOptions.BLOCK1, new Block(63, true, 6));
        putAnd(Code.CONTINUE, body, 64, 1024);
        reader(0).more(100);
        for (int number = 65; number < 69; number++) {
            putAnd(Code.CONTINUE, body, number, 1024);
        }
        putAnd(Code.CHANGED, body, 69, 1024);
        assertArrayEquals(body, reader(0).bytes.toByteArray());
    }

    @Test
    void takesNoMoreFromAClientThatDoesNotWait() {
        demand = 0;
        byte[] body = body(70 << 10);
        for (int number = 0; number < 63; number++) {
            putAnd(Code.CONTINUE, body, number, 1024);
        }
        put(body, 63, 1024);
        expectNoAnswerYet();
        put(body, 64, 1024);
        client.expect(MessageType.ACK, Code.SERVICE_UNAVAILABLE);
        reader(0).more(10);
        expectSeparate(Code.CONTINUE);
        putAnd(Code.CONTINUE, body, 64, 1024);
    }

    @Test
    void confirmsRepeatedBlocksAgainAndTakesThemOnce() {
        byte[] body = body(500);
        putAnd(Code.CONTINUE, body, 0, 128);
        putAnd(Code.CONTINUE, body, 1, 128);
        putAnd(Code.CONTINUE, body, 1, 128);
        putAnd(Code.CONTINUE, body, 2, 128);
        putAnd(Code.CONTINUE, body, 1, 128);
        putAnd(Code.CHANGED, body, 3, 128);
        assertArrayEquals(body, reader(0).bytes.toByteArray());
    }

    @Test
    void answersTheLatestOfThoseWhoAskForTheSame() {
        demand = 0;
        byte[] body = body(100);
        put(body, 0, 64).token("t");
        client.expect(MessageType.ACK, Code.CONTINUE).token("t");
        put(body, 1, 64).token("t");
        expectNoAnswerYet();
        put(body, 1, 64).token("u");
        expectNoAnswerYet();
        reader(0).more(10);
        expectSeparate(Code.CHANGED).token("u");
        client.expectNothing(Duration.ofSeconds(100));
    }

    @Test
    @Requirement({"R7959-034", "R7959-035"})
    void failsTheBodyWhereABlockIsMissing() {
        byte[] body = body(500);
        putAnd(Code.CONTINUE, body, 0, 128);
        putAnd(Code.REQUEST_ENTITY_INCOMPLETE, body, 2, 128);
        putAnd(Code.REQUEST_ENTITY_INCOMPLETE, body, 1, 128);
        client.expectNothing(Duration.ofSeconds(1));
        assertInstanceOf(
                TransferFailedException.class,
                reader(0).failure == null ? null : reader(0).failure.getCause());
        assertEquals(0, server.endpoint().bufferedBytes());
        assertEquals(0, server.endpoint().counters().get(Counter.HANDLER_FAILURES));
    }

    @Test
    @Requirement("R7959-017")
    void failsTheBodyWhereTheFormatChanges() {
        byte[] body = body(300);
        put(body, 0, 128).option(StandardOptions.CONTENT_FORMAT, ContentFormat.CBOR);
        client.expect(MessageType.ACK, Code.CONTINUE);
        put(body, 1, 128).option(StandardOptions.CONTENT_FORMAT, ContentFormat.JSON);
        client.expect(MessageType.ACK, Code.REQUEST_ENTITY_INCOMPLETE);
        assertEquals(0, server.endpoint().bufferedBytes());
    }

    @Test
    @Requirement("R7959-040")
    void beginsAnewWithBlockZero() {
        putAnd(Code.CONTINUE, body(300), 0, 128);
        putAnd(Code.CONTINUE, body(300), 1, 128);
        putAnd(Code.CONTINUE, body(200), 0, 128);
        putAnd(Code.CHANGED, body(200), 1, 128);
        assertTrue(reader(0).failure != null);
        assertArrayEquals(body(200), reader(1).bytes.toByteArray());
        client.expectNothing(Duration.ofSeconds(1));
    }

    @Test
    @Requirement("R7959-063")
    void failsTheBodyOfAClientThatStops() {
        putAnd(Code.CONTINUE, body(300), 0, 128);
        client.pause(Duration.ofSeconds(246));
        assertNull(reader(0).failure);
        client.pause(Duration.ofSeconds(2));
        assertTrue(reader(0).failure != null);
        assertEquals(0, server.endpoint().bufferedBytes());
        putAnd(Code.REQUEST_ENTITY_INCOMPLETE, body(300), 1, 128);
    }

    @Test
    void answersWithAnErrorInTheMiddle() {
        byte[] body = body(500);
        putAnd(Code.CONTINUE, body, 0, 128);
        putAnd(Code.CONTINUE, body, 1, 128);
        reader(0).response.completeExceptionally(new ResponseException(Code.FORBIDDEN, "no"));
        putAnd(Code.FORBIDDEN, body, 2, 128);
        putAnd(Code.REQUEST_ENTITY_INCOMPLETE, body, 3, 128);
        assertEquals(0, server.endpoint().bufferedBytes());
    }

    @Test
    void answersABlockThatWaitsWithAnError() {
        demand = 0;
        byte[] body = body(70 << 10);
        for (int number = 0; number < 63; number++) {
            putAnd(Code.CONTINUE, body, number, 1024);
        }
        put(body, 63, 1024);
        expectNoAnswerYet();
        reader(0).response.completeExceptionally(new IllegalStateException("disk full"));
        expectSeparate(Code.INTERNAL_SERVER_ERROR);
        assertEquals(0, server.endpoint().bufferedBytes());
        assertEquals(1, server.endpoint().counters().get(Counter.HANDLER_FAILURES));
    }

    @Test
    void throwsTheRestAwayAfterASuccessInTheMiddle() {
        demand = 0;
        byte[] body = body(100 << 10);
        putAnd(Code.CONTINUE, body, 0, 1024);
        reader(0).response.complete(Response.changed());
        for (int number = 1; number < 99; number++) {
            putAnd(Code.CONTINUE, body, number, 1024);
        }
        putAnd(Code.CHANGED, body, 99, 1024);
        assertEquals(0, server.endpoint().bufferedBytes());
    }

    @Test
    void holdsTheClientWhileTheBodyIsClosedAndNotAnswered() {
        CompletableFuture<Response> later = new CompletableFuture<>();
        StreamingServer closing = new StreamingServer(CONFIG)
                .add("/f", Resource.builder().stream(Code.PUT, (context, body) -> {
                    body.close();
                    return Reply.later(later);
                }));
        byte[] body = body(300);
        put(closing.client, body, 0, 128);
        closing.client.expect(MessageType.ACK, Code.CONTINUE);
        put(closing.client, body, 1, 128);
        closing.client.expect(MessageType.ACK, Code.EMPTY);
        later.complete(Response.changed());
        closing.client.expect(MessageType.CON, Code.CONTINUE);
        put(closing.client, body, 2, 128);
        closing.client.expect(MessageType.ACK, Code.CHANGED);
    }

    @Test
    @Requirement({"R7959-050", "R7252-108", "R7252-129"})
    void refusesMoreThanAllowed() {
        server.add("/small", Resource.builder().maxStreamBytes(200).stream(Code.PUT, (context, body) -> read(body)));
        client.send(MessageType.CON, Code.PUT, "/small")
                .option(StandardOptions.BLOCK1, new Block(0, true, 3))
                .option(StandardOptions.SIZE1, 201L)
                .payload(new byte[128]);
        client.expect(MessageType.ACK, Code.REQUEST_ENTITY_TOO_LARGE).option(StandardOptions.SIZE1, 200L);
        assertEquals(0, readers.size());

        client.send(MessageType.CON, Code.PUT, "/small")
                .option(StandardOptions.BLOCK1, new Block(0, true, 3))
                .payload(new byte[128]);
        client.expect(MessageType.ACK, Code.CONTINUE);
        client.send(MessageType.CON, Code.PUT, "/small")
                .option(StandardOptions.BLOCK1, new Block(1, false, 3))
                .payload(new byte[73]);
        client.expect(MessageType.ACK, Code.REQUEST_ENTITY_TOO_LARGE).option(StandardOptions.SIZE1, 200L);
        client.pause(Duration.ofMillis(10));
        assertTrue(reader(0).failure != null);
        assertEquals(0, server.endpoint().bufferedBytes());
    }

    @Test
    @Requirement("R7959-062")
    void limitsBodiesUnderWay() {
        StreamingServer limited = new StreamingServer(
                        CONFIG.maxTransfersPerPeer(2).maxBufferedBytes(200 << 10))
                .add("/{name}", Resource.builder().stream(Code.PUT, (context, body) -> read(body)));
        WireScript one = limited.client;
        WireScript two = limited.network.script("192.0.2.3:61616", "192.0.2.1:5683");
        for (Object[] step : new Object[][] {
            {one, "/a", Code.CONTINUE},
            {one, "/b", Code.CONTINUE},
            {one, "/c", Code.SERVICE_UNAVAILABLE},
            {two, "/a", Code.CONTINUE},
            {two, "/b", Code.SERVICE_UNAVAILABLE}
        }) {
            ((WireScript) step[0])
                    .send(MessageType.CON, Code.PUT, (String) step[1])
                    .option(StandardOptions.BLOCK1, new Block(0, true, 0))
                    .payload(new byte[16]);
            ((WireScript) step[0]).expect(MessageType.ACK, (Code) step[2]);
        }
        assertEquals(3 * (64 << 10), limited.endpoint().bufferedBytes());
        limited.endpoint().endTransfers();
        assertEquals(0, limited.endpoint().bufferedBytes());
        limited.network.run(Duration.ofMillis(1));
        readers.forEach(reader -> assertTrue(reader.failure != null));
    }

    @Test
    void refusesWhereNoWorkerIsFree() {
        server.workersAreFull = true;
        putAnd(Code.SERVICE_UNAVAILABLE, body(300), 0, 128);
        assertEquals(0, server.endpoint().bufferedBytes());
        assertEquals(1, server.endpoint().counters().get(Counter.OVERLOADED));
    }

    @Test
    void passesFiltersAndConditionsWithTheFirstBlock() {
        List<String> seen = new ArrayList<>();
        StreamingServer guarded = new StreamingServer(CONFIG, (context, next) -> {
                    seen.add(context.pathVariable("name"));
                    return next.handle(context).map(response -> response.with(StandardOptions.MAX_AGE, 7L));
                })
                .add(
                        "/{name}",
                        Resource.builder()
                                .entityTag(
                                        context -> context.pathVariable("name").equals("old") ? EntityTag.EMPTY : null)
                                .stream(Code.PUT, (context, body) -> read(body)));
        guarded.client
                .send(MessageType.CON, Code.PUT, "/old")
                .option(StandardOptions.IF_NONE_MATCH, true)
                .option(StandardOptions.BLOCK1, new Block(0, true, 0))
                .payload(new byte[16]);
        guarded.client.expect(MessageType.ACK, Code.PRECONDITION_FAILED).option(StandardOptions.MAX_AGE, 7L);
        assertEquals(List.of("old"), seen);
        assertEquals(0, readers.size());
    }
}
