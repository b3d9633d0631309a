package dev.pipit.coap.transport;

import io.netty.channel.EventLoop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What other threads want done on an event loop. Tasks that come faster than the loop runs share one wake-up. */
final class LoopTasks {
    private static final Logger LOG = LoggerFactory.getLogger(LoopTasks.class);

    private final EventLoop loop;
    private final LongSupplier clock;
    private final Runnable onWake;
    private final Queue<Binding.LoopTask> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean waking = new AtomicBoolean();

    /**
     * No tasks yet.
     *
     * @param clock the {@code nowNanos} of the tasks
     * @param endBatch what the loop does when it has been woken: it is to {@link #run()} them
     */
    LoopTasks(EventLoop loop, LongSupplier clock, Runnable endBatch) {
        this.loop = loop;
        this.clock = clock;
        this.onWake = () -> {
            waking.set(false);
            endBatch.run();
        };
    }

    /** Adds a task, for the next time that the loop runs some. From any thread. */
    void add(Binding.LoopTask task) {
        tasks.add(task);
    }

    /** Wakes the loop if tasks wait and it has not been woken yet. From any thread. */
    void wake() {
        if (tasks.isEmpty() || waking.get() || !waking.compareAndSet(false, true)) {
            return;
        }
        try {
            loop.execute(onWake);
        } catch (RejectedExecutionException e) {
            LOG.debug("the event loop has ended", e);
        }
    }

    /** Runs them all. On the loop. */
    void run() {
        for (Binding.LoopTask task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run(clock.getAsLong());
            } catch (RuntimeException e) {
                LOG.error("a task failed on the event loop", e);
            }
        }
    }
}
