package dev.pipit.coap.dtls.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.dtls.CertificateRefusedException;
import dev.pipit.coap.dtls.ClientAuthentication;
import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.key.TestCertificates;
import dev.pipit.coap.dtls.key.TrustAnchors;
import dev.pipit.coap.dtls.key.X509Credential;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.transport.DatagramSecurity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The name that a client asks for (RFC 6066 §3), and the certificate that it gets. */
class ServerNameTest {
    private static final TestCertificates ROOT =
            TestCertificates.authority("CN=Root").valid("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z");
    private static final DatagramSecurity.Factory SERVERS = DtlsSecurity.server(DtlsConfig.builder()
            .certificate(certificate("first.example"))
            .addCertificate(certificate("lamp.example"))
            .addCertificate(certificate("heater.example"))
            .clientAuthentication(ClientAuthentication.NONE)
            .build());

    private final DatagramSecurity.Factory clients = DtlsSecurity.client(DtlsConfig.builder()
            .trust(new TrustAnchors(List.of(ROOT.selfSigned())))
            .build());

    private static X509Credential certificate(String name) {
        TestCertificates subject = new TestCertificates("CN=" + name)
                .valid("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z")
                .names(new GeneralName(GeneralName.dNSName, name));
        return new X509Credential(List.of(subject.issuedBy(ROOT)), subject.keys.getPrivate());
    }

    private Pair pair(String host) {
        Pair pair = new Pair(SERVERS, clients);
        pair.host = host;
        return pair;
    }

    @ParameterizedTest
    @ValueSource(strings = {"first.example", "lamp.example", "heater.example"})
    void serverShowsTheCertificateForTheName(String name) {
        try (Pair pair = pair(name).establish()) {
            assertEquals("x509:CN=" + name, String.valueOf(pair.client.peer));
            assertTrue(pair.client.hasShown(name));
        }
        try (Pair pair = pair(name).establish()) {
            assertEquals(1, pair.server.count(Counter.HANDSHAKES_RESUMED));
            assertEquals("x509:CN=" + name, String.valueOf(pair.client.peer));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.example", "192.0.2.1"})
    void serverShowsItsFirstCertificateForOthers(String host) {
        try (Pair pair = pair(host)) {
            CoapException[] failed = new CoapException[1];
            pair.client.onFailure = failure -> failed[0] = failure;
            pair.connect().run(() -> failed[0] != null);
            assertInstanceOf(CertificateRefusedException.class, failed[0]);
            assertTrue(failed[0].getMessage().contains("is for [first.example]"), failed[0].getMessage());
            // RFC 6066 §3: "Literal IPv4 and IPv6 addresses are not permitted"
            assertEquals(host.equals("other.example"), pair.client.hasShown(host));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sensor.example, sensor.example",
        "sensor.example., sensor.example",
        "01-23-45-67-89-ab-cd-ef, 01-23-45-67-89-ab-cd-ef",
        "b\u00fccher.example, xn--bcher-kva.example",
        "192.0.2.1, ''",
        "2001:db8::1, ''",
        "fe80::1%eth0, ''",
        "'', ''"
    })
    void nameIsTheHostInAscii(String host, String name) {
        assertEquals(name, new String(ServerNames.of(host), StandardCharsets.US_ASCII));
    }

    @Test
    void nameThatIsNoHostIsNotSent() {
        assertEquals(0, ServerNames.of("a".repeat(300)).length);
        assertFalse(ServerNames.of("x").length == 0);
    }
}
