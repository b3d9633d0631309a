package dev.pipit.coap.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.ErrorResponseException;
import dev.pipit.coap.message.RequestCancelledException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.observe.ObservationListener;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.resource.RequestContext;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testing.VirtualNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What filters can do to an observation. */
class ObservingFilterScenarioTest {
    private static final String URI = "coap://192.0.2.1/t";

    private final VirtualNetwork network = new VirtualNetwork(4);
    private final List<String> heard = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private @Nullable CoapException end;
    private String state = "0";
    private final ObservableResource resource = ObservableResource.of(this::render);

    ObservingFilterScenarioTest() {
        CoapServer.builder()
                .transport(network.host("192.0.2.1"))
                .directExecutor()
                .observable("/t", resource)
                .start(5683);
    }

    private Response render(RequestContext context) {
        String user = context.request().query("user").orElse("nobody");
        asked.add(user);
        return user.equals("nobody")
                ? Response.of(Code.UNAUTHORIZED)
                : Response.content(user + " " + state).maxAge(30);
    }

    private CoapClient client(ClientFilter... filters) {
        CoapClientBuilder builder = CoapClient.builder().transport(network.host("192.0.2.3"));
        for (ClientFilter each : filters) {
            builder.filter(each);
        }
        return builder.build();
    }

    private Observation observe(CoapClient client) {
        return client.observe(URI, new ObservationListener() {
            @Override
            public void onNotification(Response notified) {
                heard.add(notified.text());
            }

            @Override
            public void onStale() {
                heard.add("stale");
            }

            @Override
            public void onEnd(@Nullable CoapException reason) {
                heard.add("end");
                end = reason;
            }
        });
    }

    private static ClientCall as(String user, ClientCall call) {
        return call.withRequest(call.request().toBuilder().query("user=" + user).build());
    }

    private void change(String next) {
        state = next;
        resource.changed();
        run(1);
    }

    private void run(double seconds) {
        network.run(Duration.ofNanos((long) (seconds * 1e9)));
    }

    @Test
    void whatAFilterAddsGoesAlongWithEachRegistration() {
        Observation observation = observe(client((call, next) -> next.send(as("alice", call))));
        run(1);
        change("1");
        assertEquals(List.of("alice 0", "alice 1"), heard);
        run(60);
        assertEquals(List.of("alice 0", "alice 1", "stale", "alice 1"), heard);
        observation.close();
        run(1);
        assertEquals(0, resource.observers().count());
        assertEquals(List.of(), asked.stream().filter("nobody"::equals).toList());
    }

    @Test
    void aFilterSeesThatItIsAnObservationAndItsFirstResponse() {
        List<String> seen = new ArrayList<>();
        observe(client((call, next) -> {
            seen.add("observe " + call.request().options().uint(StandardOptions.OBSERVE, 9));
            return next.send(as("alice", call)).thenApply(response -> {
                seen.add(response.text());
                return response;
            });
        }));
        run(1);
        change("1");
        assertEquals(List.of("observe 0", "alice 0"), seen);
    }

    @Test
    void aFilterCanRefuse() {
        Observation observation =
                observe(client((call, next) -> CompletableFuture.failedFuture(new IllegalStateException("not now"))));
        run(1);
        assertEquals(List.of("end"), heard);
        assertTrue(end instanceof RequestCancelledException && end.getMessage().contains("not now"), "" + end);
        assertTrue(observation.isOver());
        assertEquals(List.of(), asked);
    }

    @Test
    void aFilterThatThrowsRefuses() {
        observe(client((call, next) -> {
            throw new IllegalArgumentException("no");
        }));
        run(1);
        assertEquals(List.of("end"), heard);
    }

