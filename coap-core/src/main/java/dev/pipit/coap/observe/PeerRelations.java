package dev.pipit.coap.observe;

import dev.pipit.coap.message.Token;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.timer.Deadline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The relations of one peer, and the pace at which it is notified: hangs on the peer's slot. Relations that have
 * something to say take turns. As a deadline, the moment when the pace lets the next one go.
 */
final class PeerRelations extends Deadline {
    static final PeerSlot.Key<PeerRelations> KEY = PeerSlot.Key.of(PeerSlot.Key.OBSERVE);
    private static final long UNKNOWN = -1;

    private final ObserveLayer layer;
    private final PeerSlot slot;
    private final RelationTable relations = new RelationTable();
    private @Nullable Relation firstDue;
    private @Nullable Relation lastDue;
    private int outstanding;
    private boolean pumping;
    private long roundTripNanos = UNKNOWN;
    private long nextNonNanos = Long.MIN_VALUE;

    PeerRelations(ObserveLayer layer, PeerSlot slot) {
        this.layer = layer;
        this.slot = slot;
    }

    ObserveLayer layer() {
        return layer;
    }

    PeerSlot slot() {
        return slot;
    }

    int size() {
        return relations.size();
    }

    @Nullable
    Relation find(Token token) {
        return relations.find(token);
    }

    List<Relation> all() {
        return relations.all();
    }

    /** Adds a relation, in the place of the one with its token where there is one. */
    void put(Relation relation) {
        relations.put(relation);
    }

    void remove(Relation relation, long nowNanos) {
        relations.remove(relation);
        if (relations.size() == 0) {
            layer.deadlines().cancel(this);
            slot.set(KEY, null);
        } else {
            pump(nowNanos);
        }
    }

    // ---- the pace

    void enqueue(Relation relation, long nowNanos) {
        boolean due = relation.nextDue != null || lastDue == relation;
        if (!due) {
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
                if (outstanding + (spaced ? 0 : 1) >= layer.pace().nstart()) {
                    if (!spaced) {
                        layer.deadlines().schedule(this, nextNonNanos);
                    }
                    break;
                }
                boolean confirmable = relation.isConfirmableDue(nowNanos);
                takeDue(relation);
                relation.send(confirmable, nowNanos);
                if (!confirmable) {
                    nextNonNanos = nowNanos + spacingNanos();
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
    }

    // RFC 7641 §4.5.1: "The server SHOULD NOT send more than one non-confirmable notification per round-trip time (RTT)
    // to a client on average. If the server cannot maintain an RTT estimate for a client, it SHOULD NOT send more than
    // one non-confirmable notification every 3 seconds"
    private long spacingNanos() {
        long spacing = layer.pace().spacingNanos();
        return roundTripNanos == UNKNOWN || spacing == 0 ? spacing : roundTripNanos;
    }

    /** A confirmable notification is on its way. */
    void started() {
        outstanding++;
    }

    /** It is acknowledged, or given up. */
    void finished() {
        outstanding--;
    }

    /** An acknowledgement came after so long. Whatever made an earlier one late is forgotten sooner than it is learnt. */
    void measured(long nanos) {
        if (roundTripNanos == UNKNOWN) {
            roundTripNanos = nanos;
        } else {
            roundTripNanos += (nanos - roundTripNanos) / (nanos < roundTripNanos ? 2 : 8);
        }
    }

    @Override
    protected void expire(long nowNanos) {
        pump(nowNanos);
    }
}
