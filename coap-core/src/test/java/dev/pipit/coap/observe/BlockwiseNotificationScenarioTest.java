package dev.pipit.coap.observe;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.NOT_FOUND;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.option.StandardOptions.BLOCK2;
import static dev.pipit.coap.option.StandardOptions.ETAG;
import static dev.pipit.coap.option.StandardOptions.OBSERVE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.client.Observation;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testing.WireSend;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Notifications of which only the first block comes by itself (RFC 7959 §2.6), as the client sees them. */
class BlockwiseNotificationScenarioTest {
    private static final EntityTag ONE = EntityTag.of((byte) 1);
    private static final EntityTag TWO = EntityTag.of((byte) 2);

    private final VirtualNetwork network = new VirtualNetwork(6);
    private final WireScript server = network.script("192.0.2.1:5683", "192.0.2.3:49152");
    private final CoapClient client =
            CoapClient.builder().transport(network.host("192.0.2.3")).build();
    private final Heard heard = new Heard();

    private Observation observe() {
        Observation observation = client.observe("coap://192.0.2.1/t", heard);
        server.expect(CON, GET, "/t").mid("m").token("t").option(OBSERVE, 0L);
        server.send(ACK, CONTENT).mid("m").token("t").option(OBSERVE, 1L).payload("0");
        server.pause(Duration.ofMillis(10));
        return observation;
    }

    /** A notification with the first 16 bytes, all the same digit. */
    private void notifyFirstBlock(long sequence, @Nullable EntityTag tag, String digit) {
        WireSend notification =
                server.send(NON, CONTENT).token("t").option(OBSERVE, sequence).option(BLOCK2, new Block(0, true, 0));
        (tag == null ? notification : notification.option(ETAG, tag)).payload(digit.repeat(16));
    }

    private WireReceipt expectAsked(String mid, int number) {
        return server.expect(CON, GET, "/t")
                .mid(mid)
                .token("f" + mid)
                .option(OBSERVE)
                .option(BLOCK2, new Block(number, false, 0));
    }

    private void sendBlock(String mid, int number, boolean more, @Nullable EntityTag tag, String digit) {
        WireSend block = server.send(ACK, CONTENT).mid(mid).token("f" + mid).option(BLOCK2, new Block(number, more, 0));
        (tag == null ? block : block.option(ETAG, tag)).payload(digit.repeat(more ? 16 : 4));
        server.pause(Duration.ofMillis(10));
    }

    @Test
    void asksForTheRestOnly() {
        observe();
        notifyFirstBlock(2, ONE, "1");
        WireReceipt asked = expectAsked("a", 1);
        assertEquals(false, asked.message().message().options().has(ETAG));
        sendBlock("a", 1, false, ONE, "1");
        assertEquals(List.of("0", "1".repeat(20)), heard.all);
        server.expectNothing(Duration.ofSeconds(30));
    }

    @Test
    void neverMixesStatesWhereOneChangesWhileItIsFetched() {
        observe();
        notifyFirstBlock(2, ONE, "1");
        expectAsked("a", 1);
        sendBlock("a", 1, false, TWO, "2");
        // The block is of another state: all of that one is asked for.
        server.expect(CON, GET, "/t").mid("b").token("fb").option(OBSERVE).option(BLOCK2);
        sendBlock("b", 0, true, TWO, "2");
        server.expect(CON, GET, "/t").mid("c").token("fc").option(BLOCK2, new Block(1, false, 0));
        sendBlock("c", 1, false, TWO, "2");
        assertEquals(List.of("0", "2".repeat(20)), heard.all);
    }

    @Test
    void aNewerStateIsFetchedBehindTheOneUnderWay() {
        observe();
        notifyFirstBlock(2, ONE, "1");
        expectAsked("a", 1);
        notifyFirstBlock(3, TWO, "2");
        server.pause(Duration.ofMillis(10));
        sendBlock("a", 1, false, ONE, "1");
        expectAsked("b", 1);
        sendBlock("b", 1, false, TWO, "2");
        assertEquals(List.of("0", "1".repeat(20), "2".repeat(20)), heard.all);
    }

