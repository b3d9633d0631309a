package dev.pipit.coap.observe;

import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The observers of one resource that made the same request: what is rendered for one of them is there for all. Who
 * serves the resource extends it. Touched by the endpoint's event loop alone.
 */
public abstract class ObserverGroup {
    // RFC 7641 §4.4: "the server MUST set the value of the Observe Option of each notification it sends to the 24 least
    // significant bits of a strictly increasing sequence number" that "MUST NOT increase so fast that it increases by
    // more than 2^23 within less than 256 seconds". A clock with ticks of 65.5 µs gives less than half of that, and
    // goes on where a relation ends and comes again. Each state is one tick at least, and the clock is never left
    // behind
    // by more than the other half.
    private static final int TICK_SHIFT = 16;
    private static final long MOST_AHEAD = 1 << 22;
    private static final long MASK = 0xff_ffff;

    private @Nullable Relation[] relations = new Relation[1];
    private int size;
    private long sequence = -1;
    private @Nullable Notification latest;
    private long repeated = -1; // the number that the latest state was given anew

    /** A group without observers. */
    protected ObserverGroup() {}

    /**
     * An observer is to be added.
     *
     * @param most how many the resource may have with it, in all its groups, at all endpoints
     * @return false where it would have more; the observer is not added then
     */
    protected abstract boolean onAdding(int most);

    /** An observer is gone; where it was the last, {@link #size()} is 0. */
    protected abstract void onRemoved();

    /** Whether a state is being rendered that is not published yet. */
    protected abstract boolean isRendering();

    /** Asks for the state as it is now, to be given to {@link #refresh}: an observer has not been heard of for long. */
    protected abstract void onRefreshDue(long nowNanos);

    /** How many observers there are. */
    public final int size() {
        return size;
    }

    /** One of the observers. */
    public final Relation relation(int index) {
        Relation relation = relations[index];
        if (index >= size || relation == null) {
            throw new IndexOutOfBoundsException("index: " + index + " (expected: less than " + size + ")");
        }
        return relation;
    }

    /**
     * Gives every observer a new state; one that still waits to be sent is replaced. A response that is not 2.xx is
     * the last that they hear.
     *
     * <p>Passed over is who got its first state while this one was being rendered: that may have been a newer one. Such
     * observers are to be given a {@link #refresh}.
     *
     * @param confirmable whether it is sent confirmably in any case
     * @return whether an observer was passed over
     */
    public final boolean publish(Response state, boolean confirmable, long nowNanos) {
        return give(state, false, confirmable, nowNanos);
    }

    /**
     * Gives the state to those observers alone that have asked for it, or were passed over.
     *
     * @return whether an observer was passed over again
     */
    public final boolean refresh(Response state, long nowNanos) {
        return give(state, true, false, nowNanos);
    }

    private boolean give(Response state, boolean toWhoAsked, boolean confirmable, long nowNanos) {
        Notification notification = stamp(state, nowNanos);
        boolean passedOver = false;
        for (int i = size - 1; i >= 0; i--) {
            if (i >= size) {
                continue;
            }
            Relation relation = relation(i);
            if (relation.overtaken) {
                relation.overtaken = false;
                relation.refreshDue = true;
                passedOver = true;
            } else if (!toWhoAsked || relation.refreshDue) {
                relation.update(notification, confirmable, nowNanos);
            }
        }
        return passedOver;
    }

    /** Ends the relations with these as their last words, which are not 2.xx. */
    public final void end(Response last, long nowNanos) {
        Notification notification = Notification.last(last);
        for (int i = size - 1; i >= 0; i--) {
            if (i < size) {
                relation(i).update(notification, true, nowNanos);
            }
        }
    }

    private Notification stamp(Response state, long nowNanos) {
        if (!state.isSuccess()) {
            return Notification.last(state);
        }
        Notification stamped = numbered(state, nowNanos);
        latest = stamped;
        return stamped;
    }

    /** A state under the next sequence number. */
    final Notification numbered(Response state, long nowNanos) {
        return Notification.numbered(state, nextSequence(nowNanos));
    }

    /** The next sequence number, as the option has it. */
    final long nextSequence(long nowNanos) {
        sequence = Math.max(sequence + 1, nowNanos >>> TICK_SHIFT);
        return sequence & MASK;
    }

    /** From when on another state may be numbered: in the past, unless there were very many of late. */
    public final long numberFreeAt() {
        return sequence + 1 - MOST_AHEAD << TICK_SHIFT;
    }

    /** The state that was published last under a number newer than all; null where there is none. */
    final @Nullable Notification repeat(long nowNanos) {
        // Whoever else repeats it next may do so under this number, as long as there is no newer one.
        if (latest != null && repeated != sequence) {
            latest = numbered(latest.response(), nowNanos);
            repeated = sequence;
        }
        return latest;
    }

    final void add(Relation relation) {
        if (size == relations.length) {
            relations = Arrays.copyOf(relations, size * 2);
        }
        relation.index = size;
        relations[size++] = relation;
    }

    final void remove(Relation relation) {
        Relation last = relation(size - 1);
        relations[relation.index] = last;
        last.index = relation.index;
        relations[--size] = null;
        relation.index = Relation.DETACHED;
        onRemoved();
    }

    /** The Block2 option with which these observers registered (RFC 7959 §2.6); null where there was none. */
    protected @Nullable Block askedBlock() {
        return null;
    }
}
