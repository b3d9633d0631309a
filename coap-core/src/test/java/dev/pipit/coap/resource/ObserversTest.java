package dev.pipit.coap.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.event.Counters;
import dev.pipit.coap.observe.ObserveConfig;
import dev.pipit.coap.observe.ObserveLayer;
import dev.pipit.coap.observe.ObserverQuota;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.timer.DeadlineQueue;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ObserversTest {
    @Test
    void aLoopThatIsClosedMeanwhileHasNobodyToList() {
        Loop closed = task -> false;
        Counters counters = new Counters();
        ObserveLayer.Environment environment = new ObserveLayer.Environment(
                (peer, token, message, options, listener, now) -> {
                    throw new AssertionError("nothing is sent");
                },
                new DeadlineQueue(),
                TransmissionParameters.DEFAULT,
                counters,
                (peer, notification, token, asked) -> notification);
        ObserveLayer layer = new ObserveLayer(ObserveConfig.DEFAULT, new ObserverQuota(1), environment);
        ResourceLayer resources = new ResourceLayer(
                new ResourceTree(List.of()),
                ResourceConfig.of("coap", () -> ServedTree.CLIENT),
                task -> false,
                closed,
                counters);
        Observers observers = Observers.create();
        observers.attach(new Subject(observers, new Observation(layer, closed, resources)));
        CompletableFuture<List<Observer>> list = observers.list();
        assertTrue(list.isDone());
        assertEquals(List.of(), list.join());
    }
}
