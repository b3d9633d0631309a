package dev.pipit.coap.observe;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.option.StandardOptions.OBSERVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.freshness.AmplificationMitigation;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Handlers that take their time: whatever order they end in, no observer hears of an older state after a newer one. */
class RenderingOrderScenarioTest {
    private final List<CompletableFuture<Response>> handled = new ArrayList<>();
    private final ObservableResource resource =
            ObservableResource.of(Resource.builder().getAsync(context -> {
                CompletableFuture<Response> later = new CompletableFuture<>();
                handled.add(later);
                return later;
            }));
    private final VirtualNetwork network = new VirtualNetwork(1);
    private final CoapServer server = CoapServer.builder()
            .transport(network.host("192.0.2.1"))
            .directExecutor()
            .amplification(AmplificationMitigation.OFF)
            .observable("/t", resource)
            .start(5683);
    private final WireScript one = network.script("192.0.2.2:5683", "192.0.2.1:5683");
    private final WireScript other = network.script("192.0.2.3:5683", "192.0.2.1:5683");

    @Test
    void aRenderingUnderWayIsNotGivenToWhoWasAnsweredMeanwhile() {
        register(one);
        finish(0, "1");
        one.expect(ACK, CONTENT).payload("1");
        resource.changed();
        register(other);
        assertEquals(3, handled.size());
        finish(2, "3");
        other.expect(ACK, CONTENT).payload("3");
        finish(1, "2");
        acknowledge(one, "2");
        other.expectNothing(Duration.ofMillis(100));
        assertEquals(4, handled.size(), "one more rendering, for who was passed over");
        finish(3, "3");
        acknowledge(other, "3");
        one.expectNothing(Duration.ofMinutes(1));
        other.expectNothing(Duration.ofMinutes(1));
    }

    @Test
    void aRegistrationThatIsOvertakenByARenderingIsAnsweredWithThat() {
        register(one);
        resource.changed();
        one.pause(Duration.ofMillis(10));
        finish(1, "2");
        finish(0, "1");
        one.expect(ACK, CONTENT).payload("2");
        one.expectNothing(Duration.ofMinutes(1));
    }

    @Test
    @Requirement("R7641-025")
    void aRegistrationThatComesAgainBeforeItsResponseKeepsThePeerInTheList() {
        register(one);
        register(one);
        finish(0, "1");
        WireReceipt first = one.expect(ACK, CONTENT).payload("1");
        finish(1, "2");
        WireReceipt second = one.expect(ACK, CONTENT).payload("2");
        assertTrue(ObservedServer.sequence(first) < ObservedServer.sequence(second));
        assertEquals(1, resource.observers().count());
        resource.changed();
        one.pause(Duration.ofMillis(5));
        finish(2, "3");
        acknowledge(one, "3");
        one.expectNothing(Duration.ofMinutes(1));
    }

    @Test
    @Requirement("R7641-025")
    void theResponseToAnEarlierRegistrationIsTheOlderStateAlsoWhereItComesLater() {
        register(one);
        register(one);
        finish(1, "2");
        WireReceipt newer = one.expect(ACK, CONTENT).payload("2");
        finish(0, "1");
        WireReceipt older = one.expect(ACK, CONTENT).payload("1");
        assertTrue(ObservedServer.sequence(older) < ObservedServer.sequence(newer));
        assertEquals(1, resource.observers().count());
    }

    @Test
    void whoHasDeregisteredMeanwhileIsNotInTheList() {
        register(one);
        register(one);
        one.send(CON, GET, "/t").token("a").option(OBSERVE, 1L);
        one.pause(Duration.ofMillis(5));
        for (int i = 0; i < 3; i++) {
            finish(i, "" + i);
            one.expect(ACK, CONTENT).payload("" + i).option(OBSERVE);
        }
        assertEquals(0, resource.observers().count());
    }

    @Test
    @Requirement("R7641-044")
    void changesDuringARenderingAreOneMore() {
        register(one);
        finish(0, "1");
        one.expect(ACK, CONTENT).payload("1");
        for (int i = 0; i < 100; i++) {
            resource.changed();
            one.pause(Duration.ofMillis(1));
        }
        assertEquals(2, handled.size());
        finish(1, "2");
        assertEquals(3, handled.size());
        finish(2, "3");
        acknowledge(one, "2");
        one.expect(NON, CONTENT).payload("3");
        acknowledge(one, "3");
        one.expectNothing(Duration.ofMinutes(1));
        assertEquals(3, handled.size());
    }

    @Test
    void aRenderingThatEndsAfterItsLastObserverHasGoneIsForgotten() {
        register(one);
        finish(0, "1");
        one.expect(ACK, CONTENT).payload("1");
        resource.changed();
        one.send(CON, GET, "/t").token("a").option(OBSERVE, 1L);
        one.pause(Duration.ofMillis(10));
        finish(2, "2");
        one.expect(ACK, CONTENT).payload("2").option(OBSERVE);
        register(one);
        finish(3, "3");
        one.expect(ACK, CONTENT).payload("3");
        finish(1, "old");
        one.expectNothing(Duration.ofMinutes(1));
        assertEquals(1, resource.observers().count());
        server.stop(Duration.ZERO);
    }

    private static void register(WireScript client) {
        client.send(CON, GET, "/t").token("a").option(OBSERVE, 0L);
        client.pause(Duration.ofMillis(10));
    }

    private void finish(int index, String state) {
        handled.get(index).complete(Response.content(state));
        one.pause(Duration.ofMillis(5));
    }

    private static void acknowledge(WireScript client, String state) {
        WireReceipt receipt = client.expect(CON, CONTENT).payload(state);
        client.send(ACK, EMPTY).mid(receipt.message().messageId());
        client.pause(Duration.ofMillis(5));
    }
}
