package dev.pipit.coap.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.dtls.key.TestCertificates;
import dev.pipit.coap.dtls.key.TrustAnchors;
import dev.pipit.coap.dtls.key.X509Credential;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testkit.Requirement;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scandium, Californium's DTLS, as the other side: as client and as server, with connection IDs of its own and without. */
class ScandiumIT {
    // A machine that does nothing for two seconds would be taken for a loss.
    private static final TransmissionParameters PATIENT =
            TransmissionParameters.DEFAULT.ackTimeout(Duration.ofSeconds(20));

    private static final byte[] KEY = "sesame-sesame-16".getBytes(StandardCharsets.UTF_8);
    private static final TestCertificates ROOT_KEYS =
            TestCertificates.authority("CN=Root").valid("2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z");
    private static final X509Certificate ROOT = ROOT_KEYS.selfSigned();
    private static final X509Credential SERVER = credential("CN=server");
    private static final X509Credential CLIENT = credential("CN=sensor-1");

    private static final UnaryOperator<DtlsConnectorConfig.Builder> THEIR_PSK = ScandiumPeer.psk("sensor-1", KEY);

    private static X509Credential credential(String name) {
        TestCertificates subject = new TestCertificates(name)
                .valid("2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z")
                .names(
                        new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                        new GeneralName(GeneralName.dNSName, "localhost"));
        return new X509Credential(List.of(subject.issuedBy(ROOT_KEYS)), subject.keys.getPrivate());
    }

    private static DtlsConfig certificate(X509Credential own) {
        return DtlsConfig.builder()
                .certificate(own)
                .trust(new TrustAnchors(List.of(ROOT)))
                .build();
    }

    private static CoapServer serving(DtlsConfig config) {
        return CoapServer.builder()
                .get(
                        "/who",
                        context -> Response.content(context.peer().identity().toString()))
                .bindSecure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .dtls(config)
                .start();
    }

    private static CoapServer servingPsk() {
        return serving(DtlsConfig.builder()
                .pskStore(PskStore.of(Map.of("sensor-1", KEY)))
                .build());
    }

