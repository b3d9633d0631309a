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
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** libcoap's programs, on OpenSSL and on GnuTLS, as the other side. */
class LibcoapDtlsIT {
    private static final byte[] KEY = "secretPSK-16byte".getBytes(StandardCharsets.UTF_8);
    private static final DtlsConfig STORE =
            DtlsConfig.builder().pskStore(PskStore.of(Map.of("sensor-1", KEY))).build();

    @ParameterizedTest
    @ValueSource(strings = {"coap-client-openssl", "coap-client-gnutls"})
    @Requirement("R7252-149")
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
    @Requirement("R7252-149")
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
}
