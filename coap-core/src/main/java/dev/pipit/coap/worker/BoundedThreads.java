package dev.pipit.coap.worker;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for tasks that may block, with a bound on how many tasks there are at a time. Short tasks are run one behind
 * the other by one thread, as to wake another takes longer than they do; a task that blocks holds up the next one for
 * about a millisecond at most ({@link Staffing}). Safe for use by any thread.
 */
public final class BoundedThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedThreads.class);

    /** How many tasks a thread runs before it passes on what has come of them. */
    private static final int TASKS_TO_PAUSE = 32;

    private final Staffing staffing;
    private final ExecutorService executor;
    private final Runnable pause;
    private final Scout scout = new Scout("pipit-scout", this::look);

    /**
     * Threads of {@link WorkerThreads}, which are the new object's own.
     *
     * @param limit how many tasks are taken at a time, those that wait for a thread included
     */
    public BoundedThreads(int limit, ExecutorService threads) {
        this(limit, threads, () -> {});
    }

    /**
     * Threads of {@link WorkerThreads}, which are the new object's own.
     *
     * @param limit how many tasks are taken at a time, those that wait for a thread included
     * @param pause passes on what tasks have left behind for that; called soon after the end of each task, within about a
     *     millisecond also where the next one blocks, on any thread; must not block itself
     */
    public BoundedThreads(int limit, ExecutorService threads, Runnable pause) {
        this.staffing = new Staffing(limit, Runtime.getRuntime().availableProcessors());
        this.executor = threads;
        this.pause = pause;
    }

    /** Runs a task soon, on another thread; false if there is no room: the task will not run. */
    public boolean execute(Runnable task) {
        if (!offer(task)) {
            return false;
        }
        wake();
        return true;
    }

    /** Takes a task, which will run after the next {@link #wake}; false if there is no room: it will not. */
    public boolean offer(Runnable task) {
        return staffing.offer(task);
    }

    /** Has the tasks run that were offered. */
    public void wake() {
        start(staffing.staff());
        if (staffing.needsWatch()) {
            scout.wake();
        }
    }

    private void start(int threads) {
        int started = 0;
        try {
            for (; started < threads; started++) {
                executor.execute(this::work);
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("closed", e);
        } catch (OutOfMemoryError e) {
            LOG.warn("no thread could be started; those that are there go on", e);
        }
        if (started < threads) {
            staffing.giveUp(threads - started);
        }
    }

    /** Runs tasks until none waits. */
    private void work() {
        Staffing.Place place = new Staffing.Place();
        Runnable task = staffing.begin(place);
        int unreported = 0;
        while (task != null) {
            support(place);
            long began = System.nanoTime();
            run(task);
            long took = System.nanoTime() - began;
            unreported++;
            task = staffing.next(place, took);
            if (task == null || took >= Staffing.LENGTHY_NANOS || unreported == TASKS_TO_PAUSE) {
                unreported = 0;
                pause.run();
            }
        }
    }

    private void support(Staffing.Place place) {
        if (place.threads > 0) {
            start(place.threads);
        }
        if (place.watch) {
            scout.wake();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.error("a task failed", e);
        }
        Thread.interrupted(); // which is not to be the next task's
    }

    private boolean look() {
        start(staffing.look());
        pause.run();
        return staffing.isWatched();
    }

    /** Takes no more; what runs is interrupted, what waits is dropped. */
    @Override
    public void close() {
        staffing.close();
        scout.close();
        executor.shutdownNow();
    }
}
