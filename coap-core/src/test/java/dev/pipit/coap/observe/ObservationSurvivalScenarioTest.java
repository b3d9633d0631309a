package dev.pipit.coap.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testing.LinkConditions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What an observation makes of each trouble that a network or a server can cause: which events its listener hears, and
 * that it holds the last state in the end. The state changes once a second, 60 times.
 */
class ObservationSurvivalScenarioTest {
    private static final List<String> ORDERLY = List.of();

    private final ObservedServer served = new ObservedServer();
    private final CoapClient client =
            CoapClient.builder().transport(served.network.host("192.0.2.3")).build();
    private final Heard heard = new Heard();

    private void observe() {
        client.observe("coap://192.0.2.1/t", heard);
        run(1);
        assertEquals(List.of("0"), heard.all);
    }

    private void run(long seconds) {
        served.network.run(Duration.ofSeconds(seconds));
    }

    private void change(int from, int to) {
        for (int i = from; i <= to; i++) {
            served.change(Integer.toString(i));
            run(1);
        }
    }

    private void assertHolds(String last) {
        List<Integer> states = heard.states().stream().map(Integer::valueOf).toList();
        assertEquals(last, "" + states.get(states.size() - 1), heard.all::toString);
        assertEquals(states.stream().sorted().toList(), states, "never an older state after a newer one: " + heard.all);
        assertEquals(1, served.resource.observers().count());
    }

    /** The events between the states. */
    private List<String> events() {
        return heard.all.stream()
                .filter(each -> !Character.isDigit(each.charAt(0)))
                .toList();
    }

    @Test
    void threeInTenDatagramsGetLost() {
        observe();
        served.network.conditions(LinkConditions.PERFECT.loss(0.3));
        change(1, 60);
        run(40);
        assertHolds("60");
        assertEquals(ORDERLY, events());
        assertTrue(heard.states().size() > 10, heard.all::toString);
    }

    @Test
    void everyDatagramArrivesThreeTimes() {
        observe();
        served.network.conditions(LinkConditions.PERFECT.duplication(2));
        change(1, 60);
        run(10);
        assertHolds("60");
        assertEquals(ORDERLY, events());
        assertEquals(heard.states().stream().distinct().toList(), heard.states(), "each state once");
        served.network.conditions(LinkConditions.PERFECT);
    }

    @Test
    void datagramsAreHeldUpByUpToThreeSeconds() {
        observe();
        served.network.conditions(LinkConditions.PERFECT.jitter(Duration.ofSeconds(3)));
        change(1, 60);
        run(40);
        assertHolds("60");
        assertEquals(ORDERLY, events());
    }

    @Test
    void nothingGetsThroughFor20Seconds() {
        observe();
        change(1, 20);
        served.network.partition("192.0.2.1", "192.0.2.3");
        change(21, 40);
        served.network.heal("192.0.2.1", "192.0.2.3");
        change(41, 60);
        run(40);
        assertHolds("60");
        assertEquals(ORDERLY, events(), "20 s are within Max-Age and the retransmissions of a notification");
    }

    @Test
    void theServerStartsAnew() {
        observe();
        change(1, 30);
        served.network.host("192.0.2.1").crash();
        served.state = Response.content("100");
        run(5);
        CoapServer.builder()
                .transport(served.network.host("192.0.2.1"))
                .directExecutor()
                .observable("/t", served.resource)
                .start(5683);
        run(100);
        assertEquals(List.of("stale", "reregistered"), events(), heard.all::toString);
        served.change("101");
        run(10);
        assertEquals("101", heard.last());
    }

    @Test
    void theServerIsAwayForMinutes() {
        observe();
        served.network.host("192.0.2.1").crash();
        run(400);
        served.state = Response.content("100");
        CoapServer.builder()
                .transport(served.network.host("192.0.2.1"))
                .directExecutor()
                .observable("/t", served.resource)
                .start(5683);
        run(600);
        List<String> events = events();
        assertEquals(List.of("stale", "lost NoResponseException"), events.subList(0, 2));
        assertEquals("reregistered", heard.all.get(heard.all.indexOf("100") - 1));
        assertEquals("100", heard.states().get(heard.states().size() - 1));
    }

    @Test
    void theClientsAddressChanges() {
        observe();
        change(1, 20);
        served.network.host("192.0.2.3").moveTo("192.0.2.99");
        change(21, 40);
        assertEquals("20", heard.last(), "notifications go to the old address, until Max-Age is over");
        run(300);
        assertEquals("stale", events().get(0));
        assertEquals("reregistered", events().get(1));
        change(41, 60);
        run(10);
        assertHolds("60");
    }

    @Test
    void everythingAtOnce() {
        observe();
        served.network.conditions(new LinkConditions(0.3, 2, 0, 0.3, Duration.ofMillis(50), Duration.ofSeconds(3)));
        change(1, 20);
        served.network.partition("192.0.2.1", "192.0.2.3");
        change(21, 40);
        served.network.heal("192.0.2.1", "192.0.2.3");
        served.network.host("192.0.2.3").moveTo("192.0.2.99");
        change(41, 60);
        run(1000);
        List<Integer> states = heard.states().stream().map(Integer::valueOf).toList();
        assertEquals(60, states.get(states.size() - 1), heard.all::toString);
        assertEquals(states.stream().sorted().toList(), states, heard.all::toString);
    }
}
