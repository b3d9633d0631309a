package dev.pipit.coap.observe;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.StandardOptions.OBSERVE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
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

    private static void expectRefused(WireScript client, String path, String token) {
        client.send(CON, GET, path).token(token).option(OBSERVE, 0L);
        client.expect(ACK, CONTENT).token(token).option(OBSERVE);
    }

    private static void expectAccepted(WireScript client, String path, String token) {
        client.send(CON, GET, path).token(token).option(OBSERVE, 0L);
        ObservedServer.sequence(client.expect(ACK, CONTENT).token(token));
    }
}
