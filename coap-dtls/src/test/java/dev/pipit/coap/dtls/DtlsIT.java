package dev.pipit.coap.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.client.Observation;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.server.CoapServerBuilder;
import dev.pipit.coap.testkit.Requirement;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients and servers over DTLS on the loopback interface. */
class DtlsIT {
    private static final byte[] KEY = "sesame-sesame-16".getBytes(StandardCharsets.UTF_8);
    private static final DtlsConfig SERVER =
            DtlsConfig.builder().pskStore(PskStore.of(Map.of("sensor-1", KEY))).build();
    private static final DtlsConfig IMPATIENT = DtlsConfig.builder()
            .psk("sensor-1", "another-another-".getBytes(StandardCharsets.UTF_8))
            .limits(limits -> limits.handshakeTimeout(Duration.ofSeconds(3)))
            .build();

    private static CoapServerBuilder serving() {
        return CoapServer.builder()
                .get(
                        "/who",
                        context -> Response.content(context.peer().identity().toString()))
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .dtls(SERVER);
    }

    private static CoapClient client() {
        return CoapClient.builder().dtls(DtlsConfig.psk("sensor-1", KEY)).build();
    }

    @Test
    void getsWithPreSharedKey() {
        try (CoapServer server = serving().start();
                CoapClient client = client()) {
            assertEquals(
                    "psk:sensor-1",
                    client.get(server.uri("coaps", "/who")).send().text());
            assertEquals("nosec", client.get(server.uri("coap", "/who")).send().text());
            assertEquals(1, server.counters().get(Counter.HANDSHAKES_COMPLETED));
            assertTrue(server.counters().get(Counter.COOKIES_SENT) >= 1);
            assertEquals(1, client.counters().get(Counter.HANDSHAKES_COMPLETED));
        }
    }

    @Test
    @Requirement("R7252-131")
    void coapsIsOnPort5684() {
        CoapServer server = CoapServer.builder().dtls(SERVER).build();
        assertEquals(5683, server.port("coap"));
        assertEquals(5684, server.port("coaps"));
        assertEquals("coaps://localhost/x", server.uri("coaps", "/x"));
    }

    @Test
    void requestsThatWaitForOneHandshakeAllGoByIt() {
        try (CoapServer server = serving().start();
                CoapClient client = client()) {
            List<CompletableFuture<Response>> responses = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                responses.add(client.get(server.uri("coaps", "/who")).sendAsync());
            }
            responses.forEach(
                    response -> assertEquals("psk:sensor-1", response.join().text()));
            assertEquals(1, server.counters().get(Counter.HANDSHAKES_STARTED));
        }
    }

    @Test
    void observesAndPingsAndTransfersInBlocks() throws Exception {
        ObservableResource clock = ObservableResource.of(context -> Response.content("tick"));
        byte[] body = new byte[10_000];
        Arrays.fill(body, (byte) 'x');
        try (CoapServer server = serving()
                        .observable("/clock", clock)
                        .put(
                                "/body",
                                context -> Response.builder(Code.CHANGED)
                                        .payload(context.request().payload().length + " bytes")
                                        .build())
                        .start();
                CoapClient client = client()) {
            BlockingQueue<String> states = new LinkedBlockingQueue<>();
            try (Observation observation =
                    client.observe(server.uri("coaps", "/clock"), state -> states.add(state.text()))) {
                assertEquals("tick", states.poll(10, TimeUnit.SECONDS));
                clock.changed();
                assertEquals("tick", states.poll(10, TimeUnit.SECONDS));
                assertNotNull(observation);
            }
            assertNotNull(client.ping(server.uri("coaps", "/")).get(10, TimeUnit.SECONDS));
            Response changed = client.put(server.uri("coaps", "/body"))
                    .payload(body, ContentFormat.OCTET_STREAM)
                    .send();
            assertEquals(Code.CHANGED, changed.code());
            assertEquals("10000 bytes", changed.text());
        }
    }

    @Test
    void wrongKeyIsSilenceAfterTheKeyWasUsed() {
        try (CoapServer server = serving().start();
                CoapClient client = CoapClient.builder().dtls(IMPATIENT).build()) {
            WrongKeyException failure = assertThrows(
                    WrongKeyException.class,
                    () -> client.get(server.uri("coaps", "/who")).send());
            assertTrue(failure.getMessage().contains("did not answer to our key within 3 s"), failure.getMessage());
        }
    }

    @Test
    void unknownIdentityLooksLikeWrongKey() {
        DtlsConfig stranger = DtlsConfig.builder()
                .psk("nobody", KEY)
                .limits(limits -> limits.handshakeTimeout(Duration.ofSeconds(3)))
                .build();
        try (CoapServer server = serving().start();
                CoapClient client = CoapClient.builder().dtls(stranger).build()) {
            assertThrows(
                    WrongKeyException.class,
                    () -> client.get(server.uri("coaps", "/who")).send());
        }
    }

    @Test
    void silenceIsTimeoutOfTheHandshake() {
        try (CoapServer plain = CoapServer.builder()
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .start();
                CoapClient client = CoapClient.builder().dtls(IMPATIENT).build()) {
            String uri = "coaps://127.0.0.1:" + plain.port() + "/x";
            HandshakeTimeoutException failure = assertThrows(
                    HandshakeTimeoutException.class, () -> client.get(uri).send());
            assertTrue(failure.getMessage().contains("did not answer within 3 s"), failure.getMessage());
        }
    }

    @Test
    void clientBeginsAnewAfterServerHasStopped() {
        try (CoapServer server = serving().start();
                CoapClient client = client()) {
            assertEquals(
                    "psk:sensor-1",
                    client.get(server.uri("coaps", "/who")).send().text());
            server.stop();
            server.start();
            assertEquals(
                    "psk:sensor-1",
                    client.get(server.uri("coaps", "/who")).send().text());
            assertEquals(1, client.counters().get(Counter.ASSOCIATIONS_CLOSED));
        }
    }

    @Test
    void refusesConfigurationWithoutTheCredentialsThatItNeeds() {
        assertThrows(
                IllegalArgumentException.class,
                () -> CoapClient.builder().dtls(SERVER).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> CoapServer.builder().dtls(DtlsConfig.psk("sensor-1", KEY)).build());
        assertThrows(IllegalArgumentException.class, () -> DtlsConfig.psk("", KEY));
        assertThrows(IllegalArgumentException.class, () -> DtlsConfig.psk("sensor-1", new byte[0]));
    }
}