    @Test
    void aFilterCanTryAgain() {
        observe(client((call, next) -> next.send(call)
                .thenCompose(response -> response.code() == Code.UNAUTHORIZED
                        ? next.send(as("alice", call))
                        : CompletableFuture.completedFuture(response))));
        run(1);
        change("1");
        assertEquals(List.of("alice 0", "alice 1"), heard);
        assertEquals(List.of("nobody", "alice", "alice"), asked);
        assertEquals(1, resource.observers().count());
    }

    @Test
    void aFilterThatTriesAgainLeavesOneRegistration() {
        observe(client(
                (call, next) -> next.send(as("alice", call)).thenCompose(response -> next.send(as("bob", call)))));
        run(1);
        change("1");
        assertEquals(List.of("bob 0", "bob 1"), heard);
        assertEquals(1, resource.observers().count());
    }

    @Test
    void anErrorThatAFilterLetsThroughEndsTheObservation() {
        observe(client((call, next) -> next.send(call)));
        run(1);
        assertEquals(List.of("end"), heard);
        assertEquals(
                Code.UNAUTHORIZED, ((ErrorResponseException) end).response().code());
    }

    @Test
    void anErrorThatAFilterMakesEndsTheRegistrationToo() {
        observe(client(
                (call, next) -> next.send(as("alice", call)).thenApply(response -> Response.of(Code.NOT_ACCEPTABLE))));
        run(1);
        assertEquals(List.of("end"), heard);
        assertEquals(0, resource.observers().count());
    }

    @Test
    void aFilterCanAnswerItself() {
        observe(client((call, next) -> CompletableFuture.completedFuture(Response.content("mine"))));
        run(1);
        assertEquals(List.of("mine", "end"), heard);
        assertEquals(List.of(), asked);
    }

    @Test
    void whatComesWhileAFilterThinksIsHeardAfterwards() {
        CompletableFuture<Response> thought = new CompletableFuture<>();
        observe(client((call, next) -> next.send(as("alice", call)).thenCompose(response -> thought)));
        run(1);
        change("1");
        change("2");
        assertEquals(List.of(), heard);
        thought.complete(Response.content("alice zero"));
        run(1);
        change("3");
        assertEquals(List.of("alice zero", "alice 2", "alice 3"), heard);
    }

    @Test
    void closingWhileAFilterThinksDeregisters() {
        CompletableFuture<Response> thought = new CompletableFuture<>();
        Observation observation =
                observe(client((call, next) -> next.send(as("alice", call)).thenCompose(response -> thought)));
        run(1);
        assertEquals(1, resource.observers().count());
        observation.close();
        run(1);
        thought.complete(Response.content("late"));
        run(1);
        assertEquals(List.of("end"), heard);
        assertEquals(0, resource.observers().count());
    }

    @Test
    void closingBeforeTheFirstResponseEndsItOnce() {
        Observation observation = observe(client((call, next) -> next.send(as("alice", call))));
        observation.close();
        run(300);
        assertEquals(List.of("end"), heard);
        assertEquals(0, resource.observers().count());
    }

    @Test
    void statesOfAnObservationAnswerGetsFromTheCache() {
        CoapClient client = CoapClient.builder()
                .transport(network.host("192.0.2.3"))
                .filter((call, next) -> next.send(as("alice", call)))
                .cache()
                .build();
        observe(client);
        run(1);
        assertEquals("alice 0", client.get(URI).sendAsync().join().text());
        change("1");
        run(25);
        Response stored = client.get(URI).sendAsync().join();
        assertEquals("alice 1", stored.text());
        assertFalse(stored.options().has(StandardOptions.OBSERVE));
        assertEquals(4, stored.maxAge());
        assertEquals(2, client.cacheStatistics().hits());
        // A further listener hears a state that is as old as it is, which does not make it fresh again.
        List<Long> maxAges = new ArrayList<>();
        client.observe(URI, notified -> maxAges.add(notified.maxAge()));
        run(5);
        assertEquals(List.of(4L), maxAges);
        assertFalse(client.get(URI).sendAsync().isDone());
    }
}
