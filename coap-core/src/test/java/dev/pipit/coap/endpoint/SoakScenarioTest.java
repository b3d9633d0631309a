package dev.pipit.coap.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.NoResponseException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.reliability.ReliabilityConfig;
import dev.pipit.coap.testing.LinkConditions;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.testkit.scenario.Outcome;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two endpoints ask each other thousands of things over a bad network. */
class SoakScenarioTest {
    private static final int REQUESTS = 2000;
    private static final TransmissionParameters PARAMETERS = TransmissionParameters.DEFAULT.nstart(40);

    private final Map<String, Integer> handled = new HashMap<>();
    private final List<IncomingRequest> later = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();

    private void handle(IncomingRequest request, Random random, long now) {
        handled.merge(request.request().path(), 1, Integer::sum);
        if (random.nextInt(3) == 0) {
            later.add(request);
        } else {
            answer(request, now);
        }
    }

    private static void answer(IncomingRequest request, long now) {
        request.respond(Response.content("re " + request.request().path()), now);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Requirement({"R7252-042", "R7252-043", "R7252-045"})
    void everyRequestEndsAndNoneIsHandledTwice(long seed) {
        Random random = new Random(seed);
        VirtualNetwork network = new VirtualNetwork(seed);
        network.conditions(new LinkConditions(0.3, 0.2, 0, 0.2, Duration.ofMillis(5), Duration.ofMillis(100)));
        EndpointConfig config = EndpointConfig.DEFAULT.reliability(
                ReliabilityConfig.DEFAULT.transmission(PARAMETERS).maxQueuedPerPeer(REQUESTS));
        List<CoapEndpoint> endpoints = new ArrayList<>();
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String host : List.of("192.0.2.1", "192.0.2.2")) {
            endpoints.add(network.host(host).endpoint(5683, config, (request, now) -> handle(request, random, now)));
            addresses.add(new InetSocketAddress(host, 5683));
        }
        for (int i = 0; i < REQUESTS; i++) {
            Outcome outcome = new Outcome();
            outcomes.add(outcome);
            SendOptions options = SendOptions.confirmable(PARAMETERS);
            endpoints
                    .get(i % 2)
                    .request(
                            addresses.get(1 - i % 2),
                            PeerIdentity.NONE,
                            Request.builder(Code.POST).path("/" + i).build(),
                            i % 5 == 0 ? options.nonConfirmable() : options,
                            outcome,
                            network.now());
            step(network, random);
        }
        while (outcomes.stream().anyMatch(outcome -> outcome.calls.isEmpty()) || !later.isEmpty()) {
            step(network, random);
        }
        network.runUntilQuiet();
        assertOutcomes();
        for (CoapEndpoint endpoint : endpoints) {
            assertTrue(endpoint.isQuiet());
            assertEquals(0, endpoint.waitingRequests());
            assertTrue(endpoint.counters().get(Counter.RETRANSMISSIONS) > 100);
            assertTrue(endpoint.counters().get(Counter.DUPLICATES) > 100);
        }
        network.run(Duration.ofMinutes(10));
        for (CoapEndpoint endpoint : endpoints) {
            assertEquals(0, endpoint.rememberedMessages());
            assertEquals(0, endpoint.peers());
            assertEquals(Long.MAX_VALUE, endpoint.nextDeadline());
        }
    }

    private void step(VirtualNetwork network, Random random) {
        network.run(Duration.ofMillis(random.nextInt(200)));
        if (!later.isEmpty() && random.nextInt(2) == 0) {
            answer(later.remove(random.nextInt(later.size())), network.now());
        }
    }

    private void assertOutcomes() {
        int answered = 0;
        for (int i = 0; i < REQUESTS; i++) {
            Outcome outcome = outcomes.get(i);
            assertEquals(1, outcome.calls.size());
            assertTrue(handled.getOrDefault("/" + i, 0) <= 1, "/" + i + " was handled " + handled.get("/" + i));
            if (outcome.calls.get(0) instanceof Response) {
                outcome.assertText("re /" + i);
                answered++;
            } else {
                outcome.failure(NoResponseException.class);
            }
        }
        int share = answered;
        assertTrue(answered > REQUESTS * 3 / 4, () -> share + " of " + REQUESTS + " answered");
    }
}
