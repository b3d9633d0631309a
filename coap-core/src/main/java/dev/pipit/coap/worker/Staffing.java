package dev.pipit.coap.worker;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks wait, and how many threads are to run them. Without threads and clock of its own; safe for use by any
 * thread, each call being short.
 *
 * <table>
 * <caption>When threads are added</caption>
 * <tr><th>what is seen</th><th>threads</th></tr>
 * <tr><td>tasks take 50 µs or more in the mean</td><td>one for each task</td></tr>
 * <tr><td>they take less, and a thread is moving</td><td>none: it runs them one behind the other</td></tr>
 * <tr><td>they take less, and no thread is moving</td><td>one</td></tr>
 * <tr><td>{@link #look}: no task has begun or ended since the last look</td><td>as many more as are stuck; these no longer
 * count as moving</td></tr>
 * <tr><td>{@link #look}: a task has waited since before the last look</td><td>one, if fewer than processors are
 * moving</td></tr>
 * </table>
 */
final class Staffing {
    /** From here on, a thread for each task costs little beside the task: to wake one takes some 5 µs. */
    static final long LENGTHY_NANOS = 50_000;

    /** What a single task may count for, so that one that was interrupted by the system does not change the picture. */
    private static final long LENGTHIEST_NANOS = 10 * LENGTHY_NANOS;

    private final int limit;
    private final int processors;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean closed;
    private int underWay;
    // Threads are starting until they have looked for their first task, then moving, and stuck from a look to their
    // next.
    private int starting;
    private int moving;
    private int stuck;
    private int round;
    private long meanNanos = LENGTHY_NANOS;
    private boolean watched;
    // Tasks so far, now and at the last look.
    private long offered;
    private long begun;
    private long ended;
    private long offeredThen;
    private long begunThen;
    private long endedThen;

    /**
     * Nobody yet.
     *
     * @param limit how many tasks are taken at a time, waiting and running
     * @param processors how many tasks can make progress at once
     */
    Staffing(int limit, int processors) {
        this.limit = limit;
        this.processors = processors;
    }

    /** A thread's place among the others, and what it is to do beside its next task. Its thread's own. */
    static final class Place {
        private int round;
        /** How many more threads it is to start. */
        int threads;
        /** Whether it is to wake who looks. */
        boolean watch;
    }

    /** Takes a task; false if there is no room. */
    synchronized boolean offer(Runnable task) {
        if (closed || underWay == limit) {
            return false;
        }
        underWay++;
        offered++;
        waiting.add(task);
        return true;
    }

    /** How many threads are to be started now; each is to {@link #begin}. */
    synchronized int staff() {
        if (isLengthy()) {
            return add(unattended());
        }
        return moving + starting == 0 ? add(1) : 0;
    }

    private boolean isLengthy() {
        return meanNanos >= LENGTHY_NANOS;
    }

    /** The tasks that no thread is on its way to. */
    private int unattended() {
        return waiting.size() - starting;
    }

    private int add(int threads) {
        int added = Math.max(0, Math.min(threads, unattended()));
        starting += added;
        return added;
    }

    /** So many threads could not be started. */
    synchronized void giveUp(int threads) {
        starting -= threads;
    }

    /** The first task of a thread; null if there is none (any more): it is to end. */
    synchronized @Nullable Runnable begin(Place place) {
        starting--;
        moving++;
        place.round = round;
        return take(place, false);
    }

    /** A task has ended; what a thread is to do next, null if it is to end. */
    synchronized @Nullable Runnable next(Place place, long tookNanos) {
        underWay--;
        ended++;
        meanNanos += (Math.min(tookNanos, LENGTHIEST_NANOS) - meanNanos) / 16;
        if (place.round != round) {
            place.round = round;
            stuck--;
            moving++;
        }
        return take(place, true);
    }

    private @Nullable Runnable take(Place place, boolean unreported) {
        Runnable task = waiting.poll();
        if (task == null) {
            moving--;
        } else {
            begun++;
            place.threads = staff();
            place.watch = needsWatch(unreported);
        }
        return task;
    }

    /** Whether somebody has to be woken who looks, as tasks may be held up by one that runs. */
    synchronized boolean needsWatch() {
        return needsWatch(false);
    }

    /** What has come of a task, and has not been passed on, may be held up as well. */
    private boolean needsWatch(boolean unreported) {
        if (watched || unattended() <= 0 && !unreported) {
            return false;
        }
        watched = true;
        return true;
    }

    /** Looks whether tasks are held up; to be called every so often. The answer is that of {@link #staff}. */
    synchronized int look() {
        int added = 0;
        boolean stands = begun == begunThen && ended == endedThen;
        if (stands) {
            stuck += moving;
            moving = 0;
            round++;
            added = add(Math.max(1, stuck));
        } else if (begun < offeredThen && moving + starting < processors) {
            added = add(1);
        }
        offeredThen = offered;
        begunThen = begun;
        endedThen = ended;
        watched = !stands || unattended() > 0;
        return added;
    }

    /** Whether there is to be a next look. */
    synchronized boolean isWatched() {
        return watched;
    }

    /** Drops what waits, and takes no more. */
    synchronized void close() {
        closed = true;
        underWay -= waiting.size();
        waiting.clear();
    }
}
