package dev.pipit.coap.observe;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.StandardOptions.OBSERVE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.freshness.AmplificationMitigation;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Fills the list of observers. */
class ObserveLimitsScenarioTest {
    private final ObservableResource other = ObservableResource.of(context -> Response.content("other"));

    private ObservedServer serve(int inAll, int perResource, int perPeer) {
        return new ObservedServer(server ->
                server.observable("/other", other).observe(config -> config.limits(inAll, perResource, perPeer)));
    }

    @Test
    @Requirement({"R7641-026", "R7641-027"})
    void beyondTheLimitOfAPeerItGetsPlainResponses() {
        ObservedServer served = serve(9, 9, 2);
        served.register("a");
        served.register("b");
        expectRefused(served.client, "/t", "c");
        served.register("b");
        WireScript stranger = served.network.script("192.0.2.9:1", "192.0.2.1:5683");
        expectAccepted(stranger, "/t", "a");
        assertEquals(3, served.resource.observers().count());
        assertEquals(1, served.server.counters().get(Counter.OBSERVERS_REFUSED));
    }

    @Test
    void beyondTheLimitOfAResourceOthersCanBeObserved() {
        ObservedServer served = serve(9, 2, 9);
        served.register("a");
        served.register("b");
        expectRefused(served.client, "/t", "c");
        expectAccepted(served.client, "/other", "d");
    }

    @Test
    void beyondTheLimitOfTheServerWhoeverObservesStays() {
        ObservedServer served = serve(2, 9, 9);
        served.register("a");
        served.register("b");
        expectRefused(served.client, "/other", "c");
        assertEquals(0, other.observers().count());
        served.client.send(CON, GET, "/t").token("b").option(OBSERVE, 1L);
        served.client.expect(ACK, CONTENT).token("b").option(OBSERVE);
        expectAccepted(served.client, "/other", "c");
    }

    @Test
    void theEndpointsOfAServerShareItsLimits() {
        VirtualNetwork network = new VirtualNetwork(1);
        ObservableResource first = ObservableResource.of(context -> Response.content("first"));
        CoapServer server = CoapServer.builder()
                .transport(network.host("192.0.2.1"))
                .directExecutor()
                .amplification(AmplificationMitigation.OFF)
                .observable("/t", first)
                .observable("/other", other)
                .observe(config -> config.limits(3, 2, 9))
                .bind(5683)
                .bind(5684)
                .start();
        WireScript here = network.script("192.0.2.2:5683", "192.0.2.1:5683");
        WireScript there = network.script("192.0.2.3:5683", "192.0.2.1:5684");
        expectAccepted(here, "/t", "a");
        expectAccepted(there, "/t", "a");
        expectRefused(here, "/t", "b");
        expectRefused(there, "/t", "b");
        expectAccepted(there, "/other", "c");
        expectRefused(here, "/other", "c");
        there.send(CON, GET, "/t").token("a").option(OBSERVE, 1L);
        there.expect(ACK, CONTENT).token("a").option(OBSERVE);
        expectAccepted(here, "/t", "b");
        assertEquals(2, first.observers().count());
        assertEquals(3, server.counters().get(Counter.OBSERVERS_REFUSED));
    }

    @Test
    void whoRegistersAgainKeepsItsPlaceWhereAllAreTaken() {
        ObservedServer served = serve(2, 2, 2);
        served.register("a");
        served.register("b");
        served.register("a");
        served.register("b");
        expectRefused(served.client, "/t", "c");
        assertEquals(2, served.resource.observers().count());
        assertEquals(List.of("first"), served.hooks);
    }

    @Test
    void manyObservationsOfAPeerAreToldApart() {
        ObservedServer served = serve(99, 99, 99);
        for (int i = 0; i < 40; i++) {
            served.register("t" + i);
        }
        for (int i = 0; i < 40; i += 2) {
            served.client.send(CON, GET, "/t").token("t" + i).option(OBSERVE, 1L);
            served.client.expect(ACK, CONTENT).token("t" + i).option(OBSERVE);
        }
        assertEquals(20, served.resource.observers().count());
        served.resource.observers().changedConfirmably();
        Set<Token> notified = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            WireReceipt receipt = served.client.expect(CON, CONTENT);
            notified.add(receipt.message().token());
            served.client.send(ACK, EMPTY).mid(receipt.message().messageId());
        }
        assertEquals(20, notified.size());
        served.client.expectNothing(Duration.ofMinutes(1));
        for (int i = 1; i < 40; i += 2) {
            served.client.send(CON, GET, "/t").token("t" + i).option(OBSERVE, 1L);
            served.client.expect(ACK, CONTENT).token("t" + i);
        }
        assertEquals(0, served.resource.observers().count());
    }

    private static void expectRefused(WireScript client, String path, String token) {
        client.send(CON, GET, path).token(token).option(OBSERVE, 0L);
        client.expect(ACK, CONTENT).token(token).option(OBSERVE);
    }

    private static void expectAccepted(WireScript client, String path, String token) {
        client.send(CON, GET, path).token(token).option(OBSERVE, 0L);
        ObservedServer.sequence(client.expect(ACK, CONTENT).token(token));
    }
}
