package dev.pipit.coap.examples.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.freshness.AmplificationMitigation;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.server.CoapServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** libcoap's client, which knows pings and the Echo option, with a server that wants to know where it is. */
class LibcoapEchoIT {
    private static final String LARGE = "0123456789".repeat(600);

    private final AtomicInteger puts = new AtomicInteger();

    @BeforeAll
    static void require() {
        Libcoap.require();
    }

    private void with(AmplificationMitigation mitigation, Consumer<CoapServer> test) {
        try (CoapServer server = CoapServer.builder()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .amplification(mitigation)
                // Time for a busy machine; and libcoap 4.3.1 does not go on with blocks that begin in a separate
                // response.
                .endpoint(e -> e.freshness(e.freshness().pingTimeout(Duration.ofSeconds(10)))
                        .reliability(e.reliability().piggybackWindow(Duration.ofMillis(1900))))
                .get("/large", context -> Response.content(LARGE))
                .resource(
                        "/lock",
                        Resource.builder()
                                .put(context -> {
                                    puts.incrementAndGet();
                                    return Response.changed();
                                })
                                .fresh(Duration.ofSeconds(30))
                                .build())
                .start()) {
            test.accept(server);
        }
    }

    private static String client(String... args) {
        try {
            return Libcoap.client(args);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void readsALargeRepresentationAfterAPing() {
        with(AmplificationMitigation.PING, server -> {
            assertEquals(LARGE, client(server.uri("/large")));
            assertEquals(1L, server.counters().get(Counter.PEERS_VERIFIED));
            assertEquals(1L, server.counters().get(Counter.RESPONSES_HELD));
            assertEquals(0L, server.counters().get(Counter.RESPONSES_CUT));
        });
    }

    @Test
    void readsALargeRepresentationAfterAChallenge() {
        with(AmplificationMitigation.ECHO, server -> {
            assertEquals(LARGE, client(server.uri("/large")));
            assertEquals(1L, server.counters().get(Counter.CHALLENGES_SENT));
            assertEquals(1L, server.counters().get(Counter.PEERS_VERIFIED));
        });
    }

    @Test
    void writesWhatHasToBeFresh() {
        with(AmplificationMitigation.PING, server -> {
            String log = client("-m", "put", "-e", "open", "-v", "7", server.uri("/lock"));
            assertTrue(log.contains("c:2.04"), log);
            assertEquals(1, puts.get());
            assertEquals(1L, server.counters().get(Counter.CHALLENGES_SENT));
        });
    }
}
