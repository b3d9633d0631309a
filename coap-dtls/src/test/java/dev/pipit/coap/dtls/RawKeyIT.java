package dev.pipit.coap.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.dtls.key.KeyIdentifier;
import dev.pipit.coap.dtls.key.RawKeyCredential;
import dev.pipit.coap.dtls.key.TestCertificates;
import dev.pipit.coap.dtls.key.TrustAnchors;
import dev.pipit.coap.dtls.key.TrustedKeys;
import dev.pipit.coap.dtls.key.X509Credential;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testkit.Requirement;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;

/** Clients and servers with raw public keys on the loopback interface, alone and beside other credentials. */
class RawKeyIT {
    private static final byte[] KEY = "sesame-sesame-16".getBytes(StandardCharsets.UTF_8);
    private static final RawKeyCredential SERVER = rawKey();
    private static final RawKeyCredential CLIENT = rawKey();
    private static final RawKeyCredential STRANGER = rawKey();
    private static final String CLIENT_NAME = "rpk:" + KeyIdentifier.of(CLIENT.publicKey());

    private static final TestCertificates ROOT =
            TestCertificates.authority("CN=Root").valid("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z");
    private static final TrustAnchors TRUST = new TrustAnchors(List.of(ROOT.selfSigned()));

    private final BlockingQueue<PeerIdentity> callers = new LinkedBlockingQueue<>();

    private static RawKeyCredential rawKey() {
        KeyPair keys = TestCertificates.ecKeys("secp256r1");
        return new RawKeyCredential(keys.getPublic(), keys.getPrivate());
    }

