package dev.pipit.coap.examples.testresources;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Does things later: on a thread ({@link ThreadClockwork}), or in a test on a network with a time of its own. */
@FunctionalInterface
public interface Clockwork {
    /** Does something once, when the delay is over. */
    void after(Duration delay, Runnable task);

    /** Does something again and again, the first time when one period is over. */
    default void every(Duration period, Runnable task) {
        after(period, () -> {
            task.run();
            every(period, task);
        });
    }

    /** A value that is there when the delay is over. */
    default <T> CompletableFuture<T> later(Duration delay, T value) {
        CompletableFuture<T> future = new CompletableFuture<>();
        after(delay, () -> future.complete(value));
        return future;
    }
}
