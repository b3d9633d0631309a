package dev.pipit.coap.worker;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads on which tasks may block: a virtual one for each task where the JVM has them (21 and later), else daemons,
 * which end when there is nothing to do for 10 s. How many tasks wait for a thread is for the owner to limit.
 */
public final class WorkerThreads {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerThreads.class);
    private static final int POOL_THREADS = 32;
    private static final long DEFAULT_STACK = 0;

    private WorkerThreads() {}

    /**
     * Threads of their own for somebody, up to 32 where they are not virtual.
     *
     * @param name what the names of the daemons start with
     */
    public static ExecutorService create(String name) {
        return create(name, POOL_THREADS, DEFAULT_STACK);
    }

    /**
     * Threads of their own for somebody.
     *
     * @param name what the names of the daemons start with
     * @param threads how many there are at most where they are not virtual
     * @param stackBytes how large the stacks of those are; 0 for the JVM's default
     */
    public static ExecutorService create(String name, int threads, long stackBytes) {
        return Runtime.version().feature() >= 21
                ? virtualThreads(name, threads, stackBytes)
                : pool(name, threads, stackBytes);
    }

    private static ExecutorService virtualThreads(String name, int threads, long stackBytes) {
        try {
            // By reflection, as the library is compiled for Java 17.
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            LOG.debug("no virtual threads", e);
            return pool(name, threads, stackBytes);
        }
    }

    /** Threads that are not virtual. */
    static ExecutorService pool(String name, int threads, long stackBytes) {
        AtomicInteger started = new AtomicInteger();
        IdleFirst queue = new IdleFirst();
        return new ThreadPoolExecutor(
                0,
                threads,
                10,
                TimeUnit.SECONDS,
                queue,
                task -> {
                    Thread thread = new Thread(null, task, name + "-" + started.incrementAndGet(), stackBytes);
                    thread.setDaemon(true);
                    return thread;
                },
                (task, pool) -> queue.await(task, pool.isShutdown()));
    }

    /**
     * What makes a pool give a task to a thread that is idle, else to a new one, and have it wait where there can be no
     * further one. With another queue, a pool makes a new thread as long as it may, or none beyond its core.
     */
    private static final class IdleFirst extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1;

        /** False where no thread is idle. */
        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }

        void await(Runnable task, boolean closed) {
            if (closed) {
                throw new RejectedExecutionException("the threads have been closed");
            }
            put(task);
        }
    }
}
