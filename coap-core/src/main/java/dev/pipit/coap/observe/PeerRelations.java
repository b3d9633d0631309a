package dev.pipit.coap.observe;

import dev.pipit.coap.message.Token;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.timer.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The relations of one peer, and the pace at which it is notified: hangs on the peer's slot. Relations that have
 * something to say take turns.
 */
final class PeerRelations extends Deadline {
    static final PeerSlot.Key<PeerRelations> KEY = PeerSlot.Key.of(PeerSlot.Key.OBSERVE);
    private static final long UNKNOWN = -1;

    private final ObserveLayer layer;
    private final PeerSlot slot;
    private @Nullable Relation first;
    private int size;
    private @Nullable Relation firstDue;
    private @Nullable Relation lastDue;
    private int outstanding;
    private boolean pumping;
    private long roundTripNanos = UNKNOWN;
    private long nextNonNanos = Long.MIN_VALUE;
    private long wakeNanos = Long.MAX_VALUE;

    PeerRelations(ObserveLayer layer, PeerSlot slot) {
        this.layer = layer;
        this.slot = slot;
    }

    ObserveLayer layer() {
        return layer;
    }

    ObserveConfig config() {
        return layer.config();
    }

    PeerSlot slot() {
        return slot;
    }

    int size() {
        return size;
    }

    @Nullable
    Relation first() {
        return first;
    }

    @Nullable
    Relation find(Token token) {
        for (Relation at = first; at != null; at = at.next) {
            if (at.token().equals(token)) {
                return at;
            }
        }
        return null;
    }

    void add(Relation relation) {
        relation.next = first;
        if (first != null) {
            first.previous = relation;
        }
        first = relation;
        size++;
    }

    void remove(Relation relation, long nowNanos) {
        if (relation.previous == null) {
            first = relation.next;
        } else {
            relation.previous.next = relation.next;
        }
        if (relation.next != null) {
            relation.next.previous = relation.previous;
        }
        relation.previous = null;
        relation.next = null;
        size--;
        if (size == 0) {
            layer.deadlines().cancel(this);
            wakeNanos = Long.MAX_VALUE;
            slot.set(KEY, null);
        } else {
            pump(nowNanos);
        }
    }

    // ---- the pace

    void enqueue(Relation relation, long nowNanos) {
        if (!relation.due) {
            relation.due = true;
            if (lastDue == null) {
                firstDue = relation;
            } else {
                lastDue.nextDue = relation;
            }
            lastDue = relation;
        }
        pump(nowNanos);
    }

    /** Sends what may be sent now. */
    void pump(long nowNanos) {
        if (pumping) {
            return;
        }
        pumping = true;
        while (firstDue != null) {
            Relation relation = firstDue;
            if (relation.hasSomethingToSay()) {
                // RFC 7641 §4.5.1: "servers MUST strictly limit the number of simultaneous outstanding
                // notifications/responses that they transmit to a given client to NSTART", where a NON counts until its
                // waiting time is over
                boolean spaced = nowNanos >= nextNonNanos;
                if (outstanding + (spaced ? 0 : 1) >= layer.nstart()) {
                    if (!spaced) {
                        wakeAt(nextNonNanos, nowNanos);
                    }
                    break;
                }
                boolean confirmable = relation.isConfirmableDue(nowNanos);
                takeDue(relation);
                relation.send(confirmable, nowNanos);
                if (!confirmable) {
                    nextNonNanos = nowNanos + spacingNanos();
                    wakeAt(nowNanos + config().quietTime().toNanos(), nowNanos);
                }
            } else {
                takeDue(relation);
            }
        }
        pumping = false;
    }

    private void takeDue(Relation relation) {
        firstDue = relation.nextDue;
        if (firstDue == null) {
            lastDue = null;
        }
        relation.nextDue = null;
        relation.due = false;
    }

    // RFC 7641 §4.5.1: "The server SHOULD NOT send more than one non-confirmable notification per round-trip time (RTT)
    // to a client on average. If the server cannot maintain an RTT estimate for a client, it SHOULD NOT send more than
    // one non-confirmable notification every 3 seconds"
    private long spacingNanos() {
        return roundTripNanos == UNKNOWN ? config().nonSpacing().toNanos() : roundTripNanos;
    }

    /** A confirmable notification is on its way. */
    void started() {
        outstanding++;
    }

    /** It is acknowledged, or given up. */
    void finished() {
        outstanding--;
    }

    void measured(long nanos) {
        roundTripNanos = roundTripNanos == UNKNOWN ? nanos : roundTripNanos - roundTripNanos / 8 + nanos / 8;
    }

    // ---- time

    void wakeAt(long atNanos, long nowNanos) {
        if (atNanos < wakeNanos) {
            wakeNanos = Math.max(atNanos, nowNanos);
            layer.deadlines().schedule(this, wakeNanos);
        }
    }

    @Override
    protected void expire(long nowNanos) {
        wakeNanos = Long.MAX_VALUE;
        pump(nowNanos);
        long again = Long.MAX_VALUE;
        Relation at = first;
        while (at != null) {
            Relation following = at.next;
            again = Math.min(again, at.handleTimeout(nowNanos));
            at = following;
        }
        if (again != Long.MAX_VALUE && size > 0) {
            wakeAt(again, nowNanos);
        }
    }
}
