package dev.pipit.coap.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.Response;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testing.VirtualNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The stream of states under back-pressure, on a network in memory. */
class ObservationPublisherTest {
    private final VirtualNetwork network = new VirtualNetwork(3);
    private String state = "0";
    private final ObservableResource resource = ObservableResource.of(context -> Response.content(state));
    private final CoapServer server = CoapServer.builder()
            .transport(network.host("192.0.2.1"))
            .directExecutor()
            .observable("/t", resource)
            .get("/plain", context -> Response.content("7"))
            .start(5683);
    private final CoapClient client =
            CoapClient.builder().transport(network.host("192.0.2.3")).build();
    private final Seen seen = new Seen();

    private void change(String next) {
        state = next;
        resource.changed();
        network.run(Duration.ofSeconds(1));
    }

    private void subscribe(String path) {
        client.get("coap://192.0.2.1" + path).observe().subscribe(seen);
        network.run(Duration.ofSeconds(1));
    }

    @Test
    void givesAsMuchAsIsAskedForAndTheNewestThen() {
        subscribe("/t");
        assertEquals(List.of(), seen.signals);
        seen.subscription().request(1);
        assertEquals(List.of("0"), seen.signals);
        change("1");
        change("2");
        change("3");
        assertEquals(List.of("0"), seen.signals);
        seen.subscription().request(2);
        assertEquals(List.of("0", "3"), seen.signals);
        change("4");
        change("5");
        assertEquals(List.of("0", "3", "4"), seen.signals);
    }

    @Test
    void cancellingDeregisters() {
        subscribe("/t");
        seen.subscription().request(Long.MAX_VALUE);
        assertEquals(1, resource.observers().count());
        seen.subscription().cancel();
        network.run(Duration.ofSeconds(1));
        assertEquals(0, resource.observers().count());
        assertEquals(List.of("0"), seen.signals);
    }

    @Test
    void aSubscriberThatThrowsHasCancelled() {
        subscribe("/t");
        seen.broken = true;
        assertThrows(IllegalStateException.class, () -> seen.subscription().request(1));
        network.run(Duration.ofSeconds(1));
        assertEquals(0, resource.observers().count());
        change("1");
        seen.subscription().request(5);
        assertEquals(List.of("0"), seen.signals);
    }

    @Test
    void completesAfterTheStateWhereItCannotBeObserved() {
        subscribe("/plain");
        assertEquals(List.of(), seen.signals);
        seen.subscription().request(5);
        assertEquals(List.of("7", "complete"), seen.signals);
    }

    @Test
    void failsWithTheErrorOfTheServer() {
        subscribe("/none");
        assertEquals(List.of("ErrorResponseException"), seen.signals);
    }

    @Test
    void askingForNothingIsAnError() {
        subscribe("/t");
        seen.subscription().request(0);
        network.run(Duration.ofSeconds(1));
        assertEquals(List.of("IllegalArgumentException"), seen.signals);
        assertTrue(server.isRunning());
        assertEquals(0, resource.observers().count());
    }

    private static final class Seen implements Flow.Subscriber<Response> {
        private final List<String> signals = new ArrayList<>();
        private boolean broken;
        private Flow.@Nullable Subscription subscription;

        Flow.Subscription subscription() {
            return Objects.requireNonNull(subscription);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(Response next) {
            signals.add(next.text());
            if (broken) {
                throw new IllegalStateException("subscriber of a test");
            }
        }

        @Override
        public void onError(Throwable reason) {
            signals.add(reason.getClass().getSimpleName());
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }
    }
}
