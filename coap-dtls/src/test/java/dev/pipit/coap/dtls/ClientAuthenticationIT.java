package dev.pipit.coap.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.dtls.key.KeyIdentifier;
import dev.pipit.coap.dtls.key.RawKeyCredential;
import dev.pipit.coap.dtls.key.TestCertificates;
import dev.pipit.coap.dtls.key.TrustAnchors;
import dev.pipit.coap.dtls.key.X509Credential;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testkit.PeerProgram;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that show something, and those that do not, to servers that ask for it, and those that do not. */
class ClientAuthenticationIT {
    private static final byte[] KEY = "sesame-sesame-16".getBytes(StandardCharsets.UTF_8);
    private static final String ANONYMOUS = "anonymous:127.0.0.1";
    private static final TestCertificates ROOT =
            TestCertificates.authority("CN=Root").valid("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z");
    private static final TrustAnchors TRUST = new TrustAnchors(List.of(ROOT.selfSigned()));
    private static final X509Credential SERVER = certificate("server");
    private static final RawKeyCredential RAW_KEY = rawKey();

    private static X509Credential certificate(String name) {
        TestCertificates subject = new TestCertificates("CN=" + name)
                .valid("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z")
                .names(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        return new X509Credential(List.of(subject.issuedBy(ROOT)), subject.keys.getPrivate());
    }

    private static RawKeyCredential rawKey() {
        KeyPair keys = TestCertificates.ecKeys("secp256r1");
        return new RawKeyCredential(keys.getPublic(), keys.getPrivate());
    }

    private static DtlsConfigBuilder server(ClientAuthentication wanted) {
        return DtlsConfig.builder().certificate(SERVER).clientAuthentication(wanted);
    }

    private static CoapServer serving(DtlsConfigBuilder config) {
        return CoapServer.builder()
                .get(
                        "/who",
                        context -> Response.content(context.peer().identity().toString()))
                .bindSecure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .dtls(config.build())
                .start();
    }

    private static String uri(CoapServer server) {
        return "coaps://127.0.0.1:" + server.port("coaps") + "/who";
    }

    private static String ask(CoapServer server, DtlsConfigBuilder config) {
        try (CoapClient client = CoapClient.builder().dtls(config.build()).build()) {
            return client.get(uri(server)).send().text();
        }
    }

    private static DtlsConfigBuilder believing() {
        return DtlsConfig.builder().trust(TRUST);
    }

    @Test
    void serverThatAsksForNothingNeedsNoTrust() {
        try (CoapServer server = serving(server(ClientAuthentication.NONE))) {
            assertEquals(ANONYMOUS, ask(server, believing()));
            assertEquals(ANONYMOUS, ask(server, believing().certificate(certificate("sensor-1"))));
        }
        assertThrows(IllegalArgumentException.class, () -> serving(server(ClientAuthentication.WANTED)));
    }

    @Test
    void serverThatWantsItTakesWhatThereIs() {
        try (CoapServer server = serving(server(ClientAuthentication.WANTED).trust(TRUST))) {
            assertEquals(ANONYMOUS, ask(server, believing()));
            assertEquals("x509:CN=sensor-1", ask(server, believing().certificate(certificate("sensor-1"))));
            // RFC 7250 §4.2: a client with nothing but another type is not asked.
            assertEquals(ANONYMOUS, ask(server, believing().rawKey(RAW_KEY)));
        }
    }

    @Test
    void serverThatWantsItRefusesWhatIsNotTrusted() {
        TestCertificates other =
                TestCertificates.authority("CN=Other").valid("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z");
        TrustAnchors others = new TrustAnchors(List.of(other.selfSigned()));
        try (CoapServer server = serving(server(ClientAuthentication.WANTED).trust(others))) {
            AlertReceivedException refused = assertThrows(
                    AlertReceivedException.class, () -> ask(server, believing().certificate(certificate("sensor-1"))));
            assertEquals("unknown_ca", refused.alertName());
        }
    }

    @Test
    void rawKeysAreAskedForLikewise() {
        DtlsConfigBuilder config = DtlsConfig.builder()
                .rawKey(RAW_KEY)
                .rawPublicKeys(List.of(RAW_KEY.publicKey()))
                .clientAuthentication(ClientAuthentication.WANTED);
        DtlsConfigBuilder believing = DtlsConfig.builder().rawPublicKeys(List.of(RAW_KEY.publicKey()));
        try (CoapServer server = serving(config)) {
            assertEquals(ANONYMOUS, ask(server, believing));
            assertEquals("rpk:" + KeyIdentifier.of(RAW_KEY.publicKey()), ask(server, believing.rawKey(RAW_KEY)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void preSharedKeysAreProvedInAnyCase(ClientAuthentication wanted) {
        try (CoapServer server = serving(server(wanted).trust(TRUST).pskStore(PskStore.of(Map.of("lamp", KEY))))) {
            assertEquals("psk:lamp", ask(server, DtlsConfig.builder().psk("lamp", KEY)));
        }
    }

    @Test
    void sessionOfAnonymousClientIsResumedAsAnonymous() {
        try (CoapServer server = serving(server(ClientAuthentication.NONE));
                CoapClient client =
                        CoapClient.builder().dtls(believing().build()).build()) {
            for (int i = 0; i < 2; i++) {
                assertEquals(ANONYMOUS, client.get(uri(server)).send().text());
                assertEquals(i, server.counters().get(Counter.HANDSHAKES_RESUMED));
                server.stop();
                server.start();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"coap-client-openssl", "coap-client-gnutls"})
    void servesLibcoapsClientWithoutCertificate(String program) throws Exception {
        PeerProgram.require(program, "libcoap3-bin");
        try (CoapServer server = serving(server(ClientAuthentication.WANTED).trust(TRUST))) {
            assertEquals(ANONYMOUS, PeerProgram.libcoapClient(program, "-n", uri(server)));
        }
    }
}
