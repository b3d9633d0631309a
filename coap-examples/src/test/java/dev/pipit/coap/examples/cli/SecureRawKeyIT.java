package dev.pipit.coap.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.examples.Program;
import dev.pipit.coap.examples.RawKeyDirectory;
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

/** The client commands and {@code coap serve} over coaps, with raw public keys made as the documentation says. */
class SecureRawKeyIT {
    @TempDir
    static Path serverFiles;

    @TempDir
    static Path clientFiles;

    @TempDir
    Path other;

    private static RawKeyDirectory server;
    private static RawKeyDirectory client;
    private static Serving serving;

    @BeforeAll
    static void serve() throws IOException, InterruptedException {
        server = RawKeyDirectory.make(serverFiles);
        client = RawKeyDirectory.make(clientFiles);
        serving =
                Serving.start("--raw-key", server.file("raw-key.pem"), "--trusted-keys", client.file("raw-public.pem"));
    }

    @AfterAll
    static void stop() {
        if (serving != null) {
            serving.close();
        }
    }

    private static Program get(String... credentials) {
        List<String> args = new ArrayList<>(List.of("get", "-B", "20"));
        args.addAll(List.of(credentials));
        args.add(serving.secureUri("/sensors/load"));
        return Program.run(args.toArray(new String[0]));
    }

    private static void assertOneLine(Program run, int exitCode, String... parts) {
        assertEquals(exitCode, run.exitCode(), run::toString);
        assertEquals(1, run.err().lines().count(), run::err);
        for (String part : parts) {
            assertTrue(run.err().contains(part), run::err);
        }
    }

    @Test
    void bothSidesShowTheirKeys() {
        Program run = get("-M", client.file("raw-key.pem"), "--trusted-keys", server.file("raw-public.pem"));

        assertEquals(0, run.exitCode(), run::toString);
        assertTrue(run.out().startsWith("load1 "), run::out);
    }

    @Test
    void serverMayBeKnownByTheIdentifierOfItsKey() {
        Program run = get("-M", client.file("raw-key.pem"), "--trusted-keys", server.file("identifier.txt"));

        assertEquals(0, run.exitCode(), run::toString);
    }

    @Test
    void serverThatAsksForNothingTakesClientsWithoutKey() throws IOException {
        try (Serving open = Serving.start("--raw-key", server.file("raw-key.pem"), "--client-auth", "none")) {
            Program run = Program.run(
                    "get",
                    "-B",
                    "20",
                    "--trusted-keys",
                    server.file("raw-public.pem"),
                    open.secureUri("/sensors/load"));

            assertEquals(0, run.exitCode(), run::toString);
        }
    }

    @Test
    void keyThatIsNotTrustedIsOneLineWithItsIdentifier() throws IOException {
        Program run = get("-M", client.file("raw-key.pem"), "--trusted-keys", client.file("raw-public.pem"));

        String identifier =
                Files.readString(Path.of(server.file("identifier.txt"))).strip();
        assertOneLine(run, 3, identifier, "add the key to the file of --trusted-keys");
    }

    @Test
    void clientThatIsNotTrustedIsToldSo() {
        Program run = get("-M", server.file("raw-key.pem"), "--trusted-keys", server.file("raw-public.pem"));

        assertOneLine(run, 3, "certificate_unknown", "the server does not know our raw public key");
    }

    @Test
    void filesThatAreNotWhatTheyShouldBeAreOneLine() throws IOException {
        Path open = Files.copy(Path.of(client.file("raw-key.pem")), other.resolve("open.pem"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        String trusted = server.file("raw-public.pem");

        assertOneLine(get("-M", open.toString(), "--trusted-keys", trusted), 2, "run: chmod 600 " + open);
        assertOneLine(
                Program.run("serve", "--port", "0", "--raw-key", open.toString(), "--trusted-keys", trusted),
                2,
                "run: chmod 600 " + open);
        assertOneLine(get("-M", trusted, "--trusted-keys", trusted), 2, "PUBLIC KEY (expected: PRIVATE KEY)");
        assertOneLine(
                get("--trusted-keys", client.file("raw-key.pem")), 2, "EC PRIVATE KEY (expected: PUBLIC KEY; run: ");
    }
}
