package dev.pipit.coap.dtls.bc;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where handshakes wait and compute: a virtual thread for each where the JVM has them (21 and later), else threads that
 * come when they are needed and go when they are not. Bounded in both cases.
 */
final class HandshakeThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HandshakeThreads.class);
    private static final long STACK_BYTES = 256 << 10;

    private final int limit;
    private final ExecutorService executor;
    private final AtomicInteger underWay = new AtomicInteger();

    /**
     * Threads for so many handshakes at a time.
     *
     * @param threads how many run
     * @param limit how many are taken, those that wait for a thread included
     */
    HandshakeThreads(int threads, int limit) {
        this.limit = limit;
        this.executor = Runtime.version().feature() >= 21 ? virtualThreads(threads) : platformThreads(threads);
    }

    private static ExecutorService virtualThreads(int threads) {
        try {
            // By reflection, as the library is compiled for Java 17.
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            LOG.debug("no virtual threads", e);
            return platformThreads(threads);
        }
    }

    private static ExecutorService platformThreads(int threads) {
        AtomicInteger started = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(null, task, "pipit-handshake-" + started.incrementAndGet(), STACK_BYTES);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Runs a handshake; false where there is no room for it. */
    boolean execute(Runnable handshake) {
        if (underWay.incrementAndGet() > limit) {
            underWay.decrementAndGet();
            return false;
        }
        try {
            executor.execute(() -> {
                try {
                    handshake.run();
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
