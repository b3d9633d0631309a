package dev.pipit.coap.worker;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for tasks that may block, with a bound on how many tasks there are at a time. Safe for use by any thread. */
public final class BoundedThreads implements AutoCloseable {
    private final int limit;
    private final ExecutorService executor;
    private final AtomicInteger underWay = new AtomicInteger();

    /**
     * Threads of {@link WorkerThreads}, which are the new object's own.
     *
     * @param limit how many tasks are taken at a time, those that wait for a thread included
     */
    public BoundedThreads(int limit, ExecutorService threads) {
        this.limit = limit;
        this.executor = threads;
    }

    /** Runs a task soon, on another thread; false if there is no room: the task will not run. */
    public boolean execute(Runnable task) {
        if (underWay.incrementAndGet() > limit) {
            underWay.decrementAndGet();
            return false;
        }
        try {
            executor.execute(() -> {
                try {
                    task.run();
                } finally {
                    underWay.decrementAndGet();
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            underWay.decrementAndGet();
            return false;
        }
    }

    /** Takes no more; what runs is interrupted. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
