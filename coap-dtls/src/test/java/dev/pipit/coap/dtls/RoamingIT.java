package dev.pipit.coap.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.client.Observation;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.peer.Peer;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.server.RateLimiter;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.transport.UdpConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client whose port changes on the way, with a connection ID (RFC 9146) and without. */
class RoamingIT {
    // A machine that does nothing for two seconds would be taken for a loss.
    private static final TransmissionParameters PATIENT =
            TransmissionParameters.DEFAULT.ackTimeout(Duration.ofSeconds(20));

    private static final byte[] KEY = "sesame-sesame-16".getBytes(StandardCharsets.UTF_8);
    private static final TransmissionParameters FAST =
            TransmissionParameters.DEFAULT.ackTimeout(Duration.ofMillis(400));

    private final List<Peer> seen = new CopyOnWriteArrayList<>();
    private final ObservableResource clock = ObservableResource.of(context -> Response.content("tick"));

    private CoapServer server(int loops) {
        return CoapServer.builder()
                .get("/who", context -> {
                    seen.add(context.peer());
                    return Response.content(context.peer().identity().toString());
                })
                .get("/large", context -> Response.content(new byte[1000], ContentFormat.OCTET_STREAM))
                .observable("/clock", clock)
                .udp(UdpConfig.SERVER.eventLoops(loops))
                .bindSecure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .dtls(DtlsConfig.builder()
                        .pskStore(PskStore.of(Map.of("me", KEY)))
                        .build())
                .start();
    }

    private static InetSocketAddress addressOf(CoapServer server) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port("coaps"));
    }

    private static CoapClient client(DtlsConfig config) {
        return CoapClient.builder().dtls(config).transmission(PATIENT).build();
    }

    /** With several event loops, the system hands a port's datagrams to one of them, whose association it may not be. */
    @Test
    void associationGoesOnFromEveryPortAndOnEveryLoop() {
        try (CoapServer server = server(4);
                Relay relay = new Relay(addressOf(server));
                CoapClient client = client(DtlsConfig.psk("me", KEY))) {
            for (int i = 0; i < 12; i++) {
                assertEquals("psk:me", client.get(relay.uri("/who")).send().text());
                assertEquals(relay.outsidePort(), seen.get(i).address().getPort());
                assertSame(seen.get(0).identity(), seen.get(i).identity());
                relay.rebind();
            }
            assertEquals(1, server.counters().get(Counter.HANDSHAKES_COMPLETED));
            assertEquals(11, server.counters().get(Counter.PEERS_MOVED));
            assertEquals(0, client.counters().get(Counter.RETRANSMISSIONS));
        }
    }

    @Test
    void observationFollowsTheClient() throws InterruptedException {
        BlockingQueue<String> states = new LinkedBlockingQueue<>();
        try (CoapServer server = server(1);
                Relay relay = new Relay(addressOf(server));
                CoapClient client = client(DtlsConfig.psk("me", KEY));
                Observation observation = client.observe(relay.uri("/clock"), state -> states.add(state.text()))) {
            assertEquals("tick", states.poll(10, TimeUnit.SECONDS));
            relay.rebind();
            // Whatever comes from the client tells where it is now.
            client.get(relay.uri("/who")).send();
            clock.changed();
            assertEquals("tick", states.poll(10, TimeUnit.SECONDS));
            assertEquals(1, clock.observers().count());
            assertFalse(observation.isOver());
        }
    }

    // RFC 9146 §6: whoever has a key may say to be at an address that is another's
    @Test
    @Requirement("R9146-008")
    void littleIsSentToTheNewAddressUntilThePeerHasAnsweredThere() {
        try (CoapServer server = server(1);
                Relay relay = new Relay(addressOf(server));
                CoapClient client = client(DtlsConfig.psk("me", KEY))) {
            assertEquals(1000, client.get(relay.uri("/large")).send().payload().length);
            long before = server.counters().get(Counter.PEERS_VERIFIED);
            relay.rebind();
            assertEquals(1000, client.get(relay.uri("/large")).send().payload().length);
            assertTrue(server.counters().get(Counter.RESPONSES_HELD) >= 1);
            assertEquals(before + 1, server.counters().get(Counter.PEERS_VERIFIED));
        }
    }

    @Test
    void withoutConnectionIdTheClientBeginsAnewByItself() {
        DtlsConfig config =
                DtlsConfig.builder().psk("me", KEY).withoutConnectionIds().build();
        try (CoapServer server = server(1);
                Relay relay = new Relay(addressOf(server));
                CoapClient client =
                        CoapClient.builder().dtls(config).transmission(FAST).build()) {
            assertEquals("psk:me", client.get(relay.uri("/who")).send().text());
            relay.rebind();
            assertEquals("psk:me", client.get(relay.uri("/who")).send().text());
            assertTrue(client.counters().get(Counter.HANDSHAKES_RESUMED) >= 1);
        }
    }

    @Test
    void whoBeginsAnewDoesNotBeginWithAFreshBudgetOfRequests() {
        try (CoapServer server = CoapServer.builder()
                .filter(RateLimiter.perPeer(1, Duration.ofMinutes(1)))
                .get("/t", context -> Response.content("t"))
                .bindSecure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .dtls(DtlsConfig.builder()
                        .pskStore(PskStore.of(Map.of("me", KEY, "you", KEY)))
                        .build())
                .start()) {
            String uri = server.uri("coaps", "/t");
            try (CoapClient client = client(DtlsConfig.psk("me", KEY))) {
                assertEquals(Code.CONTENT, client.get(uri).send().code());
            }
            try (CoapClient again = client(DtlsConfig.psk("me", KEY));
                    CoapClient other = client(DtlsConfig.psk("you", KEY))) {
                assertEquals(Code.TOO_MANY_REQUESTS, again.get(uri).send().code());
                assertEquals(Code.CONTENT, other.get(uri).send().code());
            }
        }
    }
}
