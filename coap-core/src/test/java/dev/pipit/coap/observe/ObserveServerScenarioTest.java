package dev.pipit.coap.observe;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.NOT_FOUND;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.RST;
import static dev.pipit.coap.option.StandardOptions.OBSERVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.testing.WireReceipt;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The server's side of an observation, datagram by datagram. */
class ObserveServerScenarioTest {
    private final ObservedServer served = new ObservedServer();

    @Test
    void notifiesOfEachChange() {
        WireReceipt first = served.register("a").payload("0");
        served.client.pause(Duration.ofSeconds(10));
        served.change("1");
        WireReceipt second = served.acknowledge("a", "1");
        served.client.pause(Duration.ofSeconds(10));
        served.change("2");
        WireReceipt third = served.acknowledge("a", "2");
        assertTrue(ObservedServer.sequence(first) < ObservedServer.sequence(second));
        assertTrue(ObservedServer.sequence(second) < ObservedServer.sequence(third));
        served.client.expectNothing(Duration.ofMinutes(5));
    }

    @Test
    void deregistrationEndsTheRelation() {
        served.register("a");
        served.client.send(CON, GET, "/t").token("a").option(OBSERVE, 1L);
        served.client.expect(ACK, CONTENT).token("a").option(OBSERVE);
        served.change("1");
        served.client.expectNothing(Duration.ofMinutes(5));
        assertEquals(0, served.resource.observers().count());
    }

    @Test
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
    void removalOfTheResourceTellsItsObservers() {
        served.register("a");
        served.client.pause(Duration.ofSeconds(1));
        served.server.remove("/t");
        WireReceipt last = served.client.expect(CON, NOT_FOUND).token("a").option(OBSERVE);
        served.client.send(ACK, EMPTY).mid(last.message().messageId());
        served.client.expectNothing(Duration.ofMinutes(5));
        assertEquals(0, served.resource.observers().count());
        assertEquals(List.of("first", "last"), served.hooks);
    }
}
