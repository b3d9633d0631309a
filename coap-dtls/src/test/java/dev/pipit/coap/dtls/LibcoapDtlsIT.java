package dev.pipit.coap.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testkit.PeerProgram;
import dev.pipit.coap.testkit.Requirement;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** libcoap's programs, on OpenSSL and on GnuTLS, as the other side. */
class LibcoapDtlsIT {
    private static final byte[] KEY = "secretPSK-16byte".getBytes(StandardCharsets.UTF_8);
    private static final DtlsConfig STORE =
            DtlsConfig.builder().pskStore(PskStore.of(Map.of("sensor-1", KEY))).build();

    @ParameterizedTest
    @ValueSource(strings = {"coap-client-openssl", "coap-client-gnutls"})
    @Requirement({"R7252-149", "R7925-001"})
    void servesClientWithPreSharedKey(String program) throws Exception {
        PeerProgram.require(program, "libcoap3-bin");
        try (CoapServer server = CoapServer.builder()
                .get(
                        "/who",
                        context -> Response.content(context.peer().identity().toString()))
                .bindSecure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .dtls(STORE)
                .start()) {
            String output =
                    PeerProgram.libcoapClient(program, "-u", "sensor-1", "-k", "secretPSK-16byte", server.uri("/who"));
            assertEquals("psk:sensor-1", output);
            assertEquals(1, server.counters().get(Counter.HANDSHAKES_COMPLETED));
            // It takes its leave with a close_notify.
            assertEquals(0, server.counters().get(Counter.HANDSHAKES_FAILED));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"coap-server-openssl", "coap-server-gnutls"})
    @Requirement({"R7252-149", "R7925-001"})
    void asksServerWithPreSharedKey(String program) throws Exception {
        try (PeerProgram server = PeerProgram.libcoapServer(program, "-k", "secretPSK-16byte");
                CoapClient client = CoapClient.builder()
                        .dtls(DtlsConfig.psk("sensor-1", KEY))
                        .build()) {
            Response response = client.get(server.secureUri("/")).send();
            assertEquals(Code.CONTENT, response.code());
            assertTrue(response.text().contains("libcoap"), response.text());
        }
    }

    /** libcoap's server has a key for each name, and says a hint. */
    @ParameterizedTest
    @ValueSource(strings = {"coap-server-openssl", "coap-server-gnutls"})
    @Requirement({"R7925-021", "R7252-148"})
    void asksServerByNameAndHint(String program, @TempDir Path directory) throws Exception {
        Path names = directory.resolve("names");
        Files.writeString(names, "localhost,the hint,secretPSK-16byte\n");
        List<String> hints = new CopyOnWriteArrayList<>();
        PskSelector selector = (host, port, hint) -> {
            hints.add(host + " " + hint);
            return Optional.of(new PskCredential("sensor-1", KEY));
        };
        try (PeerProgram server = PeerProgram.libcoapServer(program, "-k", "another-key-1234", "-s", names.toString());
                CoapClient client = CoapClient.builder()
                        .dtls(DtlsConfig.builder().psk(selector).build())
                        .build()) {
            String uri = server.secureUri("/").replace("127.0.0.1", "localhost");
            Response response = client.get(uri).send();
            assertTrue(response.text().contains("libcoap"), response.text());
            assertEquals(List.of("localhost the hint"), hints);
        }
    }
}
