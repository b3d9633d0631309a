package dev.pipit.coap.examples.testresources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ThreadClockworkIT {
    @Test
    void doesThingsLaterAndAgainAndAgain() throws Exception {
        try (ThreadClockwork clockwork = new ThreadClockwork("test-clockwork")) {
            CountDownLatch twice = new CountDownLatch(2);
            clockwork.every(Duration.ofMillis(1), twice::countDown);
            long started = System.nanoTime();
            assertEquals("x", clockwork.later(Duration.ofMillis(50), "x").get(20, TimeUnit.SECONDS));
            assertTrue(System.nanoTime() - started >= 50_000_000);
            assertTrue(twice.await(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void closeEndsTheThreadAndDropsTheRest() throws Exception {
        ThreadClockwork clockwork = new ThreadClockwork("test-clockwork");
        AtomicReference<Thread> thread = new AtomicReference<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        clockwork.after(Duration.ZERO, () -> {
            thread.set(Thread.currentThread());
            begun.complete(null);
        });
        CompletableFuture<String> late = clockwork.later(Duration.ofHours(1), "late");
        begun.get(20, TimeUnit.SECONDS);
        clockwork.close();
        clockwork.after(Duration.ZERO, () -> late.complete("after the end"));
        thread.get().join(20_000);
        assertFalse(thread.get().isAlive());
        assertFalse(late.isDone());
    }
}
