package dev.pipit.coap.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.server.CoapServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
            fail(program + " is not installed (expected in CI: package " + program + ")");
        }
        assumeTrue(installed, program + " is not installed");
    }
}
