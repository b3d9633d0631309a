package dev.pipit.coap.dtls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.client.Observation;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testkit.PeerProgram;
import dev.pipit.coap.testkit.Requirement;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies in blocks through records of 512 bytes (RFC 6066 §4). */
class MaxFragmentIT {
    private static final byte[] KEY = "sesame-sesame-16".getBytes(StandardCharsets.UTF_8);
    private static final DtlsConfig CLIENT =
            DtlsConfig.builder().psk("lamp", KEY).maxFragment(512).build();

    private static byte[] body() {
        byte[] body = new byte[5000];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 31);
        }
        return body;
    }

    @Test
    @Requirement("R7925-022")
    void bodiesGoBothWaysInBlocksThatFit() throws Exception {
        byte[] body = body();
        ObservableResource state =
                ObservableResource.of(context -> Response.content(body.clone(), ContentFormat.OCTET_STREAM));
        try (CoapServer server = CoapServer.builder()
                        .observable("/body", state)
                        .put("/upload", context -> {
                            assertArrayEquals(body, context.request().payload());
                            return Response.changed();
                        })
                        .bindSecure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .dtls(DtlsConfig.builder()
                                .pskStore(PskStore.of(Map.of("lamp", KEY)))
                                .build())
                        .start();
                CoapClient client = CoapClient.builder().dtls(CLIENT).build()) {
            String uri = "coaps://127.0.0.1:" + server.port("coaps") + "/body";
            assertArrayEquals(body, client.get(uri).send().payload());
            assertTrue(client.put(uri.replace("/body", "/upload"))
                    .payload(body, ContentFormat.OCTET_STREAM)
                    .send()
                    .code()
                    .isSuccess());
            assertArrayEquals(body, client.get(uri).blockSize(64).send().payload());
            BlockingQueue<Response> states = new LinkedBlockingQueue<>();
            try (Observation observation = client.observe(uri, states::add)) {
                assertArrayEquals(body, states.poll(10, TimeUnit.SECONDS).payload());
                body[4999]++;
                state.changed();
                assertArrayEquals(body, states.poll(10, TimeUnit.SECONDS).payload());
                assertFalse(observation.isOver());
            }
            assertEquals(0, server.counters().getOrDefault(Counter.TOO_LARGE, 0L));
            assertEquals(0, client.counters().getOrDefault(Counter.TOO_LARGE, 0L));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"coap-server-openssl", "coap-server-gnutls"})
    void libcoapsServersAgree(String program) throws Exception {
        try (PeerProgram server = PeerProgram.libcoapServer(program, "-k", "sesame-sesame-16");
                CoapClient client = CoapClient.builder().dtls(CLIENT).build()) {
            Response response = client.get(server.secureUri("/")).blockSize(256).send();
            assertTrue(response.text().contains("libcoap"), response.text());
        }
    }
}
