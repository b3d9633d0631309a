package dev.pipit.coap.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.client.Observation;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.UnreachableException;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.server.CoapServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two schemes at once, one of them with something between socket and codec. */
class SecureTransportIT {
    private static final ScrambledTransport SCRAMBLED = new ScrambledTransport("coaps", false);

    private static CoapServerBuilder serving() {
        return CoapServer.builder()
                .get(
                        "/who",
                        context -> Response.content(context.peer().identity().toString()))
                .get("/uri", context -> Response.content(context.uri().scheme()))
                .dtls(SCRAMBLED);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Test
    void oneServerAndOneClientDoBothSchemes() {
        try (CoapServer server = serving().bind(loopback()).start();
                CoapClient client = CoapClient.builder().dtls(SCRAMBLED).build()) {
            assertEquals("nosec", client.get(server.uri("/who")).send().text());
            assertEquals(
                    "client", client.get(server.uri("coaps", "/who")).send().text());
            assertEquals("coaps", client.get(server.uri("coaps", "/uri")).send().text());
            assertEquals("coap", client.get(server.uri("coap", "/uri")).send().text());
            assertNotEquals(server.port(), server.port("coaps"));
            assertEquals(2, server.addresses().size());
            assertThrows(IllegalArgumentException.class, () -> server.port("coap+tcp"));
        }
    }

    @Test
    void pingsAndObservesAfterConnecting() throws Exception {
        ObservableResource clock = ObservableResource.of(context -> Response.content("tick"));
        try (CoapServer server = serving()
                        .observable("/clock", clock)
                        .bindSecure(loopback())
                        .start();
                CoapClient client = CoapClient.builder().dtls(SCRAMBLED).build()) {
            assertEquals(1, server.addresses().size());
            assertTrue(server.uri("/").startsWith("coaps://"));
            assertNotNull(client.ping(server.uri("/")).get(10, TimeUnit.SECONDS));
            BlockingQueue<String> states = new LinkedBlockingQueue<>();
            try (Observation observation = client.observe(server.uri("/clock"), state -> states.add(state.text()))) {
                assertEquals("tick", states.poll(10, TimeUnit.SECONDS));
                clock.changed();
                assertEquals("tick", states.poll(10, TimeUnit.SECONDS));
                assertFalse(observation.isOver());
            }
        }
    }

    @Test
    void servesTheSamePortsAfterRestart() {
        try (CoapServer server = serving().bind(loopback()).start();
                CoapClient client = CoapClient.builder().dtls(SCRAMBLED).build()) {
            int plain = server.port("coap");
            int secure = server.port("coaps");
            server.stop();
            server.start();
            assertEquals(plain, server.port("coap"));
            assertEquals(secure, server.port("coaps"));
            assertEquals("coaps", client.get(server.uri("coaps", "/uri")).send().text());
        }
    }

    @Test
    void saysWhyThereIsNoConnection() {
        try (CoapClient client =
                CoapClient.builder().dtls(new ScrambledTransport("coaps", true)).build()) {
            UnreachableException failure = assertThrows(
                    UnreachableException.class,
                    () -> client.get("coaps://127.0.0.1/x").send());
            assertEquals("no handshake with 127.0.0.1", failure.getMessage());
        }
    }

    @Test
    void refusesSchemeWithoutCredentials() {
        try (CoapClient client = CoapClient.create()) {
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> client.get("coaps://host/x"));
            assertEquals(
                    "URI: \"coaps://host/x\" (expected: the scheme coap; for coaps the client needs dtls(...))",
                    refusal.getMessage());
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> CoapServer.builder().bindSecure(0).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> CoapServer.builder().bind(65535).dtls(SCRAMBLED).build());
    }
}
