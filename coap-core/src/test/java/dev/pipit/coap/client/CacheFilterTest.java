package dev.pipit.coap.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.cache.CacheConfig;
import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.UnreachableException;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CacheFilterTest {
    private final CacheFilter filter = new CacheFilter(CacheConfig.DEFAULT.maxEntries(8), () -> 0);

    private static ClientCall call(Code method, String uri) {
        return new ClientCall(
                CoapUri.parse(uri),
                Request.of(method, Options.EMPTY, new byte[0]),
                SendOptions.confirmable(TransmissionParameters.DEFAULT));
    }

    @Test
    void handsOnWhatPreventedAResponse() {
        UnreachableException failure = new UnreachableException("nobody there");
        CompletableFuture<Response> answer =
                filter.filter(call(Code.GET, "coap://h/a"), call -> CompletableFuture.failedFuture(failure));
        CompletionException thrown = assertThrows(CompletionException.class, answer::join);
        assertEquals(failure, thrown.getCause());
    }

    @Test
    void tellsServersApart() {
        for (String uri : List.of("coap://h/a", "coap://h:5684/a", "coap://i/a", "coap://[::1]/a", "coap://h/a?x")) {
            CompletableFuture<Response> answer = filter.filter(
                    call(Code.GET, uri), call -> CompletableFuture.completedFuture(Response.content(uri)));
            assertEquals(uri, answer.join().text());
        }
        assertEquals(5, filter.statistics().misses());
    }

    @Test
    void servesManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int seed = thread;
                all.add(threads.submit(() -> work(seed)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertTrue(filter.statistics().entries() <= 8);
        assertEquals(
                4 * 5000 * 9 / 10,
                filter.statistics().hits() + filter.statistics().misses());
    }

    private void work(int seed) {
        for (int i = 0; i < 5000; i++) {
            String uri = "coap://h/" + (i + seed) % 12;
            Code method = i % 10 == 0 ? Code.PUT : Code.GET;
            Response answer = filter.filter(
                            call(method, uri),
                            sent -> CompletableFuture.completedFuture(
                                    method == Code.PUT ? Response.changed() : Response.content(uri)))
                    .join();
            assertEquals(method == Code.PUT ? "" : uri, answer.text());
        }
    }
}
