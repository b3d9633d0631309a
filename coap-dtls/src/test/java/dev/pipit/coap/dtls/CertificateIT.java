package dev.pipit.coap.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.dtls.key.CertificateProblem.Reason;
import dev.pipit.coap.dtls.key.TestCertificates;
import dev.pipit.coap.dtls.key.TrustAnchors;
import dev.pipit.coap.dtls.key.X509Credential;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testkit.Requirement;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;

/** Clients and servers with certificates on the loopback interface. */
class CertificateIT {
    private static final byte[] KEY = "sesame-sesame-16".getBytes(StandardCharsets.UTF_8);
    private static final String PAST = "2020-01-01T00:00:00Z";
    private static final String FUTURE = "2100-01-01T00:00:00Z";
    private static final TestCertificates ROOT =
            TestCertificates.authority("CN=Root").valid(PAST, FUTURE);
    private static final TestCertificates OTHER_ROOT =
            TestCertificates.authority("CN=Other").valid(PAST, FUTURE);
    private static final TrustAnchors TRUST = new TrustAnchors(List.of(ROOT.selfSigned()));
    private static final X509Credential CLIENT =
            credential(new TestCertificates("CN=sensor-1").valid(PAST, FUTURE), ROOT);

    private static X509Credential credential(TestCertificates subject, TestCertificates issuer) {
        return new X509Credential(List.of(subject.issuedBy(issuer)), subject.keys.getPrivate());
    }

    private static X509Credential server(String address, String until) {
        TestCertificates subject = new TestCertificates("CN=server")
                .valid(PAST, until)
                .names(new GeneralName(GeneralName.iPAddress, address));
        return credential(subject, ROOT);
    }

    private static CoapServer serving(X509Credential certificate) {
        return serving(DtlsConfig.builder().certificate(certificate).trust(TRUST));
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

    private static String ask(CoapServer server, DtlsConfigBuilder config) {
        try (CoapClient client = CoapClient.builder().dtls(config.build()).build()) {
            return client.get(uri(server)).send().text();
        }
    }

    private static String uri(CoapServer server) {
        return "coaps://127.0.0.1:" + server.port("coaps") + "/who";
    }

    private static DtlsConfigBuilder client() {
        return DtlsConfig.builder().certificate(CLIENT).trust(TRUST);
    }

    private static void assertRefused(Reason reason, String message, CoapServer server, DtlsConfigBuilder client) {
        CertificateRefusedException refused =
                assertThrows(CertificateRefusedException.class, () -> ask(server, client));
        assertEquals(reason, refused.reason());
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
    }

    @Test
    @Requirement("R7252-151")
    void bothSidesShowTheirCertificates() {
        try (CoapServer server = serving(server("127.0.0.1", FUTURE))) {
            assertEquals("x509:CN=sensor-1", ask(server, client()));
            assertEquals(1, server.counters().get(Counter.HANDSHAKES_COMPLETED));
        }
    }

    @Test
    @Requirement({"R7252-151", "R7925-004"})
    void refusesServerOfAnotherHost() {
        try (CoapServer server = serving(server("192.0.2.1", FUTURE))) {
            assertRefused(Reason.WRONG_HOST, "(expected: 127.0.0.1)", server, client());
        }
    }

    @Test
    @Requirement("R7252-151")
    void refusesExpiredServer() {
        try (CoapServer server = serving(server("127.0.0.1", "2021-01-01T00:00:00Z"))) {
            assertRefused(Reason.EXPIRED, "CN=server expired at 2021-01-01T00:00:00Z", server, client());
        }
    }

    @Test
    @Requirement("R7252-151")
    void refusesServerOfAnIssuerThatIsNotTrusted() {
        TrustAnchors others = new TrustAnchors(List.of(OTHER_ROOT.selfSigned()));
        try (CoapServer server = serving(server("127.0.0.1", FUTURE))) {
            assertRefused(
                    Reason.UNKNOWN_ISSUER,
                    "CN=server was issued by CN=Root, which is not trusted",
                    server,
                    DtlsConfig.builder().certificate(CLIENT).trust(others));
        }
    }

    @Test
    void serverRefusesClientsWithoutCertificateAndOfOtherIssuers() {
        X509Credential stranger = credential(new TestCertificates("CN=stranger").valid(PAST, FUTURE), OTHER_ROOT);
        try (CoapServer server = serving(server("127.0.0.1", FUTURE))) {
            AlertReceivedException none = assertThrows(
                    AlertReceivedException.class,
                    () -> ask(server, DtlsConfig.builder().trust(TRUST)));
            assertEquals("handshake_failure", none.alertName());
            AlertReceivedException other = assertThrows(
                    AlertReceivedException.class,
                    () -> ask(server, DtlsConfig.builder().certificate(stranger).trust(TRUST)));
            assertEquals("unknown_ca", other.alertName());
            assertEquals(0, server.counters().get(Counter.HANDSHAKES_COMPLETED));
        }
    }

    @Test
    void oneServerTakesPreSharedKeysAndCertificates() {
        DtlsConfigBuilder both = DtlsConfig.builder()
                .certificate(server("127.0.0.1", FUTURE))
                .trust(TRUST)
                .pskStore(PskStore.of(Map.of("lamp", KEY)));
        try (CoapServer server = serving(both)) {
            assertEquals("x509:CN=sensor-1", ask(server, client()));
            assertEquals("psk:lamp", ask(server, DtlsConfig.builder().psk("lamp", KEY)));
        }
    }

    @Test
    void associationOfOneHostIsNotForAnotherAtTheSameAddress() {
        try (CoapServer server = serving(server("127.0.0.1", FUTURE));
                CoapClient client = CoapClient.builder().dtls(client().build()).build()) {
            assertEquals("x509:CN=sensor-1", client.get(uri(server)).send().text());
            String other = uri(server).replace("127.0.0.1", "localhost");
            CertificateRefusedException refused = assertThrows(
                    CertificateRefusedException.class, () -> client.get(other).send());
            assertEquals(Reason.WRONG_HOST, refused.reason());
        }
    }

    @Test
    void refusesServerThatTrustsNobody() {
        DtlsConfigBuilder withoutTrust = DtlsConfig.builder().certificate(server("127.0.0.1", FUTURE));
        assertThrows(IllegalArgumentException.class, () -> serving(withoutTrust));
    }
}
