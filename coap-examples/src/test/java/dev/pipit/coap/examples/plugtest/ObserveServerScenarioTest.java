package dev.pipit.coap.examples.plugtest;

import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.DELETE;
import static dev.pipit.coap.message.Code.DELETED;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.NOT_ACCEPTABLE;
import static dev.pipit.coap.message.Code.NOT_FOUND;
import static dev.pipit.coap.message.Code.POST;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.message.MessageType.RST;
import static dev.pipit.coap.option.ContentFormat.JSON;
import static dev.pipit.coap.option.ContentFormat.TEXT_PLAIN;
import static dev.pipit.coap.option.StandardOptions.BLOCK2;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static dev.pipit.coap.option.StandardOptions.OBSERVE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireReceipt;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TD_COAP_OBS: what the server does. */
@InRole(Role.SERVER)
class ObserveServerScenarioTest {
    private static final Duration QUIET = Duration.ofMinutes(5);
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final VirtualNetwork network = new VirtualNetwork(1);
    private final ScriptedClient client = new ScriptedClient(network, "192.0.2.2:61616");
    private final ScriptedClient another = new ScriptedClient(network, "192.0.2.3:61616");
    private long sequence;

    @BeforeEach
    void start() {
        PlugtestServer.start(network);
    }

    /** The client is entered in the list, with token "t". */
    private WireReceipt register(String path) {
        client.wire.send(CON, GET, path).mid("register " + path).token("t").option(OBSERVE, 0L);
        WireReceipt response = client.wire
                .expect(ACK, CONTENT)
                .mid("register " + path)
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN);
        sequence = Receipts.sequence(response);
        return response;
    }

    /** A notification that is newer than the one before. */
    private WireReceipt expectNotification(MessageType type) {
        WireReceipt notification = client.wire.expect(type, CONTENT).token("t").option(CONTENT_FORMAT, TEXT_PLAIN);
        long next = Receipts.sequence(notification);
        assertTrue(next > sequence, next + " after " + sequence);
        sequence = next;
        return notification;
    }

    /** A confirmable notification with this text, acknowledged. */
    private void expectAcknowledged(String text) {
        client.acknowledge(expectNotification(CON).payload(text));
    }

    /** A confirmable notification that ends the observation, acknowledged. */
    private void expectEnd(Code code) {
        client.acknowledge(client.wire.expect(CON, code).token("t").option(OBSERVE));
        client.wire.expectNothing(QUIET);
    }

    @TestDescription("TD_COAP_OBS_01")
    @Test
    void notifiesConfirmably() {
        register("/obs").payload("change 0");
        for (int i = 1; i <= 100; i++) {
            WireReceipt notification = expectNotification(CON).payload("change " + i);
            assertEquals(PERIOD.toNanos() * i, notification.atNanos(), 1e7);
            client.acknowledge(notification);
        }
    }

    @TestDescription("TD_COAP_OBS_02")
    @Test
    void notifiesNonConfirmably() {
        client.wire.send(NON, GET, "/obs-non").token("t").option(OBSERVE, 0L);
        sequence = Receipts.sequence(client.wire.expect(NON, CONTENT).token("t"));
        // Whoever has asked by a NON has not yet shown that it is where it says; the first has to be acknowledged.
        expectAcknowledged("change 1");
        for (int i = 2; i <= 15; i++) {
            expectNotification(NON).payload("change " + i);
        }
    }

    @TestDescription("TD_COAP_OBS_04")
    @Test
    void aRestartedServerTakesTheClientInAgain() {
        register("/obs");
        expectAcknowledged("change 1");
        network.host(PlugtestServer.HOST).crash();
        client.wire.expectNothing(Duration.ofSeconds(20));
        PlugtestServer.start(network);
        client.wire.expectNothing(Duration.ofSeconds(2));
        client.wire.send(CON, GET, "/obs").mid("again").token("t").option(OBSERVE, 0L);
        sequence =
                Receipts.sequence(client.wire.expect(ACK, CONTENT).mid("again").token("t"));
        expectAcknowledged("change 1");
        expectAcknowledged("change 2");
    }

    @TestDescription("TD_COAP_OBS_04")
    @Test
    void obsResetIsLikeARestart() {
        register("/obs");
        expectAcknowledged("change 1");
        another.request(POST, "/obs-reset");
        another.expectResponse(CHANGED);
        client.wire.expectNothing(QUIET);
        client.wire.send(CON, GET, "/obs").mid("again").token("t").option(OBSERVE, 0L);
        client.wire.expect(ACK, CONTENT).mid("again").token("t").payload("change 61");
        expectAcknowledged("change 62");
    }

    @TestDescription("TD_COAP_OBS_05")
    @Test
    void forgetsAClientThatIsOff() {
        register("/obs");
        expectAcknowledged("change 1");
        WireReceipt first = expectNotification(CON).payload("change 2");
        // RFC 7641 §4.5.2: retransmissions of a state that has changed meanwhile are of the new one
        int transmissions = 1;
        for (long last = first.atNanos(); transmissions < 5; transmissions++) {
            WireReceipt again = client.wire.expect(CON, CONTENT).token("t");
            assertTrue(Receipts.sequence(again) >= sequence);
            sequence = Receipts.sequence(again);
            long pause = again.atNanos() - last;
            assertTrue(pause > PERIOD.toNanos() ? sequence > Receipts.sequence(first) : pause >= 2e9);
            last = again.atNanos();
        }
        client.wire.expectNothing(QUIET);
    }

    @TestDescription("TD_COAP_OBS_06")
    @Test
    void forgetsAClientThatResets() {
        register("/obs");
        expectAcknowledged("change 1");
        WireReceipt rejected = expectNotification(CON);
        client.wire.send(RST, EMPTY).mid(rejected.message().messageId());
        client.wire.expectNothing(QUIET);
    }

    @TestDescription("TD_COAP_OBS_07")
    @Test
    void tellsOfDeletion() {
        register("/obs");
        expectAcknowledged("change 1");
        another.request(DELETE, "/obs");
        another.expectResponse(DELETED);
        another.request(GET, "/obs");
        another.expectResponse(NOT_FOUND);
        expectEnd(NOT_FOUND);
        register("/obs");
    }

    @TestDescription("TD_COAP_OBS_08")
    @Test
    void tellsOfAnotherContentFormat() {
        register("/obs");
        expectAcknowledged("change 1");
        another.request(PUT, "/obs").option(CONTENT_FORMAT, JSON).payload("{}");
        another.expectResponse(CHANGED);
        expectEnd(NOT_ACCEPTABLE);
    }

    @TestDescription("TD_COAP_OBS_09")
    @Test
    void tellsOfAnUpdate() {
        register("/obs");
        expectAcknowledged("change 1");
        another.request(PUT, "/obs").option(CONTENT_FORMAT, TEXT_PLAIN).payload("new");
        another.expectResponse(CHANGED);
        expectAcknowledged("new");
        expectAcknowledged("new");
        expectAcknowledged("new");
    }

    @TestDescription("TD_COAP_OBS_10")
    @Test
    void aPlainGetEndsNothing() {
        register("/obs");
        expectAcknowledged("change 1");
        client.request(GET, "/obs");
        client.expectResponse(CONTENT).option(CONTENT_FORMAT, TEXT_PLAIN).option(OBSERVE);
        expectAcknowledged("change 2");
        expectAcknowledged("change 3");
    }

    @TestDescription("TD_COAP_OBS_11")
    @Test
    void oneNotificationAtATimeWithLoss() {
        register("/obs");
        expectAcknowledged("change 1");
        network.dropNext("192.0.2.1", "192.0.2.2", 2);
        // Lost at 10 s and again after 2 to 3 s; the third transmission, of a newer state, comes 4 to 6 s later.
        WireReceipt third = expectNotification(CON);
        assertEquals("change 3", Receipts.message(third).text());
        client.wire.expectNothing(Duration.ofMillis(500));
        network.dropNext("192.0.2.2", "192.0.2.1", 1);
        client.acknowledge(third);
        // The acknowledgement is lost: whatever comes next takes the place of the third, and nothing is beside it.
        WireReceipt again = client.wire.expect(CON, CONTENT).token("t");
        client.acknowledge(again);
        sequence = Math.max(sequence, Receipts.sequence(again));
        WireReceipt later = expectNotification(CON);
        client.acknowledge(later);
        assertTrue(later.atNanos() > again.atNanos());
    }

    @TestDescription("TD_COAP_OBS_12")
    @Test
    void observeOfOneEndsTheObservation() {
        register("/obs");
        expectAcknowledged("change 1");
        client.wire.send(CON, GET, "/obs").mid("end").token("t").option(OBSERVE, 1L);
        client.wire
                .expect(ACK, CONTENT)
                .mid("end")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .option(OBSERVE);
        client.wire.expectNothing(QUIET);
    }

    /** The whole of a state of which there is the first block. */
    private String whole(String path, WireReceipt first) {
        Receipts.block2(first, 0, true, 1024);
        return new String(client.download(GET, path, first, 1024), UTF_8);
    }

    @TestDescription("TD_COAP_OBS_13")
    @Test
    void notifiesWithTheFirstBlock() {
        WireReceipt response = register("/obs-large");
        assertTrue(whole("/obs-large", response).startsWith("change 0 "));
        for (int i = 1; i < 10; i++) {
            WireReceipt notification = expectNotification(CON);
            client.acknowledge(notification);
            String state = whole("/obs-large", notification);
            assertTrue(state.startsWith("change " + i + " "), state);
            assertEquals(1280, state.length());
        }
    }

    @TestDescription("TD_COAP_OBS_14")
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void notifiesOfStatesOfAnySize(int changesBefore) {
        client.wire.pause(PERIOD.multipliedBy(changesBefore));
        checkPumping(changesBefore, register("/obs-pumping"));
        for (int i = changesBefore + 1; i < 10; i++) {
            WireReceipt notification = expectNotification(CON);
            client.acknowledge(notification);
            checkPumping(i, notification);
        }
    }

    private void checkPumping(int changes, WireReceipt state) {
        if (changes % 2 == 0) {
            state.option(BLOCK2).payload("change " + changes);
        } else {
            assertTrue(whole("/obs-pumping", state).startsWith("change " + changes + " "));
        }
    }

    @Test
    void timeIsToldEachSecond() {
        register("/time").payload("Nov 14 22:13:20");
        for (int i = 1; i <= 20; i++) {
            expectAcknowledged("Nov 14 22:13:" + (20 + i));
        }
        assertEquals(20.0, network.now() / 1e9, 0.1);
        another.request(PUT, "/time").payload("0");
        another.expectResponse(CHANGED);
        expectAcknowledged("Jan 01 00:00:00");
        another.request(DELETE, "/time");
        another.expectResponse(DELETED);
        expectEnd(NOT_FOUND);
    }

    @Test
    void smallAndLargeStatesInNonConfirmableNotifications() {
        register("/obs-pumping-non").payload("change 0");
        client.acknowledge(expectNotification(CON));
        for (int i = 2; i < 6; i++) {
            WireReceipt notification = expectNotification(NON);
            assertEquals(i % 2 == 1, Receipts.message(notification).options().has(BLOCK2));
        }
    }
}
