package dev.pipit.coap.timer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A binary heap of deadlines, earliest first. Touched by one event loop. */
public final class DeadlineQueue {
    private @Nullable Deadline[] heap = new Deadline[64];
    private int size;

    /** An empty queue. */
    public DeadlineQueue() {}

    /** Schedules a deadline, or moves it where it waits already. */
    public void schedule(Deadline deadline, long atNanos) {
        deadline.atNanos = atNanos;
        if (!deadline.isScheduled()) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            place(deadline, size++);
        }
        settle(deadline);
    }

    /** Takes a deadline out; does nothing where it does not wait. */
    public void cancel(Deadline deadline) {
        int at = deadline.index;
        if (at == Deadline.IDLE) {
            return;
        }
        deadline.index = Deadline.IDLE;
        Deadline last = at(--size);
        heap[size] = null;
        if (last != deadline) {
            place(last, at);
            settle(last);
        }
    }

    /** Lets everything expire whose time has come, in order. */
    public void handleTimeout(long nowNanos) {
        while (size > 0 && at(0).atNanos <= nowNanos) {
            Deadline due = at(0);
            cancel(due);
            due.expire(nowNanos);
        }
    }

    /** The earliest deadline, {@link Long#MAX_VALUE} where none waits. */
    public long nextDeadline() {
        return size == 0 ? Long.MAX_VALUE : at(0).atNanos;
    }

    /** How many deadlines wait. */
    public int size() {
        return size;
    }

    private void settle(Deadline deadline) {
        int at = deadline.index;
        while (at > 0 && at((at - 1) / 2).atNanos > deadline.atNanos) {
            place(at((at - 1) / 2), at);
            at = (at - 1) / 2;
        }
        for (int child = earlierChild(at);
                child < size && at(child).atNanos < deadline.atNanos;
                child = earlierChild(at)) {
            place(at(child), at);
            at = child;
        }
        place(deadline, at);
    }

    private int earlierChild(int parent) {
        int left = 2 * parent + 1;
        return left + 1 < size && at(left + 1).atNanos < at(left).atNanos ? left + 1 : left;
    }

    private void place(Deadline deadline, int at) {
        heap[at] = deadline;
        deadline.index = at;
    }

    private Deadline at(int index) {
        Deadline deadline = heap[index];
        if (deadline == null) {
            throw new IllegalStateException("no deadline at " + index);
        }
        return deadline;
    }
}
