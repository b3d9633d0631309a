package dev.pipit.coap.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.client.Observation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Server and client of the library, on a network in memory. */
class ObserveClientScenarioTest {
    private final ObservedServer served = new ObservedServer();
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
    void registersAgainAfterMaxAge() {
        client.observe("coap://192.0.2.1/t", heard);
        run(59);
        assertEquals(List.of("0"), heard.all);
        run(2);
        assertEquals(List.of("0", "stale"), heard.all);
        run(15);
        assertEquals(List.of("0", "stale", "reregistered", "0"), heard.all);
        assertEquals(1, served.resource.observers().count());
    }

    private void run(long seconds) {
        served.network.run(Duration.ofSeconds(seconds));
    }
}
