package dev.pipit.coap.blockwise;

import static dev.pipit.coap.blockwise.Bodies.body;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.testing.VirtualNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A transfer of more blocks than there are message IDs within EXCHANGE_LIFETIME (RFC 7252 §4.4). */
class ManyBlocksScenarioTest {
    private static final int BLOCKS = 65_536 + 100;

    private final VirtualNetwork network = new VirtualNetwork(11);
    private final EndpointConfig config = EndpointConfig.DEFAULT.blockwise(
            BlockwiseConfig.DEFAULT.blockSize(16).maxBodyBytes(2 << 20).maxBufferedBytes(8 << 20));
    private final List<byte[]> received = new ArrayList<>();

    @Test
    void anUploadWaitsForMessageIdsToComeFreeAgain() {
        byte[] body = body(16 * BLOCKS);
        network.host("192.0.2.2").endpoint(5683, config, (incoming, now) -> {
            received.add(incoming.request().payload());
            incoming.respond(Response.changed(), now);
        });
        AskingClient client = new AskingClient(network, config);
        client.ask(Request.builder(Code.PUT).path("/image").payload(body).build());

        network.run(Duration.ofSeconds(200));
        assertEquals(List.of(), client.failures);
        assertTrue(client.responses.isEmpty());
        network.run(Duration.ofSeconds(60));
        assertEquals(Code.CHANGED, client.response().code());
        assertArrayEquals(body, received.get(0));
    }
}
