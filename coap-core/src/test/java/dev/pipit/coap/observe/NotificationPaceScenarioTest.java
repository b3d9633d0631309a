package dev.pipit.coap.observe;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.message.MessageType.RST;
import static dev.pipit.coap.option.StandardOptions.OBSERVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.Response;
import dev.pipit.coap.resource.Observer;
import dev.pipit.coap.testing.LinkConditions;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** When notifications go, how fast, and reliably or not (RFC 7641 §4.5), datagram by datagram. */
class NotificationPaceScenarioTest {
    private final ObservedServer served = new ObservedServer();

    @Test
    @Requirement("R7641-046")
    void resetOfAConfirmableNotificationEndsThatRelationOnly() {
        served.register("a");
        served.register("b");
        served.client.pause(Duration.ofSeconds(10));
        served.change("1");
        WireReceipt refused = served.client.expect(CON, CONTENT);
        served.client.send(RST, EMPTY).mid(refused.message().messageId());
        WireReceipt taken = served.client.expect(CON, CONTENT);
        served.client.send(ACK, EMPTY).mid(taken.message().messageId());
        served.client.pause(Duration.ofSeconds(10));
        assertEquals(1, served.resource.observers().count());
        served.change("2");
        served.client.expect(CON, CONTENT).token(taken.message().token());
    }

    @Test
    @Requirement({"R7641-038", "R7641-043", "R7641-051"})
    void aRetransmissionCarriesTheNewestState() {
        served.register("a");
        served.client.pause(Duration.ofSeconds(10));
        served.change("1");
        WireReceipt old = served.expect(CON, "a", "1");
        served.change("2");
        served.change("3");
        WireReceipt newest = served.expect(CON, "a", "3").between(Duration.ofSeconds(2), Duration.ofSeconds(3));
        assertNotEquals(old.message().messageId(), newest.message().messageId());
        assertTrue(ObservedServer.sequence(old) < ObservedServer.sequence(newest));
        served.client.send(ACK, EMPTY).mid(newest.message().messageId());
        served.client.expectNothing(Duration.ofMinutes(5));
        assertEquals(1, served.resource.observers().count());
    }

    @Test
    @Requirement("R7641-043")
    void anUnchangedStateIsRetransmittedAsItIs() {
        served.register("a");
        served.client.pause(Duration.ofSeconds(10));
        served.change("1");
        WireReceipt first = served.expect(CON, "a", "1");
        served.client.expectAgain(first);
    }

    @Test
    @Requirement({"R7641-044", "R7641-047", "R7641-049"})
    void aSilentClientGetsOneConfirmableNotificationAndIsDropped() {
        served.register("a");
        for (int i = 1; i <= 100; i++) {
            served.change("" + i);
            served.client.pause(Duration.ofMillis(1));
        }
        for (int i = 0; i < 5; i++) {
            served.client.expect(CON, CONTENT).token("a").payload(i == 0 ? "1" : "100");
        }
        served.client.expectNothing(Duration.ofMinutes(5));
        assertEquals(0, served.resource.observers().count());
    }

    @Test
    @Requirement("R7641-049")
    void whatIsOutstandingWithOnePeerIsLimitedToNstart() {
        ObservedServer reliable = new ObservedServer(server -> server.observe(config -> config.confirmable(true)));
        reliable.register("a");
        reliable.register("b");
        reliable.register("c");
        reliable.change("1");
        for (int i = 0; i < 3; i++) {
            WireReceipt one = reliable.client.expect(CON, CONTENT).payload("1");
            reliable.client.expectNothing(Duration.ofSeconds(1));
            reliable.client.send(ACK, EMPTY).mid(one.message().messageId());
        }
        reliable.client.expectNothing(Duration.ofMinutes(1));
    }

    @Test
    @Requirement({"R7641-045", "R7641-055"})
    void fastChangesGoNonConfirmablyAndTheLastStateConfirmably() {
        served.register("a");
        served.change("1");
        served.client.pause(Duration.ofMillis(50));
        served.acknowledge("a", "1");
        for (int i = 2; i < 21; i++) {
            served.client.pause(Duration.ofSeconds(1));
            served.change("" + i);
            served.expect(NON, "a", "" + i);
        }
        served.client.pause(Duration.ofSeconds(1));
        served.change("21");
        served.acknowledge("a", "21");
        served.client.pause(Duration.ofSeconds(1));
        served.change("22");
        WireReceipt last = served.expect(NON, "a", "22");
        WireReceipt repeated = served.acknowledge("a", "22").after(Duration.ofSeconds(5));
        assertTrue(ObservedServer.sequence(last) < ObservedServer.sequence(repeated));
        served.client.expectNothing(Duration.ofMinutes(5));
    }

