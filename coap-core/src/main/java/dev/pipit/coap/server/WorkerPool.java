package dev.pipit.coap.server;

import dev.pipit.coap.resource.Workers;
import dev.pipit.coap.worker.WorkerThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which handlers run that may block. Bounded: beyond the bound a request is refused. */
final class WorkerPool implements Workers, AutoCloseable {
    private final int limit;
    private final ExecutorService executor;
    private final AtomicInteger underWay = new AtomicInteger();

    /** A pool that takes so many requests at a time, those that wait for a thread included. */
    WorkerPool(int limit) {
        this.limit = limit;
        this.executor = WorkerThreads.create("pipit-worker");
    }

    @Override
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
