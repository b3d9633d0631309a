package dev.pipit.coap.server;

import dev.pipit.coap.resource.Workers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads on which handlers run that may block: a virtual thread for each request where the JVM has them (21 and
 * later), else a pool. Bounded in both cases; beyond the bound a request is refused.
 */
final class WorkerPool implements Workers, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);
    private static final int POOL_THREADS = 32;

    private final int limit;
    private final ExecutorService executor;
    private final AtomicInteger underWay = new AtomicInteger();

    /** A pool that takes so many requests at a time, those that wait for a thread included. */
    WorkerPool(int limit) {
        this.limit = limit;
        this.executor = Runtime.version().feature() >= 21 ? virtualThreads() : threadPool();
    }

    private static ExecutorService virtualThreads() {
        try {
            // By reflection, as the library is compiled for Java 17.
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            LOG.debug("no virtual threads", e);
            return threadPool();
        }
    }

    private static ExecutorService threadPool() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                POOL_THREADS, POOL_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemonThreads());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory daemonThreads() {
        AtomicInteger started = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "pipit-worker-" + started.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
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