    @Test
    @Requirement("R7641-046")
    void resetOfANonConfirmableNotificationEndsTheRelation() {
        served.register("a");
        served.change("1");
        served.acknowledge("a", "1");
        served.client.pause(Duration.ofSeconds(1));
        served.change("2");
        WireReceipt refused = served.expect(NON, "a", "2");
        served.client.pause(Duration.ofSeconds(1));
        served.client.send(RST, EMPTY).mid(refused.message().messageId());
        served.client.expectNothing(Duration.ofMinutes(5));
        assertEquals(0, served.resource.observers().count());
    }

    @Test
    @Requirement("R7641-050")
    void nonConfirmableNotificationsAreThreeSecondsApartWithoutAnEstimate() {
        served.client.send(NON, GET, "/t").token("a").option(OBSERVE, 0L);
        served.client.expect(NON, CONTENT).token("a");
        served.client.send(CON, EMPTY).mid("ping");
        served.client.expect(RST, EMPTY).mid("ping");
        served.change("1");
        // Nobody has shown to be there: this one is confirmable, but its acknowledgement comes after a repetition.
        served.expect(CON, "a", "1");
        served.acknowledge("a", "1");
        served.client.pause(Duration.ofMillis(100));
        served.change("2");
        served.expect(NON, "a", "2");
        served.client.pause(Duration.ofMillis(100));
        served.change("3");
        served.client.pause(Duration.ofMillis(100));
        served.change("4");
        served.expect(NON, "a", "4").after(Duration.ofSeconds(3));
    }

    @Test
    @Requirement("R7641-048")
    void anObserverThatHearsNothingForADayIsAskedByAConfirmableNotification() {
        served.register("a");
        served.client.expectNothing(Duration.ofHours(23));
        served.client.pause(Duration.ofHours(1));
        served.acknowledge("a", "0");
        served.client.pause(Duration.ofHours(24));
        served.acknowledge("a", "0");
        assertEquals(3, served.renderings);
    }

    @Test
    void notificationsAreConfirmableOnDemand() {
        served.register("a");
        served.change("1");
        served.acknowledge("a", "1");
        served.state = Response.content("2");
        served.client.pause(Duration.ofSeconds(1));
        served.resource.observers().changedConfirmably();
        served.acknowledge("a", "2");
    }

    @Test
    @Requirement("R7641-050")
    void nonConfirmableNotificationsAreARoundTripApart() {
        LinkConditions slow = LinkConditions.PERFECT.delay(Duration.ofMillis(200));
        served.network.conditions(slow);
        served.register("a");
        served.change("0");
        served.acknowledge("a", "0");
        served.client.pause(Duration.ofSeconds(1));
        served.network.log().clear();
        for (int i = 1; i <= 100; i++) {
            served.change("" + i);
            served.client.pause(Duration.ofMillis(20));
        }
        served.client.pause(Duration.ofSeconds(1));
        // 2 s of changes, 400 ms apart, the first at once
        assertEquals(6, served.network.log().from("192.0.2.1").size());
    }

    @Test
    void withoutAPaceEachChangeIsSentAtOnce() {
        ObservedServer unpaced =
                new ObservedServer(server -> server.observe(config -> config.nonSpacing(Duration.ZERO)));
        unpaced.register("a");
        unpaced.change("0");
        unpaced.acknowledge("a", "0");
        for (int i = 1; i < 20; i++) {
            unpaced.change("" + i);
            unpaced.client.pause(Duration.ofMillis(1));
        }
        for (int i = 1; i < 20; i++) {
            unpaced.expect(NON, "a", "" + i);
        }
        unpaced.change("20");
        unpaced.acknowledge("a", "20");
    }

    @Test
    @Requirement("R7641-047")
    void aNotificationThatIsNotAcknowledgedEndsThatRelationOnly() {
        served.register("a");
        WireScript live = served.network.script("192.0.2.5:1", "192.0.2.1:5683");
        live.send(CON, GET, "/t").token("a").option(OBSERVE, 0L);
        live.expect(ACK, CONTENT).token("a");
        served.change("1");
        WireReceipt receipt = live.expect(CON, CONTENT).payload("1");
        live.send(ACK, EMPTY).mid(receipt.message().messageId());
        live.pause(Duration.ofMinutes(3));
        CompletableFuture<List<Observer>> list = served.resource.observers().list();
        live.pause(Duration.ofMillis(1));
        assertEquals(
                List.of("192.0.2.5:1"),
                list.join().stream().map(each -> each.peer().toString()).toList());
    }
}
