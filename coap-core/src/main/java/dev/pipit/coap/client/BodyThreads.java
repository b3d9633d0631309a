package dev.pipit.coap.client;

import dev.pipit.coap.worker.WorkerThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The threads that read and write bodies which stream. There are none before the first such body. */
final class BodyThreads implements AutoCloseable {
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
            executor = WorkerThreads.create("pipit-body");
        }
        return executor;
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
