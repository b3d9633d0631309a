package dev.pipit.coap.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.examples.CertificateDirectory;
import dev.pipit.coap.examples.Program;
import dev.pipit.coap.examples.Serving;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client commands and {@code coap serve} over coaps, with certificates made as the documentation says. */
class SecureCertificateIT {
    @TempDir
    static Path directory;

    @TempDir
    Path other;

    private static CertificateDirectory files;
    private static Serving serving;

    @BeforeAll
    static void serve() throws IOException, InterruptedException {
        files = CertificateDirectory.make(directory);
        serving = serve(files, "--psk", "lamp:0x00112233445566778899aabbccddeeff");
    }

    @AfterAll
    static void stop() {
        if (serving != null) {
            serving.close();
        }
    }

    private static Serving serve(CertificateDirectory with, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of("--cert", with.file("device.pem"), "--key"));
        args.addAll(List.of(with.file("device-key.pem"), "--ca", with.file("ca.pem")));
        args.addAll(List.of(more));
        return Serving.start(args.toArray(new String[0]));
    }

    private static Program get(String uri, String... credentials) {
        List<String> args = new ArrayList<>(List.of("get", "-B", "20"));
        args.addAll(List.of(credentials));
        args.add(uri);
        return Program.run(args.toArray(new String[0]));
    }

    private static String[] mutual(CertificateDirectory with) {
        return new String[] {"-c", with.file("device.pem"), "-j", with.file("device-key.pem"), "-C", with.file("ca.pem")
        };
    }

    private static void assertNoAnswer(Program run, String what, String advice) {
        assertEquals(3, run.exitCode(), run::toString);
        assertEquals(1, run.err().lines().count(), run::err);
        assertTrue(run.err().contains(what), run::err);
        assertTrue(run.err().endsWith("; " + advice + "\n"), run::err);
    }

    private static void assertWrongUsage(Program run, String what) {
        assertEquals(2, run.exitCode(), run::toString);
        assertEquals(1, run.err().lines().count(), run::err);
        assertTrue(run.err().contains(what), run::err);
    }

    @Test
    void bothSidesShowTheirCertificates() {
        Program run = get(serving.secureUri("/sensors/load"), mutual(files));

        assertEquals(0, run.exitCode(), run::toString);
        assertTrue(run.out().startsWith("load1 "), run::out);
    }

    @Test
    void certificateAndKeyMayBeInOneFileAndTheUriWithoutScheme() throws IOException {
        Path both = other.resolve("both.pem");
        Files.writeString(both, Files.readString(Path.of(files.file("device.pem"))));
        Files.setPosixFilePermissions(both, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(both, Files.readString(both) + Files.readString(Path.of(files.file("device-key.pem"))));
        String uri = serving.secureUri("/sensors/load").substring("coaps://".length());
        Program run = get(uri, "-c", both.toString(), "-C", files.file("ca.pem"));

        assertEquals(0, run.exitCode(), run::toString);
    }

    @Test
    void serverWithCertificateTakesPreSharedKeysAsWell() {
        Program run = get(serving.secureUri("/sensors/load"), "-u", "lamp", "-k", "0x00112233445566778899aabbccddeeff");

        assertEquals(0, run.exitCode(), run::toString);
    }

    @Test
    void clientWithoutCertificateIsToldWhatIsMissing() {
        Program run = get(serving.secureUri("/"), "-C", files.file("ca.pem"));

        assertNoAnswer(
                run,
                "refused the handshake: handshake_failure",
                "check what the server asks for: -u and -k, -c and -C, or -M; and which cipher suites it has");
    }

    @Test
    void clientOfAnotherAuthorityIsToldSo() throws Exception {
        CertificateDirectory others = CertificateDirectory.make(other);
        Program client = get(
                serving.secureUri("/"),
                "-c",
                others.file("device.pem"),
                "-j",
                others.file("device-key.pem"),
                "-C",
                files.file("ca.pem"));
        Program server = get(serving.secureUri("/"), mutual(others));

        assertNoAnswer(
                client,
                "unknown_ca",
                "the server does not trust who issued our certificate: give -c one of an authority that it has");
        assertNoAnswer(
                server,
                "was issued by CN=Example CA, which is not trusted",
                "give -C the certificate of the authority that issued it, if you believe it");
    }

    @Test
    void certificateOfAnotherHostIsOneLine() throws Exception {
        CertificateDirectory named = CertificateDirectory.make(other, "DNS:sensor.example", 365);
        try (Serving wrong = serve(named)) {
            assertNoAnswer(
                    get(wrong.secureUri("/"), mutual(named)),
                    "the server's certificate is for [sensor.example] (expected: 127.0.0.1)",
                    "ask by the name that the certificate is for, or give the server one for this name");
        }
    }

    @Test
    void expiredCertificateIsOneLine() throws Exception {
        CertificateDirectory expired = CertificateDirectory.make(other, "IP:127.0.0.1", -1);
        try (Serving old = serve(expired)) {
            assertNoAnswer(
                    get(old.secureUri("/"), "-C", expired.file("ca.pem")),
                    "CN=sensor.example expired at ",
                    "the server needs a new certificate, if the clock here is right");
        }
    }

    @Test
    void filesThatAreNotWhatTheyShouldBeAreOneLine() throws IOException {
        Path open = Files.copy(Path.of(files.file("device-key.pem")), other.resolve("open.pem"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        String cert = files.file("device.pem");
        String ca = files.file("ca.pem");
        String[] wrong = {"--cert", cert, "--key", open.toString(), "--ca", ca};
        String[] serve = {"serve", "--port", "0"};

        assertWrongUsage(
                get("coaps://localhost/", "-c", cert, "-j", open.toString(), "-C", ca), "run: chmod 600 " + open);
        assertWrongUsage(Program.run(concat(serve, wrong)), "run: chmod 600 " + open);
        assertWrongUsage(
                get("coaps://localhost/", "-c", cert, "-j", cert, "-C", ca),
                cert + " line 1: CERTIFICATE (expected: PRIVATE KEY)");
        assertWrongUsage(
                get("coaps://localhost/", "-c", cert, "-j", files.file("ca-key.pem"), "-C", ca),
                files.file("ca-key.pem") + ": the private key does not belong to CN=sensor.example");
        assertWrongUsage(
                get("coaps://localhost/", "-C", files.file("device-key.pem")),
                files.file("device-key.pem") + " line 1: PRIVATE KEY (expected: CERTIFICATE)");
    }

    private static String[] concat(String[] first, String[] second) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(second));
        return all.toArray(new String[0]);
    }
}
