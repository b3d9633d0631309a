package dev.pipit.coap.observe;

import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.StandardOptions;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The observers of one resource that made the same request: what is rendered for one of them is there for all. Who
 * serves the resource extends it. Touched by the endpoint's event loop alone.
 */
public abstract class ObserverGroup {
    // RFC 7641 §4.4: "the server MUST set the value of the Observe Option of each notification it sends to the 24 least
    // significant bits of a strictly increasing sequence number" that grows by at most 2^23 in 256 s. A clock with
    // ticks
    // of 65.5 µs gives half of that and goes on where a relation ends and comes again; each state is at least one tick.
    private static final int TICK_SHIFT = 16;
    private static final long MASK = 0xff_ffff;

    private @Nullable Relation[] relations = new Relation[1];
    private int size;
    private long sequence = -1;
    private @Nullable Response latest;

    /** A group without observers. */
    protected ObserverGroup() {}

    /** An observer was added. */
    protected abstract void onAdded();

    /** An observer is gone; where it was the last, {@link #size()} is 0. */
    protected abstract void onRemoved();

    /** How many observers the resource has, in all its groups. */
    protected abstract int observersOfResource();

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
     * @param confirmable whether it is sent confirmably in any case
     */
    public final void publish(Response state, boolean confirmable, long nowNanos) {
        Response notification = stamp(state, nowNanos);
        for (int i = size - 1; i >= 0; i--) {
            if (i < size) {
                relation(i).update(notification, confirmable, nowNanos);
            }
        }
    }

    /** Gives the state to those observers that are due for a confirmable notification. */
    public final void refresh(Response state, long nowNanos) {
        Response notification = stamp(state, nowNanos);
        for (int i = size - 1; i >= 0; i--) {
            if (i < size && relation(i).isRefreshDue()) {
                relation(i).update(notification, true, nowNanos);
            }
        }
    }

    /** Ends the relations with these as their last words, which are not 2.xx. */
    public final void end(Response last, long nowNanos) {
        publish(last, true, nowNanos);
    }

    // RFC 7641 §4.2: a 2.xx notification "MUST include an Observe Option", any other "MUST NOT"
    private Response stamp(Response state, long nowNanos) {
        if (!state.isSuccess()) {
            return Response.of(state.code(), state.options().without(StandardOptions.OBSERVE), state.payload());
        }
        Response stamped = state.with(StandardOptions.OBSERVE, nextSequence(nowNanos));
        latest = stamped;
        return stamped;
    }

    /** The next sequence number, as the option has it. */
    final long nextSequence(long nowNanos) {
        sequence = Math.max(sequence + 1, nowNanos >>> TICK_SHIFT);
        return sequence & MASK;
    }

    /** The state that was published last, to be sent once more; null where there is none. */
    final @Nullable Response repeat(long nowNanos) {
        return latest == null ? null : latest.with(StandardOptions.OBSERVE, nextSequence(nowNanos));
    }

    final void add(Relation relation) {
        if (size == relations.length) {
            relations = Arrays.copyOf(relations, size * 2);
        }
        relation.index = size;
        relations[size++] = relation;
        onAdded();
    }

    final void remove(Relation relation) {
        Relation last = relation(size - 1);
        relations[relation.index] = last;
        last.index = relation.index;
        relations[--size] = null;
        relation.index = Relation.DETACHED;
        onRemoved();
    }
}
