package dev.pipit.coap.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.client.Observation;
import dev.pipit.coap.freshness.AmplificationMitigation;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testing.LinkConditions;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Server and client of the library, on a network in memory. */
class ObserveClientScenarioTest {
    private final ObservedServer served =
            new ObservedServer(server -> server.amplification(AmplificationMitigation.PING));
    private final CoapClient client =
            CoapClient.builder().transport(served.network.host("192.0.2.3")).build();
    private final Heard heard = new Heard();

    @Test
    void hearsOfEachChange() {
        Observation observation = client.observe("coap://192.0.2.1/t", heard);
        run(1);
        served.change("1");
        run(1);
        served.change("2");
        run(10);
        assertEquals(List.of("0", "1", "2"), heard.states());
        assertTrue(observation.isCurrent());
        observation.close();
        run(1);
        assertEquals(0, served.resource.observers().count());
        assertEquals("end null", heard.last());
        served.change("3");
        run(100);
        assertEquals("end null", heard.last());
    }

    @Test
    @Requirement("R7641-008")
    void registersAgainAfterMaxAge() {
        Observation observation = client.observe("coap://192.0.2.1/t", heard);
        run(59);
        assertEquals(List.of("0"), heard.all);
        run(2);
        assertFalse(observation.isCurrent());
        assertEquals(List.of("0", "stale"), heard.all);
        run(15);
        assertEquals(List.of("0", "stale", "reregistered", "0"), heard.all);
        assertEquals(1, served.resource.observers().count());
    }

    @Test
    @Requirement({"R7641-038", "R7641-045"})
    void everyObserverHoldsTheLastStateInSpiteOfABadNetwork() {
        List<Heard> all = new ArrayList<>();
        for (int i = 10; i < 30; i++) {
            Heard each = new Heard();
            all.add(each);
            CoapClient other = CoapClient.builder()
                    .transport(served.network.host("192.0.2." + i))
                    .build();
            other.observe("coap://192.0.2.1/t", each);
        }
        run(1);
        served.network.conditions(new LinkConditions(0.3, 0.3, 0, 0, Duration.ofMillis(20), Duration.ofSeconds(3)));
        for (int i = 1; i <= 100; i++) {
            served.change("" + i);
            run(1);
        }
        run(300);
        for (Heard each : all) {
            List<Integer> states = each.states().stream().map(Integer::valueOf).toList();
            assertEquals(100, states.get(states.size() - 1), each.all::toString);
            assertEquals(states.stream().sorted().toList(), states, "never an older state after a newer one");
        }
    }

    @Test
    void survivesAGapInTheNetwork() {
        client.observe("coap://192.0.2.1/t", heard);
        run(1);
        served.network.partition("192.0.2.1", "192.0.2.3");
        served.change("1");
        run(10);
        served.change("2");
        run(10);
        served.network.heal("192.0.2.1", "192.0.2.3");
        run(40);
        assertEquals(List.of("0", "2"), heard.all);
        assertEquals(1, served.resource.observers().count());
    }

    @Test
    void registersAgainWhereTheServerHasStartedAnew() {
        client.observe("coap://192.0.2.1/t", heard);
        run(30);
        served.network.host("192.0.2.1").crash();
        run(120);
        assertEquals("lost NoResponseException", lostSoon());
        served.state = Response.content("1");
        CoapServer again = CoapServer.builder()
                .transport(served.network.host("192.0.2.1"))
                .directExecutor()
                .observable("/t", served.resource)
                .start(5683);
        run(700);
        assertEquals("1", heard.states().get(heard.states().size() - 1));
        assertTrue(heard.all.contains("reregistered"));
        assertEquals(5683, again.port());
    }

    private String lostSoon() {
        for (int i = 0; i < 10 && !heard.all.contains("lost NoResponseException"); i++) {
            run(20);
        }
        return heard.last();
    }

    @Test
    void registersAgainFromAnotherAddress() {
        client.observe("coap://192.0.2.1/t", heard);
        run(1);
        served.network.host("192.0.2.3").moveTo("192.0.2.99");
        served.change("1");
        run(90);
        assertEquals(List.of("0", "1"), heard.states());
        run(200);
        assertEquals(1, served.resource.observers().count(), "the relation of the old address is gone");
        served.change("2");
        run(10);
        assertEquals("2", heard.last());
    }