    @Test
    void aNewerStateThatWasFetchedAlreadyIsNotFetchedAgain() {
        observe();
        notifyFirstBlock(2, ONE, "1");
        expectAsked("a", 1);
        notifyFirstBlock(3, TWO, "2");
        server.pause(Duration.ofMillis(10));
        sendBlock("a", 1, false, TWO, "2");
        server.expect(CON, GET, "/t").mid("b").token("fb").option(BLOCK2);
        sendBlock("b", 0, true, TWO, "2");
        server.expect(CON, GET, "/t").mid("c").token("fc").option(BLOCK2, new Block(1, false, 0));
        sendBlock("c", 1, false, TWO, "2");
        server.expectNothing(Duration.ofSeconds(30));
        assertEquals(List.of("0", "2".repeat(20)), heard.all);
    }

    @Test
    void withoutEntityTagsANewerStateEndsTheFetchUnderWay() {
        observe();
        notifyFirstBlock(2, null, "1");
        expectAsked("a", 1);
        notifyFirstBlock(3, null, "2");
        expectAsked("b", 1);
        sendBlock("a", 1, false, null, "1");
        sendBlock("b", 1, false, null, "2");
        assertEquals(List.of("0", "2".repeat(20)), heard.all);
    }

    @Test
    void aSmallerStateEndsTheFetchUnderWay() {
        observe();
        notifyFirstBlock(2, ONE, "1");
        expectAsked("a", 1);
        server.send(NON, CONTENT).token("t").option(OBSERVE, 3L).payload("3");
        server.pause(Duration.ofMillis(10));
        sendBlock("a", 1, false, ONE, "1");
        assertEquals(List.of("0", "3"), heard.all);
    }

    @Test
    void closingEndsTheFetchUnderWay() {
        Observation observation = observe();
        notifyFirstBlock(2, ONE, "1");
        expectAsked("a", 1);
        observation.close();
        server.expect(CON, GET, "/t").mid("d").token("t").option(OBSERVE, 1L);
        server.send(ACK, CONTENT).mid("d").token("t").payload("9");
        server.expectNothing(Duration.ofMinutes(5));
        assertEquals(List.of("0", "end null"), heard.all);
    }

    @Test
    void aStateThatCannotBeFetchedInterruptsTheObservation() {
        observe();
        notifyFirstBlock(2, ONE, "1");
        expectAsked("a", 1);
        server.send(ACK, NOT_FOUND).mid("a").token("fa");
        server.expect(CON, GET, "/t")
                .mid("r")
                .token("t")
                .option(OBSERVE, 0L)
                .between(Duration.ofSeconds(2), Duration.ofSeconds(8));
        server.send(ACK, CONTENT).mid("r").token("t").option(OBSERVE, 7L).payload("7");
        server.pause(Duration.ofMillis(10));
        assertEquals(List.of("0", "lost ErrorResponseException", "reregistered", "7"), heard.all);
        server.send(CON, CONTENT).mid("x").token("t").option(OBSERVE, 8L).payload("8");
        server.expect(ACK, EMPTY).mid("x");
    }

    @Test
    @Requirement("R7641-013")
    void aStateInBlocksIsAtHandForA203Too() {
        observe();
        notifyFirstBlock(2, ONE, "1");
        expectAsked("a", 1);
        sendBlock("a", 1, false, ONE, "1");
        server.expect(CON, GET, "/t")
                .mid("r")
                .token("t")
                .option(OBSERVE, 0L)
                .option(ETAG, ONE)
                .between(Duration.ofSeconds(64), Duration.ofSeconds(76));
        server.send(ACK, Code.VALID).mid("r").token("t").option(OBSERVE, 9L).option(ETAG, ONE);
        server.pause(Duration.ofMillis(10));
        assertEquals(List.of("0", "1".repeat(20), "stale", "reregistered", "1".repeat(20)), heard.all);
    }
}
