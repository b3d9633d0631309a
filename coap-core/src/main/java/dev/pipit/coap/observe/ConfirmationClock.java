package dev.pipit.coap.observe;

import dev.pipit.coap.timer.Deadline;
import dev.pipit.coap.timer.DeadlineQueue;

/**
 * Knows when a relation's next notification has to be confirmable, and when one has to be sent for that alone. As a
 * deadline, that moment or an earlier one: it is seldom worth the trouble to move it back.
 */
abstract class ConfirmationClock extends Deadline {
    private boolean demanded;
    private int nonConfirmables; // since the last confirmable one
    private long sentNanos;
    private long confirmedNanos;

    /** What it goes by. */
    abstract Pace pace();

    /** Where it waits. */
    abstract DeadlineQueue deadlines();

    /** Whether nothing is on its way or about to be; what is, looks again when it is through. */
    abstract boolean isSilent();

    /** The last notification is to be repeated confirmably. */
    abstract void onRepeatDue(long nowNanos);

    /** Nothing has been confirmed for long: the state as it is now is to be sent confirmably. */
    abstract void onRefreshDue(long nowNanos);

    /** The observer has just asked, so it is there. */
    final void start(long nowNanos) {
        sentNanos = nowNanos;
        confirmedNanos = nowNanos;
        lookAgainAt(nowNanos + pace().intervalNanos());
    }

    /** The next one is to be confirmable. */
    final void demand() {
        demanded = true;
    }

    /** Whether the next one has to be confirmable. */
    final boolean isDue(long nowNanos) {
        Pace pace = pace();
        return demanded
                || pace.confirmable()
                || nonConfirmables >= pace.confirmableEvery() - 1
                || nowNanos - sentNanos >= pace.quietNanos()
                || nowNanos - confirmedNanos >= pace.intervalNanos();
    }

    /** One is sent. */
    final void handleSent(boolean confirmable, long nowNanos) {
        demanded = false;
        sentNanos = nowNanos;
        nonConfirmables = confirmable ? 0 : nonConfirmables + 1;
        if (!confirmable) {
            lookAgainAt(nowNanos + pace().quietNanos());
        }
    }

    /** A confirmable one is acknowledged; gives the time since it was sent for the first time. */
    final long handleAcknowledged(long nowNanos) {
        confirmedNanos = nowNanos;
        lookAgainAt(nowNanos + pace().intervalNanos());
        return nowNanos - sentNanos;
    }

    final void lookAgainAt(long atNanos) {
        if (!isScheduledBy(atNanos)) {
            deadlines().schedule(this, atNanos);
        }
    }

    @Override
    protected final void expire(long nowNanos) {
        if (!isSilent()) {
            return;
        }
        long repeatAt = nonConfirmables == 0 ? Long.MAX_VALUE : sentNanos + pace().quietNanos();
        long refreshAt = confirmedNanos + pace().intervalNanos();
        if (nowNanos >= repeatAt) {
            // RFC 7641 §4.5: "make sure that the client observes the latest state change by repeating the last
            // notification in a confirmable message when the burst is over"
            demand();
            onRepeatDue(nowNanos);
        } else if (nowNanos >= refreshAt) {
            // RFC 7641 §4.5: a confirmable message "at least every 24 hours"
            demand();
            onRefreshDue(nowNanos);
        } else {
            lookAgainAt(Math.min(repeatAt, refreshAt));
        }
    }
}
