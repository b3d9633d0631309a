package dev.pipit.coap.client;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that read and write bodies which stream: virtual ones where the JVM has them (21 and later), else up to 32
 * daemons. There are none before the first such body.
 */
final class BodyThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BodyThreads.class);
    private static final int POOL_THREADS = 32;

    private @Nullable ExecutorService executor; // guarded by this, as is closed
    private boolean closed;

    /** Runs a task soon; false after {@link #close}. */
    boolean execute(Runnable task) {
        try {
            ExecutorService threads = executor();
            if (threads != null) {
                threads.execute(task);
            }
            return threads != null;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private synchronized @Nullable ExecutorService executor() {
        if (executor == null && !closed) {
            executor = Runtime.version().feature() >= 21 ? virtualThreads() : threadPool();
        }
        return executor;
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
        AtomicInteger started = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                POOL_THREADS, POOL_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "pipit-body-" + started.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Takes no more; what waits is still done, such as closing files. */
    @Override
    public synchronized void close() {
        closed = true;
        if (executor != null) {
            executor.shutdown();
        }
    }
}
