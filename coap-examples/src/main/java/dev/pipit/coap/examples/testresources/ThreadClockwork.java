package dev.pipit.coap.examples.testresources;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A daemon thread that does what is due; there from the first task until {@link #close}. */
public final class ThreadClockwork implements Clockwork, AutoCloseable {
    private final ScheduledThreadPoolExecutor executor;

    /** A clockwork whose thread has this name. */
    public ThreadClockwork(String name) {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        // What somebody waits for may come too late for the close; it is dropped then.
        executor.setRejectedExecutionHandler((task, closed) -> {});
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody asks for the outcome
    @Override
    public void after(Duration delay, Runnable task) {
        executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    @Override
    public void every(Duration period, Runnable task) {
        executor.scheduleAtFixedRate(task, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Drops what is not done yet. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
