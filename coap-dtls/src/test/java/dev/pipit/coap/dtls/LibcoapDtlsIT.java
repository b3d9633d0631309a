package dev.pipit.coap.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.UnreachableException;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testkit.Requirement;
import java.io.File;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** libcoap's programs, on OpenSSL and on GnuTLS, as the other side. */
class LibcoapDtlsIT {
    private static final byte[] KEY = "secretPSK-16byte".getBytes(StandardCharsets.UTF_8);
    private static final DtlsConfig STORE =
            DtlsConfig.builder().pskStore(PskStore.of(Map.of("sensor-1", KEY))).build();

    private static void require(String program) {
        boolean installed = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        if (!installed && System.getenv("CI") != null) {
            fail(program + " is not installed (expected in CI: package libcoap3-bin)");
        }
        assumeTrue(installed, program + " is not installed: package libcoap3-bin has it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"coap-client-openssl", "coap-client-gnutls"})
    @Requirement("R7252-149")
    void servesClientWithPreSharedKey(String program) throws Exception {
        require(program);
        try (CoapServer server = CoapServer.builder()
                .get(
                        "/who",
                        context -> Response.content(context.peer().identity().toString()))
                .bindSecure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .dtls(STORE)
                .start()) {
            Process client = new ProcessBuilder(
                            program, "-B", "20", "-u", "sensor-1", "-k", "secretPSK-16byte", server.uri("/who"))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertTrue(client.waitFor(30, TimeUnit.SECONDS));
            assertEquals("psk:sensor-1", output);
            assertEquals(1, server.counters().get(Counter.HANDSHAKES_COMPLETED));
            // It takes its leave with a close_notify.
            assertEquals(0, server.counters().get(Counter.HANDSHAKES_FAILED));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"coap-server-openssl", "coap-server-gnutls"})
    @Requirement("R7252-149")
    void asksServerWithPreSharedKey(String program) throws Exception {
        require(program);
        int port = freePair();
        Process process = new ProcessBuilder(
                        List.of(program, "-A", "127.0.0.1", "-p", String.valueOf(port), "-k", "secretPSK-16byte"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (CoapClient plain = CoapClient.create();
                CoapClient client = CoapClient.builder()
                        .dtls(DtlsConfig.psk("sensor-1", KEY))
                        .build()) {
            awaitServer(plain, "coap://127.0.0.1:" + port + "/", process);
            Response response =
                    client.get("coaps://127.0.0.1:" + (port + 1) + "/").send();
            assertEquals(Code.CONTENT, response.code());
            assertTrue(response.text().contains("libcoap"), response.text());
        } finally {
            process.destroyForcibly().waitFor();
        }
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
