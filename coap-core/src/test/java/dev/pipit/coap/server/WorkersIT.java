package dev.pipit.coap.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.port.TransmissionParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers that block among handlers that do not, which the same thread would run one behind the other. */
@Timeout(60)
final class WorkersIT {
    @Test
    void answersShortRequestsThatCameBetweenSomeThatBlock() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (CoapServer server = CoapServer.builder()
                        .get("/blocked", ctx -> {
                            release.await();
                            return Response.content("done");
                        })
                        .get("/short", ctx -> Response.content("1"))
                        .start(0);
                CoapClient client = CoapClient.builder()
                        .transmission(TransmissionParameters.DEFAULT.nstart(64))
                        .build()) {
            // Until the server has seen that its handlers are short.
            for (int i = 0; i < 200; i++) {
                client.get(server.uri("/short")).send();
            }
            List<CompletableFuture<Response>> blocked = new ArrayList<>();
            List<CompletableFuture<Response>> passing = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                blocked.add(client.get(server.uri("/blocked")).sendAsync());
                passing.add(client.get(server.uri("/short")).sendAsync());
            }
            for (CompletableFuture<Response> each : passing) {
                assertEquals("1", each.get(30, TimeUnit.SECONDS).text());
            }
            release.countDown();
            for (CompletableFuture<Response> each : blocked) {
                assertEquals("done", each.get(30, TimeUnit.SECONDS).text());
            }
        }
    }
}
