package dev.pipit.coap.examples.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.examples.CertificateDirectory;
import dev.pipit.coap.examples.Program;
import dev.pipit.coap.examples.RawKeyDirectory;
import dev.pipit.coap.examples.Serving;
import dev.pipit.coap.testkit.PeerProgram;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code coap} program with libcoap's programs, over DTLS with pre-shared keys, certificates and raw public keys. */
class LibcoapSecureIT {
    private static final String KEY = "secretPSK-16byte";

    @TempDir
    Path directory;

    @Test
    void servesLibcoapsClient() throws Exception {
        PeerProgram.require("coap-client-openssl", "libcoap3-bin");
        try (Serving serving = Serving.start("--plugtest", "--psk", "sensor-1:" + KEY, "--psk-hint", "a hint")) {
            String load = PeerProgram.libcoapClient(
                    "coap-client-openssl", "-u", "sensor-1", "-k", KEY, serving.secureUri("/sensors/load"));

            assertTrue(load.startsWith("load1 "), load);
        }
    }

    @Test
    void asksLibcoapsServer() throws Exception {
        try (PeerProgram server = PeerProgram.libcoapServer("coap-server-openssl", "-k", KEY)) {
            Program run = Program.run("get", "-u", "sensor-1", "-k", KEY, server.secureUri("/"));

            assertEquals(0, run.exitCode(), run::toString);
            assertTrue(run.out().contains("libcoap"), run::out);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"coap-client-openssl", "coap-client-gnutls"})
    void servesLibcoapsClientWithCertificates(String program) throws Exception {
        PeerProgram.require(program, "libcoap3-bin");
        CertificateDirectory files = CertificateDirectory.make(directory);
        String cert = files.file("device.pem");
        String key = files.file("device-key.pem");
        String ca = files.file("ca.pem");
        try (Serving serving = Serving.start("--cert", cert, "--key", key, "--ca", ca)) {
            String load = PeerProgram.libcoapClient(
                    program, "-c", cert, "-j", key, "-C", ca, serving.secureUri("/sensors/load"));

            assertTrue(load.startsWith("load1 "), load);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"coap-server-openssl", "coap-server-gnutls"})
    void asksLibcoapsServerWithCertificates(String program) throws Exception {
        PeerProgram.require(program, "libcoap3-bin");
        CertificateDirectory files = CertificateDirectory.make(directory);
        String cert = files.file("device.pem");
        String key = files.file("device-key.pem");
        String ca = files.file("ca.pem");
        try (PeerProgram server = PeerProgram.libcoapServer(program, "-c", cert, "-j", key, "-C", ca)) {
            Program run = Program.run("get", "-c", cert, "-j", key, "-C", ca, server.secureUri("/"));

            assertEquals(0, run.exitCode(), run::toString);
            assertTrue(run.out().contains("libcoap"), run::out);
        }
    }

    @Test
    void servesLibcoapsClientWithRawPublicKey() throws Exception {
        PeerProgram.require("coap-client-gnutls", "libcoap3-bin");
        RawKeyDirectory files = RawKeyDirectory.make(directory);
        try (Serving serving =
                Serving.start("--raw-key", files.file("raw-key.pem"), "--trusted-keys", files.file("raw-public.pem"))) {
            String load = PeerProgram.libcoapClient(
                    "coap-client-gnutls", "-M", files.file("raw-key.pem"), serving.secureUri("/sensors/load"));

            assertTrue(load.startsWith("load1 "), load);
        }
    }

    @Test
    void asksLibcoapsServerWithRawPublicKey() throws Exception {
        PeerProgram.require("coap-server-gnutls", "libcoap3-bin");
        RawKeyDirectory files = RawKeyDirectory.make(directory);
        try (PeerProgram server = PeerProgram.libcoapServer("coap-server-gnutls", "-M", files.file("raw-key.pem"))) {
            Program run = Program.run(
                    "get",
                    "-M",
                    files.file("raw-key.pem"),
                    "--trusted-keys",
                    files.file("raw-public.pem"),
                    server.secureUri("/"));

            assertEquals(0, run.exitCode(), run::toString);
            assertTrue(run.out().contains("libcoap"), run::out);
        }
    }
}
