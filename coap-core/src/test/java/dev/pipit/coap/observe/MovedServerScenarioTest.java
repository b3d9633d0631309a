package dev.pipit.coap.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.endpoint.CoapEndpoint;
import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.peer.Peer;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testing.VirtualNetwork;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A server whose host name comes to lead to another address while a client observes it. */
class MovedServerScenarioTest {
    private final VirtualNetwork network = new VirtualNetwork(3);
    private final Map<String, InetSocketAddress> names = new HashMap<>();
    private final Heard heard = new Heard();
    private final CoapEndpoint endpoint = network.host("192.0.2.3").endpoint(5683, EndpointConfig.DEFAULT, null);
    private int lookUps;

    private ObservableResource serve(String host, String text) {
        ObservableResource resource = ObservableResource.of(context -> Response.content(text));
        CoapServer.builder()
                .transport(network.host(host))
                .directExecutor()
                .observable("/t", resource)
                .start(5683);
        return resource;
    }

    private void name(String host) {
        names.put("server", new InetSocketAddress(network.host(host).address(), 5683));
    }

    private @Nullable Peer server() {
        return names.containsKey("server") ? Peer.of(names.get("server")) : null;
    }

    private ObservationShare observe(ObservationListener listener) {
        Destination server = new Destination("server:5683", names.get("server"), (found, now) -> {
            lookUps++;
            found.at(server(), now);
        });
        return endpoint.observe(
                server,
                PeerIdentity.NONE,
                Request.get("/t"),
                SendOptions.confirmable(TransmissionParameters.DEFAULT),
                listener,
                network.now());
    }

    @Test
    void registersAtTheNewAddressAndSaysSo() {
        serve("192.0.2.1", "here");
        name("192.0.2.1");
        observe(heard);
        network.run(Duration.ofSeconds(30));
        network.host("192.0.2.1").crash();
        ObservableResource moved = serve("192.0.2.5", "there");
        name("192.0.2.5");
        network.run(Duration.ofSeconds(300));
        assertEquals(
                List.of("here", "stale", "lost NoResponseException", "moved 192.0.2.5", "reregistered", "there"),
                heard.all.subList(0, 6));
        assertEquals(1, lookUps);
        assertEquals(1, moved.observers().count());
        // Who observes the name now joins, though it began elsewhere.
        Heard second = new Heard();
        observe(second);
        network.run(Duration.ofSeconds(1));
        assertEquals(1, moved.observers().count());
    }

    @Test
    void staysWhereItWasWhereTheNameIsNotFound() {
        serve("192.0.2.1", "0");
        name("192.0.2.1");
        observe(heard);
        network.run(Duration.ofSeconds(30));
        network.host("192.0.2.1").crash();
        names.clear();
        network.run(Duration.ofSeconds(200));
        serve("192.0.2.1", "1");
        network.run(Duration.ofSeconds(700));
        assertEquals("1", heard.states().get(heard.states().size() - 1));
        assertTrue(lookUps > 0);
        assertEquals(
                List.of(),
                heard.all.stream().filter(each -> each.startsWith("moved")).toList());
    }

    @Test
    void doesNotRegisterWhereItIsEndedMeanwhile() {
        serve("192.0.2.1", "0");
        name("192.0.2.1");
        List<Destination.Found> asking = new ArrayList<>();
        Destination server = new Destination("server:5683", names.get("server"), (found, now) -> asking.add(found));
        ObservationShare share = endpoint.observe(
                server,
                PeerIdentity.NONE,
                Request.get("/t"),
                SendOptions.confirmable(TransmissionParameters.DEFAULT),
                heard,
                network.now());
        network.run(Duration.ofSeconds(30));
        network.host("192.0.2.1").crash();
        network.run(Duration.ofSeconds(300));
        share.close(true, network.now());
        long before = network.log().count();
        asking.get(0).at(server(), network.now());
        network.run(Duration.ofSeconds(100));
        assertEquals(before, network.log().count());
        assertEquals("end null", heard.last());
    }

    /** The client's own way: the name is looked up on a thread, so that this waits for it in real time. */
    @Test
    void theClientLooksTheNameUpAgain() {
        serve("127.0.0.1", "0");
        CoapClient client =
                CoapClient.builder().transport(network.host("127.0.0.3")).build();
        client.observe("coap://localhost/t", heard);
        runUntilHeard("0");
        network.host("127.0.0.1").crash();
        runUntilHeard("lost NoResponseException");
        serve("127.0.0.1", "1");
        runUntilHeard("1");
        assertTrue(heard.all.contains("reregistered"));
        client.close();
    }

    private void runUntilHeard(String what) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!heard.all.contains(what) && System.nanoTime() < end) {
            network.run(Duration.ofSeconds(1));
            Thread.onSpinWait();
        }
        assertTrue(heard.all.contains(what), () -> what + " in " + heard.all);
    }
}
