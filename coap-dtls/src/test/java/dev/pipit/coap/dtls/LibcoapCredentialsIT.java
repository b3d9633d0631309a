package dev.pipit.coap.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import dev.pipit.coap.testkit.Requirement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** libcoap's programs with certificates, on OpenSSL and on GnuTLS, and with raw public keys, which GnuTLS has. */
class LibcoapCredentialsIT {
    private static final TestCertificates ROOT =
            TestCertificates.authority("CN=Root").valid("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z");
    private static final TestCertificates OURS = device("ours");
    private static final TestCertificates THEIRS = device("theirs");

    @TempDir
    private Path directory;

    private static TestCertificates device(String name) {
        return new TestCertificates("CN=" + name)
                .valid("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z")
                .names(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    }

    private Path file(String name, String... parts) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, String.join("", parts));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private static String pem(X509Certificate certificate) {
        try {
            return TestCertificates.pem("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
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

    private static String ask(PeerProgram server, DtlsConfigBuilder config) {
        try (CoapClient client = CoapClient.builder().dtls(config.build()).build()) {
            return client.get(server.secureUri("/")).send().text();
        }
    }

    // ---- certificates

    private static DtlsConfigBuilder ours() {
        return DtlsConfig.builder()
                .certificate(new X509Credential(List.of(OURS.issuedBy(ROOT)), OURS.keys.getPrivate()))
                .trust(new TrustAnchors(List.of(ROOT.selfSigned())));
    }

    private String[] theirs() throws IOException {
        return new String[] {
            "-c", file("cert.pem", pem(THEIRS.issuedBy(ROOT))).toString(),
            "-j", file("key.pem", TestCertificates.ecPrivateKey(THEIRS.keys)).toString(),
            "-C", file("ca.pem", pem(ROOT.selfSigned())).toString()
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"coap-client-openssl", "coap-client-gnutls"})
    @Requirement({"R7252-151", "R7925-003"})
    void servesClientWithCertificate(String program) throws Exception {
        PeerProgram.require(program, "libcoap3-bin");
        try (CoapServer server = serving(ours())) {
            String[] options = theirs();
            assertEquals(
                    "x509:CN=theirs",
                    PeerProgram.libcoapClient(
                            program,
                            options[0],
                            options[1],
                            options[2],
                            options[3],
                            options[4],
                            options[5],
                            uri(server)));
            assertEquals(0, server.counters().get(Counter.HANDSHAKES_FAILED));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"coap-server-openssl", "coap-server-gnutls"})
    @Requirement({"R7252-151", "R7925-003"})
    void asksServerWithCertificate(String program) throws Exception {
        try (PeerProgram server = PeerProgram.libcoapServer(program, theirs())) {
            assertTrue(ask(server, ours()).contains("libcoap"));
        }
    }

    // ---- raw public keys

    private static RawKeyCredential rawKey(KeyPair keys) {
        return new RawKeyCredential(keys.getPublic(), keys.getPrivate());
    }

    private String rawKeyFile(KeyPair keys) throws IOException {
        Path file = file("raw.pem", TestCertificates.ecPrivateKey(keys));
        assertEquals(keys.getPublic(), RawKeyCredential.read(file).publicKey());
        return file.toString();
    }

    private static DtlsConfigBuilder raw(KeyPair own, KeyPair trusted) {
        return DtlsConfig.builder().rawKey(rawKey(own)).rawPublicKeys(List.of(trusted.getPublic()));
    }

    @Test
    @Requirement({"R7252-150", "R7925-002"})
    void servesClientWithRawPublicKey() throws Exception {
        PeerProgram.require("coap-client-gnutls", "libcoap3-bin");
        try (CoapServer server = serving(raw(OURS.keys, THEIRS.keys))) {
            assertEquals(
                    "rpk:" + KeyIdentifier.of(THEIRS.keys.getPublic()),
                    PeerProgram.libcoapClient("coap-client-gnutls", "-M", rawKeyFile(THEIRS.keys), uri(server)));
            assertEquals(0, server.counters().get(Counter.HANDSHAKES_FAILED));
        }
    }

    @Test
    @Requirement({"R7252-150", "R7925-002"})
    void asksServerWithRawPublicKey() throws Exception {
        try (PeerProgram server = PeerProgram.libcoapServer("coap-server-gnutls", "-M", rawKeyFile(THEIRS.keys))) {
            assertTrue(ask(server, raw(OURS.keys, THEIRS.keys)).contains("libcoap"));
            DtlsConfigBuilder another = raw(OURS.keys, ROOT.keys);
            assertThrows(RawKeyRefusedException.class, () -> ask(server, another));
        }
    }
}
