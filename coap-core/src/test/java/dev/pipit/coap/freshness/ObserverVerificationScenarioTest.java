package dev.pipit.coap.freshness;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.message.MessageType.RST;
import static dev.pipit.coap.option.StandardOptions.OBSERVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.Response;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testing.LoggedDatagram;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Observers that may not be where they say to be. */
class ObserverVerificationScenarioTest {
    private static final int HEADERS = 14 + 20 + 8;

    private final VirtualNetwork network = new VirtualNetwork(9);
    private String state = "small";
    private final ObservableResource resource = ObservableResource.of(context -> Response.content(state));
    private final CoapServer server = CoapServer.builder()
            .transport(network.host("192.0.2.1"))
            .directExecutor()
            .observable("/t", resource)
            .start(5683);
    private final WireScript client = network.script("192.0.2.2:5683", "192.0.2.1:5683");

    private void register() {
        assertEquals(5683, server.port());
        client.send(CON, GET, "/t?unit=celsius").token("t").option(OBSERVE, 0L);
        client.expect(ACK, CONTENT).token("t").payload("small");
        client.expect(CON, EMPTY).mid("ping");
    }

    private void change(String next) {
        state = next;
        resource.changed();
    }

    private double amplification() {
        long in = network.log().from("192.0.2.2").stream()
                .mapToLong(ObserverVerificationScenarioTest::onWire)
                .sum();
        long out = network.log().from("192.0.2.1").stream()
                .mapToLong(ObserverVerificationScenarioTest::onWire)
                .sum();
        return (double) out / in;
    }

    private static long onWire(LoggedDatagram datagram) {
        return (long) datagram.bytes().length + HEADERS;
    }

    @Test
    @Requirement("R9175-018")
    void aRegistrationWithAForgedAddressStartsNoFlow() {
        register();
        for (int i = 0; i < 50; i++) {
            change("small " + i);
            network.run(Duration.ofSeconds(10));
        }
        assertTrue(amplification() <= 3, () -> "factor " + amplification() + "\n" + network.log());
        assertEquals(0, resource.observers().count());
    }

    @Test
    void aLargeNotificationOfAForgedAddressIsNeverSent() {
        register();
        change("x".repeat(900));
        network.run(Duration.ofMinutes(3));
        assertTrue(amplification() <= 3, () -> "factor " + amplification());
        assertEquals(0, resource.observers().count());
    }

    @Test
    void anObserverThatAnswersThePingIsToldEverything() {
        register();
        client.send(RST, EMPTY).mid("ping");
        change("x".repeat(900));
        client.expect(CON, CONTENT).mid("n").token("t").payload("x".repeat(900));
        client.send(ACK, EMPTY).mid("n");
        network.run(Duration.ofSeconds(10));
        assertEquals(1, resource.observers().count());
    }

    @Test
    void aLargeNotificationWaitsForALaterPingAndIsTheNewestThen() {
        register();
        change("x".repeat(900));
        client.pause(Duration.ofMillis(1400));
        change("y".repeat(900));
        client.expect(CON, EMPTY).mid("second");
        client.send(RST, EMPTY).mid("second");
        client.expect(CON, CONTENT).mid("n").token("t").payload("y".repeat(900));
        client.send(ACK, EMPTY).mid("n");
        client.pause(Duration.ofSeconds(10));
        assertEquals(1, resource.observers().count());
    }

    @Test
    void anAcknowledgedNotificationShowsWhereItsObserverIs() {
        register();
        change("other");
        client.expect(CON, CONTENT).mid("n").token("t").payload("other");
        client.send(ACK, EMPTY).mid("n");
        client.pause(Duration.ofSeconds(1));
        change("x".repeat(900));
        client.expect(NON, CONTENT).payload("x".repeat(900));
    }
}
