package dev.pipit.coap.timer;

/**
 * Something that happens at a time unless it is cancelled. It is its own entry in the queue, so that waiting costs no
 * further object and cancelling no search.
 */
public abstract class Deadline {
    static final int IDLE = -1;

    long atNanos;
    int index = IDLE;

    /** A deadline that is not in a queue yet. */
    protected Deadline() {}

    /** Called by the queue, once, when the time has come; may schedule the deadline again. */
    protected abstract void expire(long nowNanos);

    /** Whether it waits in a queue. */
    public final boolean isScheduled() {
        return index != IDLE;
    }

    /** Whether it waits in a queue, for this time or an earlier one. */
    protected final boolean isScheduledBy(long nanos) {
        return isScheduled() && atNanos <= nanos;
    }
}