    private static X509Credential certificate(String name) {
        TestCertificates subject = new TestCertificates("CN=" + name)
                .valid("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z")
                .names(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        return new X509Credential(List.of(subject.issuedBy(ROOT)), subject.keys.getPrivate());
    }

    private static DtlsConfigBuilder with(RawKeyCredential own, RawKeyCredential... trusted) {
        List<PublicKey> keys =
                List.of(trusted).stream().map(RawKeyCredential::publicKey).toList();
        return DtlsConfig.builder().rawKey(own).rawPublicKeys(keys);
    }

    private CoapServer serving(DtlsConfigBuilder config) {
        return CoapServer.builder()
                .get("/who", context -> {
                    callers.add(context.peer().identity());
                    return Response.content(context.peer().identity().toString());
                })
                .bindSecure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .dtls(config.build())
                .start();
    }

    private static String ask(CoapServer server, DtlsConfigBuilder config) {
        try (CoapClient client = CoapClient.builder().dtls(config.build()).build()) {
            return client.get("coaps://127.0.0.1:" + server.port("coaps") + "/who")
                    .send()
                    .text();
        }
    }

    @Test
    @Requirement("R7252-150")
    void bothSidesShowTheirKeys() throws InterruptedException {
        try (CoapServer server = serving(with(SERVER, CLIENT))) {
            assertEquals(CLIENT_NAME, ask(server, with(CLIENT, SERVER)));
            assertEquals(1, server.counters().get(Counter.HANDSHAKES_COMPLETED));
            RawKeyIdentity first = (RawKeyIdentity) callers.take();
            assertEquals(CLIENT.publicKey(), first.key());
            ask(server, with(CLIENT, SERVER));
            RawKeyIdentity second = (RawKeyIdentity) callers.take();
            assertEquals(first.identifier(), second.identifier());
            // RFC 7252 §9.1.2: nothing goes from one association to the next
            assertNotEquals(first, second);
        }
    }

    @Test
    @Requirement("R7252-150")
    void refusesServerWithAnotherKey() {
        try (CoapServer server = serving(with(SERVER, CLIENT))) {
            RawKeyRefusedException refused =
                    assertThrows(RawKeyRefusedException.class, () -> ask(server, with(CLIENT, STRANGER)));
            assertEquals(KeyIdentifier.of(SERVER.publicKey()), refused.identifier());
            assertEquals(0, server.counters().get(Counter.HANDSHAKES_COMPLETED));
        }
    }

    @Test
    @Requirement("R7252-150")
    void serverRefusesClientsWithoutKeyAndWithAnother() {
        try (CoapServer server = serving(with(SERVER, CLIENT))) {
            AlertReceivedException other =
                    assertThrows(AlertReceivedException.class, () -> ask(server, with(STRANGER, SERVER)));
            assertEquals("certificate_unknown", other.alertName());
            DtlsConfigBuilder keyless = DtlsConfig.builder().rawPublicKeys(List.of(SERVER.publicKey()));
            AlertReceivedException none = assertThrows(AlertReceivedException.class, () -> ask(server, keyless));
            assertEquals("unsupported_certificate", none.alertName());
            assertEquals(0, server.counters().get(Counter.HANDSHAKES_COMPLETED));
        }
    }

    @Test
    void keysMayBeKnownByIdentifierOnly() {
        String identifier = KeyIdentifier.of(CLIENT.publicKey()).toString();
        TrustedKeys known = TrustedKeys.parse("list", "# the lamp in the hall\n" + identifier + "\n");
        try (CoapServer server = serving(DtlsConfig.builder().rawKey(SERVER).rawPublicKeys(known))) {
            assertEquals(CLIENT_NAME, ask(server, with(CLIENT, SERVER)));
            assertThrows(AlertReceivedException.class, () -> ask(server, with(STRANGER, SERVER)));
        }
    }

    @Test
    void storeOfKeysThatFailsTrustsNobody() {
        TrustedKeys failing = key -> {
            throw new IllegalStateException("no database");
        };
        try (CoapServer server = serving(DtlsConfig.builder().rawKey(SERVER).rawPublicKeys(failing))) {
            AlertReceivedException refused =
                    assertThrows(AlertReceivedException.class, () -> ask(server, with(CLIENT, SERVER)));
            assertEquals("certificate_unknown", refused.alertName());
        }
    }

    @Test
    void oneServerTakesRawKeysCertificatesAndPreSharedKeys() {
        DtlsConfigBuilder all = with(SERVER, CLIENT)
                .certificate(certificate("server"))
                .trust(TRUST)
                .pskStore(PskStore.of(Map.of("lamp", KEY)));
        try (CoapServer server = serving(all)) {
            assertEquals(CLIENT_NAME, ask(server, with(CLIENT, SERVER)));
            assertEquals(
                    "x509:CN=device",
                    ask(
                            server,
                            DtlsConfig.builder()
                                    .certificate(certificate("device"))
                                    .trust(TRUST)));
            assertEquals("psk:lamp", ask(server, DtlsConfig.builder().psk("lamp", KEY)));
        }
    }

    @Test
    void typesOfBothDirectionsAreNegotiatedApart() {
        DtlsConfigBuilder all =
                with(SERVER, CLIENT).certificate(certificate("server")).trust(TRUST);
        try (CoapServer server = serving(all)) {
            // A client with a certificate, which knows the server by its key, and the other way round.
            DtlsConfigBuilder first =
                    DtlsConfig.builder().certificate(certificate("device")).rawPublicKeys(List.of(SERVER.publicKey()));
            assertEquals("x509:CN=device", ask(server, first));
            DtlsConfigBuilder second = DtlsConfig.builder().rawKey(CLIENT).trust(TRUST);
            assertEquals(CLIENT_NAME, ask(server, second));
        }
    }

    @Test
    void clientAndServerWithoutACommonTypeDoNotGetTogether() {
        DtlsConfigBuilder certificates =
                DtlsConfig.builder().certificate(certificate("server")).trust(TRUST);
        try (CoapServer server = serving(certificates)) {
            AlertReceivedException refused =
                    assertThrows(AlertReceivedException.class, () -> ask(server, with(CLIENT, SERVER)));
            assertEquals("unsupported_certificate", refused.alertName());
        }
        DtlsConfigBuilder device =
                DtlsConfig.builder().certificate(certificate("device")).trust(TRUST);
        try (CoapServer server = serving(with(SERVER, CLIENT))) {
            AlertReceivedException refused = assertThrows(AlertReceivedException.class, () -> ask(server, device));
            assertEquals("unsupported_certificate", refused.alertName());
        }
    }

    @Test
    void serverWithoutACommonTypeStillTakesPreSharedKeys() {
        try (CoapServer server = serving(with(SERVER, CLIENT).pskStore(PskStore.of(Map.of("lamp", KEY))))) {
            DtlsConfigBuilder device = DtlsConfig.builder()
                    .certificate(certificate("device"))
                    .trust(TRUST)
                    .psk("lamp", KEY);
            assertEquals("psk:lamp", ask(server, device));
        }
    }

    @Test
    void refusesServerThatTrustsNobody() {
        DtlsConfigBuilder withoutTrust = DtlsConfig.builder().rawKey(SERVER);
        assertThrows(IllegalArgumentException.class, () -> serving(withoutTrust));
    }
}