    private static InetSocketAddress address(CoapServer server) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port("coaps"));
    }

    private static String ask(CoapClient client, ScandiumPeer server) {
        return client.get(server.uri()).send().text();
    }

    @ParameterizedTest
    @ValueSource(ints = {ScandiumPeer.NO_CONNECTION_ID, 0, 4, 6})
    @Requirement("R7252-149")
    void servesClientWithPreSharedKey(int connectionIdBytes) throws Exception {
        try (CoapServer server = servingPsk();
                ScandiumPeer client = ScandiumPeer.client(THEIR_PSK, connectionIdBytes)) {
            for (int i = 0; i < 3; i++) {
                assertEquals("psk:sensor-1", ScandiumPeer.text(client.ask(address(server))));
            }
            assertEquals(1, server.counters().get(Counter.HANDSHAKES_COMPLETED));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {ScandiumPeer.NO_CONNECTION_ID, 0, 4, 6})
    void asksServerWithPreSharedKey(int connectionIdBytes) throws Exception {
        try (ScandiumPeer server = ScandiumPeer.server(THEIR_PSK, connectionIdBytes);
                CoapClient client = CoapClient.builder()
                        .dtls(DtlsConfig.psk("sensor-1", KEY))
                        .build()) {
            for (int i = 0; i < 3; i++) {
                assertEquals("sensor-1", ask(client, server));
                assertEquals("TLS_PSK_WITH_AES_128_CCM_8", ScandiumPeer.cipher(server.next()));
            }
            assertEquals(1, client.counters().get(Counter.HANDSHAKES_COMPLETED));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {ScandiumPeer.NO_CONNECTION_ID, 0, 4, 6})
    void servesClientWithCertificate(int connectionIdBytes) throws Exception {
        try (CoapServer server = serving(certificate(SERVER));
                ScandiumPeer client = ScandiumPeer.client(ScandiumPeer.certificate(CLIENT, ROOT), connectionIdBytes)) {
            RawData answer = client.ask(address(server));
            assertEquals("x509:CN=sensor-1", ScandiumPeer.text(answer));
            assertEquals("TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8", ScandiumPeer.cipher(answer));
            assertEquals(
                    "CN=server", answer.getEndpointContext().getPeerIdentity().getName());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {ScandiumPeer.NO_CONNECTION_ID, 0, 4, 6})
    void asksServerWithCertificate(int connectionIdBytes) throws Exception {
        try (ScandiumPeer server = ScandiumPeer.server(ScandiumPeer.certificate(SERVER, ROOT), connectionIdBytes);
                CoapClient client =
                        CoapClient.builder().dtls(certificate(CLIENT)).build()) {
            assertEquals("CN=sensor-1", ask(client, server));
            assertEquals("TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8", ScandiumPeer.cipher(server.next()));
        }
    }

    /** It takes our connection ID, whether it gives one of its own or an empty one (RFC 9146 §3). */
    @ParameterizedTest
    @ValueSource(ints = {0, 4, 6})
    @Requirement("R9146-006")
    void clientGoesOnFromAnotherPort(int connectionIdBytes) throws Exception {
        try (CoapServer server = servingPsk();
                Relay relay = new Relay(address(server));
                ScandiumPeer client = ScandiumPeer.client(THEIR_PSK, connectionIdBytes)) {
            InetSocketAddress way = new InetSocketAddress(InetAddress.getLoopbackAddress(), port(relay));
            assertEquals("psk:sensor-1", ScandiumPeer.text(client.ask(way)));
            for (int i = 1; i <= 3; i++) {
                relay.rebind();
                assertEquals("psk:sensor-1", ScandiumPeer.text(client.ask(way)));
                assertEquals(i, server.counters().get(Counter.PEERS_MOVED));
            }
            assertEquals(1, server.counters().get(Counter.HANDSHAKES_COMPLETED));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void weGoOnFromAnotherPort(int connectionIdBytes) throws Exception {
        try (ScandiumPeer server = ScandiumPeer.server(THEIR_PSK, connectionIdBytes);
                Relay relay = new Relay(server.address());
                CoapClient client = CoapClient.builder()
                        .dtls(DtlsConfig.psk("sensor-1", KEY))
                        .transmission(PATIENT)
                        .build()) {
            for (int i = 0; i < 4; i++) {
                assertEquals("sensor-1", client.get(relay.uri("/who")).send().text());
                assertEquals(
                        relay.outsidePort(),
                        server.next().getInetSocketAddress().getPort());
                relay.rebind();
            }
            assertEquals(1, client.counters().get(Counter.HANDSHAKES_COMPLETED));
            assertEquals(0, client.counters().get(Counter.RETRANSMISSIONS));
        }
    }

    private static int port(Relay relay) {
        return URI.create(relay.uri("/")).getPort();
    }

    @Test
    void resumesSessionOfAClient() throws Exception {
        try (CoapServer server = servingPsk();
                ScandiumPeer client = ScandiumPeer.client(THEIR_PSK, ScandiumPeer.NO_CONNECTION_ID)) {
            RawData before = client.ask(address(server));
            client.resume();
            RawData after = client.ask(address(server));
            assertEquals("psk:sensor-1", ScandiumPeer.text(after));
            assertEquals(ScandiumPeer.sessionId(before), ScandiumPeer.sessionId(after));
            assertEquals(2, server.counters().get(Counter.HANDSHAKES_COMPLETED));
            assertEquals(1, server.counters().get(Counter.HANDSHAKES_RESUMED));
        }
    }

    @Test
    void resumesSessionOfAClientWithCertificate() throws Exception {
        try (CoapServer server = serving(certificate(SERVER));
                ScandiumPeer client =
                        ScandiumPeer.client(ScandiumPeer.certificate(CLIENT, ROOT), ScandiumPeer.NO_CONNECTION_ID)) {
            client.ask(address(server));
            client.resume();
            assertEquals("x509:CN=sensor-1", ScandiumPeer.text(client.ask(address(server))));
            assertEquals(1, server.counters().get(Counter.HANDSHAKES_RESUMED));
        }
    }

    /** The server ends the association, and keeps the session. */
    @Test
    void resumesSessionAtAServer() throws Exception {
        try (ScandiumPeer server = ScandiumPeer.server(THEIR_PSK, ScandiumPeer.NO_CONNECTION_ID);
                CoapClient client = CoapClient.builder()
                        .dtls(DtlsConfig.psk("sensor-1", KEY))
                        .build()) {
            assertEquals("sensor-1", ask(client, server));
            RawData before = server.next();
            server.end(before.getInetSocketAddress());
            awaitEnd(client);
            assertEquals("sensor-1", ask(client, server));
            RawData after = server.next();
            assertEquals(ScandiumPeer.sessionId(before), ScandiumPeer.sessionId(after));
            assertEquals(1, client.counters().get(Counter.HANDSHAKES_RESUMED));
        }
    }

    /** A server that has lost all it knew answers with a session of its own. */
    @Test
    void beginsAnewWhereTheServerHasLostTheSession() throws Exception {
        try (ScandiumPeer server = ScandiumPeer.server(THEIR_PSK, ScandiumPeer.NO_CONNECTION_ID);
                CoapClient client = CoapClient.builder()
                        .dtls(DtlsConfig.psk("sensor-1", KEY))
                        .build()) {
            ask(client, server);
            RawData before = server.next();
            server.end(before.getInetSocketAddress());
            awaitEnd(client);
            server.forget();
            assertEquals("sensor-1", ask(client, server));
            assertNotEquals(ScandiumPeer.sessionId(before), ScandiumPeer.sessionId(server.next()));
            assertEquals(0, client.counters().get(Counter.HANDSHAKES_RESUMED));
        }
    }

    private static void awaitEnd(CoapClient client) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (client.counters().get(Counter.ASSOCIATIONS_CLOSED) == 0) {
            assertTrue(System.nanoTime() < deadline, "no close_notify");
            Thread.onSpinWait();
        }
    }
}
