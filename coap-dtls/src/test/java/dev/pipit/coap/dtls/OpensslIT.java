package dev.pipit.coap.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.pipit.coap.dtls.key.TestCertificates;
import dev.pipit.coap.dtls.key.TrustAnchors;
import dev.pipit.coap.dtls.key.X509Credential;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testkit.PeerProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code openssl s_client} asks our server, with a CoAP request as the text that it sends. */
class OpensslIT {
    private static final byte[] KEY = "sesame-sesame-16".getBytes(StandardCharsets.UTF_8);

    // GET /who, Non-confirmable, message ID 0x0102, without token
    private static final byte[] REQUEST = HexFormat.of().parseHex("50010102b377686f");

    private static final TestCertificates ROOT =
            TestCertificates.authority("CN=Root").valid("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z");
    private static final TestCertificates SERVER = device("server");
    private static final TestCertificates CLIENT = device("sensor-1");

    @TempDir
    private Path directory;

    @BeforeAll
    static void require() {
        PeerProgram.require("openssl", "openssl");
    }

    private static TestCertificates device(String name) {
        return new TestCertificates("CN=" + name)
                .valid("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z")
                .names(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    }

    private static CoapServer serving() {
        return CoapServer.builder()
                .get(
                        "/who",
                        context -> Response.content(context.peer().identity().toString()))
                .bindSecure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .dtls(DtlsConfig.builder()
                        .pskStore(PskStore.of(Map.of("sensor-1", KEY)))
                        .certificate(new X509Credential(List.of(SERVER.issuedBy(ROOT)), SERVER.keys.getPrivate()))
                        .trust(new TrustAnchors(List.of(ROOT.selfSigned())))
                        .build())
                .start();
    }

    /** Does a handshake, and a request; who the server takes it for has to be in the response. */
    private static void assertIdentity(String expected, CoapServer server, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-dtls1_2", "-quiet"));
        command.addAll(List.of("-connect", "127.0.0.1:" + server.port("coaps")));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            process.getOutputStream().write(REQUEST);
            process.getOutputStream().flush();
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            InputStream input = process.getInputStream();
            for (int next = input.read(); next >= 0; next = input.read()) {
                output.write(next);
                if (output.toString(StandardCharsets.UTF_8).endsWith(expected)) {
                    assertEquals(1, server.counters().get(Counter.HANDSHAKES_COMPLETED));
                    return;
                }
            }
            fail("no answer: " + output + server.counters());
        } finally {
            process.destroyForcibly();
        }
    }

    private static String[] psk(String cipher, String... more) {
        List<String> options = new ArrayList<>(List.of("-psk_identity", "sensor-1", "-psk"));
        options.addAll(List.of(HexFormat.of().formatHex(KEY), "-cipher", cipher + ":@SECLEVEL=0"));
        options.addAll(List.of(more));
        return options.toArray(new String[0]);
    }

    private String[] certificate(String cipher, String... more) throws IOException, CertificateEncodingException {
        Path certificate = directory.resolve("cert.pem");
        Path key = directory.resolve("key.pem");
        Path ca = directory.resolve("ca.pem");
        Files.writeString(
                certificate,
                TestCertificates.pem("CERTIFICATE", CLIENT.issuedBy(ROOT).getEncoded()));
        Files.writeString(key, TestCertificates.ecPrivateKey(CLIENT.keys));
        Files.writeString(
                ca, TestCertificates.pem("CERTIFICATE", ROOT.selfSigned().getEncoded()));
        List<String> options = new ArrayList<>(List.of("-cert", certificate.toString(), "-key", key.toString()));
        options.addAll(List.of("-CAfile", ca.toString(), "-verify_return_error"));
        options.addAll(List.of("-cipher", cipher + ":@SECLEVEL=0"));
        options.addAll(List.of(more));
        return options.toArray(new String[0]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PSK-AES128-CCM8",
                "PSK-AES128-CCM",
                "PSK-AES128-GCM-SHA256",
                "PSK-AES256-CCM8",
                "PSK-AES256-GCM-SHA384",
                "PSK-CHACHA20-POLY1305",
                "ECDHE-PSK-CHACHA20-POLY1305"
            })
    void servesPreSharedKeys(String cipher) throws Exception {
        try (CoapServer server = serving()) {
            assertIdentity("psk:sensor-1", server, psk(cipher));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ECDHE-ECDSA-AES128-CCM8",
                "ECDHE-ECDSA-AES128-CCM",
                "ECDHE-ECDSA-AES128-GCM-SHA256",
                "ECDHE-ECDSA-AES256-CCM8",
                "ECDHE-ECDSA-AES256-GCM-SHA384",
                "ECDHE-ECDSA-CHACHA20-POLY1305"
            })
    void servesCertificates(String cipher) throws Exception {
        try (CoapServer server = serving()) {
            assertIdentity("x509:CN=sensor-1", server, certificate(cipher));
        }
    }

    @Test
    void servesGroupX25519() throws Exception {
        try (CoapServer server = serving()) {
            assertIdentity("psk:sensor-1", server, psk("ECDHE-PSK-CHACHA20-POLY1305", "-groups", "X25519"));
        }
    }

    /** RFC 6066 §4: our certificate and requests for theirs go in fragments. */
    @ParameterizedTest
    @ValueSource(strings = {"512", "1024"})
    void servesShortFragments(String bytes) throws Exception {
        try (CoapServer server = serving()) {
            assertIdentity("psk:sensor-1", server, psk("PSK-AES128-CCM8", "-maxfraglen", bytes));
        }
        try (CoapServer server = serving()) {
            assertIdentity("x509:CN=sensor-1", server, certificate("ECDHE-ECDSA-AES128-CCM8", "-maxfraglen", bytes));
        }
    }

    /** The session of a certificate; that of a pre-shared key is in {@link ResumptionIT}. */
    @Test
    void resumesSessionOfCertificate() throws Exception {
        String session = directory.resolve("session.pem").toString();
        try (CoapServer server = serving()) {
            PeerProgram.run(command(server, certificate("ECDHE-ECDSA-AES128-CCM8", "-sess_out", session)));
            String output =
                    PeerProgram.run(command(server, certificate("ECDHE-ECDSA-AES128-CCM8", "-sess_in", session)));
            assertTrue(output.contains("Reused, TLSv1.2, Cipher is ECDHE-ECDSA-AES128-CCM8"), output);
            assertEquals(1, server.counters().get(Counter.HANDSHAKES_RESUMED));
        }
    }

    private static List<String> command(CoapServer server, String... options) {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-dtls1_2"));
        command.addAll(List.of("-connect", "127.0.0.1:" + server.port("coaps")));
        command.addAll(List.of(options));
        return command;
    }
}