    @Test
    @Requirement("R7641-006")
    void endsWithTheStateWhereTheServerDoesNotObserve() {
        served.server.add(
                "/plain",
                Resource.builder().get(context -> Response.content("7")).build());
        Observation observation = client.observe("coap://192.0.2.1/plain", heard);
        run(1);
        assertEquals(List.of("7", "end NotObservedException"), heard.all);
        assertTrue(observation.isOver());
    }

    @Test
    @Requirement("R7641-006")
    void endsWithTheWholeStateWhereTheServerDoesNotObserve() {
        served.server.add(
                "/plain",
                Resource.builder()
                        .get(context -> Response.content("7".repeat(5000)))
                        .build());
        client.observe("coap://192.0.2.1/plain", heard);
        run(1);
        assertEquals(List.of("7".repeat(5000), "end NotObservedException"), heard.all);
    }

    @Test
    void holdsAStateThatTheServerOnlySaysIsValid() {
        served.state = Response.content("0").etag(EntityTag.of((byte) 1));
        client.observe("coap://192.0.2.1/t", heard);
        run(80);
        assertEquals(List.of("0", "stale", "reregistered", "0"), heard.all);
        assertEquals(
                1,
                served.network
                        .log()
                        .filter(each -> each.toString().contains("2.03"))
                        .size());
    }

    @Test
    void endsWithTheErrorOfTheServer() {
        client.observe("coap://192.0.2.1/none", heard);
        run(1);
        assertEquals(List.of("end ErrorResponseException"), heard.all);
    }

    @Test
    void endsWhereNobodyAnswersTheFirstRegistration() {
        client.observe("coap://192.0.2.77/t", heard);
        run(100);
        assertEquals(List.of("end NoResponseException"), heard.all);
    }

    @Test
    void comesBackAfterAServerError() {
        client.observe("coap://192.0.2.1/t", heard);
        run(1);
        served.change(Response.of(Code.INTERNAL_SERVER_ERROR));
        run(1);
        assertEquals(List.of("0", "lost ErrorResponseException"), heard.all);
        served.change("1");
        run(30);
        assertEquals(List.of("0", "lost ErrorResponseException", "reregistered", "1"), heard.all);
    }

    @Test
    @Requirement("R7641-023")
    void forgettingAnswersTheNextNotificationWithAReset() {
        Observation observation = client.observe("coap://192.0.2.1/t", heard);
        run(10);
        observation.forget();
        run(10);
        assertEquals(1, served.resource.observers().count());
        served.change("1");
        run(1);
        assertEquals(0, served.resource.observers().count());
        assertEquals(List.of("0", "end null"), heard.all);
    }

    @Test
    @Requirement("R7641-005")
    void twoObservationsOfOneTargetAreOneRegistration() {
        Heard second = new Heard();
        Observation one = client.observe("coap://192.0.2.1/t", heard);
        run(1);
        Observation two = client.observe("coap://192.0.2.1/t", second);
        run(1);
        served.change("1");
        run(1);
        assertEquals(List.of("0", "1"), heard.all);
        assertEquals(List.of("0", "1"), second.all);
        assertEquals(1, served.resource.observers().count());
        one.close();
        run(1);
        assertEquals("end null", heard.last());
        assertEquals(1, served.resource.observers().count());
        two.close();
        run(1);
        assertEquals("end null", second.last());
        assertEquals(0, served.resource.observers().count());
    }

    @Test
    void aStateOfSeveralBlocksArrivesWhole() {
        client.observe("coap://192.0.2.1/t", heard);
        run(1);
        served.change("1".repeat(5000));
        run(2);
        served.change("2".repeat(3000));
        run(10);
        assertEquals(List.of("0", "1".repeat(5000), "2".repeat(3000)), heard.states());
        assertEquals(1, served.resource.observers().count());
    }

    private void run(long seconds) {
        served.network.run(Duration.ofSeconds(seconds));
    }
}
