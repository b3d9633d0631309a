package dev.pipit.coap.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.server.CoapServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Server and client, as users have them, on a network in memory. */
class VirtualServerScenarioTest {
    private final VirtualNetwork network = new VirtualNetwork(11);

    @Test
    void aClientReadsFromAServerThroughABadNetwork() {
        network.conditions(new LinkConditions(0.2, 0.2, 0, 0.2, Duration.ofMillis(20), Duration.ofMillis(50)));
        CoapServer server = CoapServer.builder()
                .transport(network.host("192.0.2.1"))
                .directExecutor()
                .get(
                        "/n/{n}",
                        context -> Response.content("re " + context.request().path()))
                .start(5683);
        CoapClient client =
                CoapClient.builder().transport(network.host("192.0.2.2")).build();
        List<CompletableFuture<Response>> responses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            responses.add(client.get("coap://192.0.2.1/n/" + i).sendAsync());
            assertFalse(responses.get(i).isDone());
        }
        network.runUntilQuiet();
        for (int i = 0; i < 20; i++) {
            assertEquals("re /n/" + i, responses.get(i).join().text());
        }
        client.close();
        server.stop(Duration.ZERO);
    }
}
