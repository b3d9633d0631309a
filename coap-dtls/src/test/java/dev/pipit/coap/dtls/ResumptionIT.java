package dev.pipit.coap.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.UnreachableException;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testkit.Requirement;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that are resumed on the loopback interface, by our client and by OpenSSL's. */
class ResumptionIT {
    private static final byte[] KEY = "sesame-sesame-16".getBytes(StandardCharsets.UTF_8);
    private static final DtlsConfig SERVER =
            DtlsConfig.builder().pskStore(PskStore.of(Map.of("sensor-1", KEY))).build();

    private static CoapServer serving() {
        return CoapServer.builder()
                .get(
                        "/who",
                        context -> Response.content(context.peer().identity().toString()))
                .bindSecure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .dtls(SERVER)
                .start();
    }

    @Test
    @Requirement("R7925-014")
    void clientResumesItsSessionAfterTheServerHasStoppedAndStarted() {
        try (CoapServer server = serving();
                CoapClient client = CoapClient.builder()
                        .dtls(DtlsConfig.psk("sensor-1", KEY))
                        .build()) {
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        "psk:sensor-1", client.get(server.uri("/who")).send().text());
                assertEquals(i, server.counters().get(Counter.HANDSHAKES_RESUMED));
                assertEquals(i, client.counters().get(Counter.HANDSHAKES_RESUMED));
                server.stop();
                server.start();
            }
        }
    }

    @Test
    void opensslResumesItsSession(@TempDir Path directory) throws Exception {
        require("openssl");
        Path session = directory.resolve("session.pem");
        try (CoapServer server = serving()) {
            assertEquals("New", connect(server, "-sess_out", session.toString()));
            assertEquals("Reused", connect(server, "-sess_in", session.toString()));
            assertEquals(2, server.counters().get(Counter.HANDSHAKES_COMPLETED));
            assertEquals(1, server.counters().get(Counter.HANDSHAKES_RESUMED));
        }
    }

    @Test
    void clientResumesItsSessionWithLibcoapOnOpensslAfterARestart(@TempDir Path directory) throws Exception {
        assertEquals(1, resumedWith("coap-server-openssl", directory));
    }

    /** Which keeps no sessions: the second handshake is a full one as well. */
    @Test
    void clientFallsBackToAFullHandshakeWithLibcoapOnGnutls(@TempDir Path directory) throws Exception {
        assertEquals(0, resumedWith("coap-server-gnutls", directory));
    }

    private static long resumedWith(String program, Path directory) throws Exception {
        require(program);
        DtlsConfig config = DtlsConfig.builder()
                .psk("sensor-1", KEY)
                .sessions(SessionFile.at(directory.resolve("sessions"), KEY))
                .build();
        int port = freePair();
        Process process = new ProcessBuilder(
                        program, "-A", "127.0.0.1", "-p", String.valueOf(port), "-k", "sesame-sesame-16")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (CoapClient plain = CoapClient.create()) {
            awaitServer(plain, "coap://127.0.0.1:" + port + "/", process);
            assertEquals(0, ask(config, "coaps://127.0.0.1:" + (port + 1) + "/"));
            return ask(config, "coaps://127.0.0.1:" + (port + 1) + "/");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** How many sessions a client resumes, which is there for one request. */
    private static long ask(DtlsConfig config, String uri) {
        try (CoapClient client = CoapClient.builder().dtls(config).build()) {
            assertTrue(client.get(uri).send().text().contains("libcoap"));
            return client.counters().get(Counter.HANDSHAKES_RESUMED);
        }
    }

    /** What openssl says of its handshake. */
    private static String connect(CoapServer server, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "s_client",
                "-dtls1_2",
                "-connect",
                "127.0.0.1:" + server.port("coaps"),
                "-psk_identity",
                "sensor-1",
                "-psk",
                HexFormat.of().formatHex(KEY),
                "-cipher",
                "PSK-AES128-CCM8:@SECLEVEL=0"));
        command.addAll(List.of(more));
        Process openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = openssl.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.contains("Cipher is PSK-AES128-CCM8")) {
                    String kind = line.substring(0, line.indexOf(','));
                    // It takes its leave, and writes the session, when its input ends.
                    openssl.outputWriter(StandardCharsets.UTF_8).close();
                    output.transferTo(Writer.nullWriter());
                    assertTrue(openssl.waitFor(30, TimeUnit.SECONDS));
                    return kind;
                }
            }
        } finally {
            openssl.destroyForcibly().waitFor();
        }
        return fail("no handshake: " + lines);
    }

    private static void require(String program) {
        boolean installed = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        if (!installed && System.getenv("CI") != null) {
            fail(program + " is not installed (expected in CI: packages openssl and libcoap3-bin)");
        }
        assumeTrue(installed, program + " is not installed: packages openssl and libcoap3-bin have it");
    }

    /** Asks until the server is there. */
    private static void awaitServer(CoapClient client, String uri, Process server) {
        while (true) {
            try {
                client.get(uri).timeout(Duration.ofSeconds(30)).send();
                return;
            } catch (UnreachableException notYet) {
                assertTrue(server.isAlive(), "the server has ended");
            }
        }
    }

    /** A port that is free, as the one after it is, which libcoap takes for coaps. */
    private static int freePair() throws Exception {
        while (true) {
            try (DatagramSocket first = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                    DatagramSocket second =
                            new DatagramSocket(first.getLocalPort() + 1, InetAddress.getLoopbackAddress())) {
                return second.getLocalPort() - 1;
            } catch (SocketException taken) {
                // Another pair, then.
            }
        }
    }
}
