package dev.pipit.coap.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.examples.Program;
import dev.pipit.coap.examples.Serving;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client commands and {@code coap serve} over coaps, with pre-shared keys. */
class SecureIT {
    private static final String KEY = "0x00112233445566778899aabbccddeeff";

    private static Serving serving;

    @TempDir
    Path directory;

    @BeforeAll
    static void serve() throws IOException {
        serving = Serving.start("--plugtest", "--psk", "sensor-1:" + KEY, "--psk", "lamp,sixteen bytes, or more");
    }

    @AfterAll
    static void stop() {
        serving.close();
    }

    private static Program coap(String command, String path, String... more) {
        String[] args = new String[more.length + 6];
        System.arraycopy(new String[] {command, "-u", "sensor-1", "-k", KEY, serving.secureUri(path)}, 0, args, 0, 6);
        System.arraycopy(more, 0, args, 6, more.length);
        return Program.run(args);
    }

    @Test
    void everyCommandAsks() {
        Program bench = coap("bench", "/test", "--clients", "2", "-s", "200ms", "--warmup", "0", "--json");

        assertTrue(coap("get", "/sensors/load").out().startsWith("load1 "));
        assertTrue(coap("discover", "", "rt=load").out().startsWith("</sensors/load>"));
        assertTrue(coap("ping", "").out().contains(" answered in "));
        assertEquals(0, coap("put", "/test", "-e", "x").exitCode());
        assertEquals(0, coap("post", "/test", "-e", "x").exitCode());
        assertEquals(0, coap("delete", "/test").exitCode());
        assertEquals(0, bench.exitCode(), bench::toString);
    }

    @Test
    void textKeyAndUriWithoutSchemeWork() {
        String uri = serving.secureUri("/sensors/load").substring("coaps://".length());

        assertEquals(
                0,
                Program.run("get", "-u", "lamp", "-k", "sixteen bytes, or more", uri)
                        .exitCode());
    }

    @Test
    void observes() {
        Program run = coap("observe", "/sensors/load", "--count", "1");

        assertEquals(0, run.exitCode(), run::toString);
        assertTrue(run.out().contains("load1"), run::out);
    }

    @Test
    void bodiesGoUpAndDownInBlocks() throws IOException {
        byte[] body = new byte[65_536];
        new Random(1).nextBytes(body);
        Path up = Files.write(directory.resolve("up"), body);
        Path down = directory.resolve("down");

        Program put = coap("put", "/example_data", "-f", up.toString());
        Program get = coap("get", "/example_data", "-o", down.toString());

        assertEquals(0, put.exitCode(), put::toString);
        assertEquals(0, get.exitCode(), get::toString);
        assertArrayEquals(body, Files.readAllBytes(down));
    }

    @Test
    void keyFromFileStaysOutOfTheProcessList() throws IOException {
        Path file = secret("rw-------", "lamp,sixteen bytes, or more\nsensor-1," + KEY + "\n");
        String uri = serving.secureUri("/sensors/load");

        Program chosen = Program.run("get", "-u", "sensor-1", "--psk-file", file.toString(), uri);
        Program open = Program.run("get", "--psk-file", file.toString(), uri);
        Program unknown = Program.run("get", "-u", "x", "--psk-file", file.toString(), uri);

        assertEquals(0, chosen.exitCode(), chosen::toString);
        assertEquals(2, open.exitCode());
        assertTrue(open.err().endsWith("2 identities (expected: -u IDENTITY with one of lamp, sensor-1)\n"), open::err);
        assertEquals(2, unknown.exitCode());
        assertTrue(unknown.err().endsWith("(expected: one of lamp, sensor-1)\n"), unknown::err);
    }

    @Test
    void fileThatOthersCanReadIsRefused() throws IOException {
        Path file = secret("rw-r--r--", "sensor-1," + KEY + "\n");

        Program client = Program.run("get", "--psk-file", file.toString(), serving.secureUri("/"));
        Program server = Program.run("serve", "--port", "0", "--psk-file", file.toString());

        for (Program refused : new Program[] {client, server}) {
            assertEquals(2, refused.exitCode());
            assertEquals(1, refused.err().lines().count());
            assertTrue(refused.err().endsWith("run: chmod 600 " + file + ")\n"), refused::err);
        }
    }

    @Test
    void serverReadsKeysFromFileAndServesLoad() throws IOException {
        Path file = secret("rw-------", "sensor-1," + KEY + "\n");
        try (Serving loaded = Serving.start("--bench", "--psk-file", file.toString())) {
            Program run = Program.run("get", "-u", "sensor-1", "-k", KEY, loaded.secureUri("/bench"));

            assertEquals("hello world", run.out(), run::toString);
        }
    }

    @Test
    void wrongKeyAndUnknownIdentityAreOneLine() {
        Program key = Program.run("get", "-B", "2", "-u", "sensor-1", "-k", "another", serving.secureUri("/"));
        Program identity = Program.run("bench", "-B", "2", "-u", "nobody", "-k", KEY, serving.secureUri("/"));

        for (Program refused : new Program[] {key, identity}) {
            assertEquals(3, refused.exitCode());
            assertEquals(1, refused.err().lines().count(), refused::err);
            assertTrue(refused.err().contains(" did not answer to our key within 1 s"), refused::err);
            assertTrue(refused.err().contains("check identity and key (-u and -k, or --psk-file)"), refused::err);
        }
    }

    @Test
    void silenceIsOneLine() throws IOException {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String uri = "coaps://127.0.0.1:" + silent.getLocalPort() + "/";
            Program run = Program.run("get", "-B", "2", "-u", "sensor-1", "-k", KEY, uri);

            assertEquals(3, run.exitCode());
            assertEquals(1, run.err().lines().count(), run::err);
            assertTrue(run.err().contains("5684 is the usual one for coaps"), run::err);
        }
    }

    private Path secret(String permissions, String text) throws IOException {
        Path file = directory.resolve("psk.txt");
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
