package dev.pipit.coap.dtls.association;

import dev.pipit.coap.dtls.DtlsLimits;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.timer.Deadline;
import dev.pipit.coap.timer.DeadlineQueue;
import dev.pipit.coap.transport.DatagramSecurity;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The associations that are established: what comes and goes over them, where their peers are, and when they end. */
final class EstablishedAssociations {
    private static final byte[] NOTHING = {};

    // RFC 6347 §4.2.4: whoever sent the last flight keeps it "for at least twice the default MSL", which is 2 minutes.
    private static final long FLIGHT_NANOS = 241_000_000_000L;

    private final DatagramSecurity.Wire wire;
    private final DeadlineQueue deadlines;
    private final Fence fence;
    private final ConnectionIds ids;
    private final EstablishedTable table;
    private final long idleNanos;
    private final IdleDeadline idle = new IdleDeadline();
    private @Nullable InetSocketAddress from; // of the datagram at hand

    /** What came of a datagram. */
    enum Receipt {
        /** There was nothing in it that a session may see. */
        NOTHING,
        /** None of its records was authentic and new. */
        REJECTED,
        /** One was. */
        AUTHENTIC
    }

    EstablishedAssociations(
            DtlsLimits limits, DatagramSecurity.Wire wire, DeadlineQueue deadlines, Fence fence, ConnectionIds ids) {
        this.wire = wire;
        this.deadlines = deadlines;
        this.fence = fence;
        this.ids = ids;
        this.table = new EstablishedTable(
                limits.maxAssociations(), limits.staleTime().toNanos());
        this.idleNanos = limits.idleTime().toNanos();
    }

    /** The one at an address, but for those that are found by their connection ID alone. */
    @Nullable
    Association find(InetSocketAddress address) {
        return table.find(address);
    }

    @Nullable
    Association find(PeerIdentity identity) {
        return table.find(identity);
    }

    boolean hasRoomFor(InetSocketAddress address, long nowNanos) {
        return table.hasRoomFor(address, nowNanos);
    }

    // ---- what comes and goes

    /** Gives a datagram to an association, whose session may overwrite it. */
    Receipt receive(Association present, InetSocketAddress sender, byte[] bytes, int length, long nowNanos) {
        int kept = fence.filter(bytes, length, present.session());
        if (kept == 0) {
            return Receipt.NOTHING;
        }
        from = sender;
        return give(present, bytes, kept, nowNanos) ? Receipt.AUTHENTIC : Receipt.REJECTED;
    }

    /** The same, where the datagram may be for another. */
    Receipt receiveCopy(Association present, InetSocketAddress sender, byte[] bytes, int length, long nowNanos) {
        return receive(present, sender, Arrays.copyOf(bytes, length), length, nowNanos);
    }

    /** Has an association give what its handshake has left in the session. */
    void receiveEarly(Association present, long nowNanos) {
        from = present.address();
        give(present, NOTHING, 0, nowNanos);
    }

    /**
     * Nobody may ask for the last flight of the handshake any more. A session lets go of it with the first record, which has
     * not come from a peer that is idle since; else when it is asked for what there is.
     */
    void handleFlightTimeout(Association present, long nowNanos) {
        receiveEarly(present, nowNanos);
    }

    private boolean give(Association present, byte[] bytes, int length, long nowNanos) {
        boolean authentic = present.session().receive(bytes, length, present, nowNanos);
        if (authentic && table.contains(present)) {
            table.touch(present, nowNanos);
        }
        endIfOver(present, nowNanos);
        return authentic;
    }

    /**
     * The datagram at hand is the newest of its peer, who may have another address now. A server follows; a client has its
     * server where the URI says.
     */
    void handleNewest(Association present) {
        InetSocketAddress sender = from;
        if (sender != null && !present.isClient() && !sender.equals(present.address()) && table.contains(present)) {
            table.move(present, sender);
        }
    }

    void deliver(Association present, byte[] plaintext, int length, long nowNanos) {
        wire.deliver(present.address(), present.identity(), plaintext, 0, length, nowNanos);
    }

    void send(PeerIdentity to, byte[] datagram, long nowNanos) {
        // RFC 7252 §9.1.2: "The DTLS session MUST be the same, and the epoch MUST be the same."
        Association present = table.find(to);
        if (present == null) {
            count(Counter.ASSOCIATION_GONE);
        } else if (!present.session().send(datagram)) {
            count(present.session().isOver() ? Counter.ASSOCIATION_GONE : Counter.TOO_LARGE);
            endIfOver(present, nowNanos);
        }
    }

    // ---- beginning and end

    /**
     * Adds one whose handshake is done, maybe in the place of another.
     *
     * @return false where there is no room
     */
    boolean add(Association association, Session session, PeerIdentity identity, long nowNanos) {
        Association same = table.find(association.address());
        Association victim = same != null && isReplaced(same, identity) ? same : null;
        if (victim == null && table.isFull()) {
            if (!table.isStale(nowNanos)) {
                return false;
            }
            victim = table.oldest();
            count(Counter.ASSOCIATIONS_EVICTED);
        }
        association.establish(session, identity, nowNanos);
        if (!session.isFoundById()) {
            ids.takeBack(association.takeConnectionId());
        }
        table.add(association);
        deadlines.schedule(association, nowNanos + FLIGHT_NANOS);
        idle.await();
        if (victim != null) {
            victim.session().discard();
            end(victim, nowNanos);
        }
        return true;
    }

    /**
     * Whether another one, at the same address, ends an association: a peer that begins anew ends its own. Two devices may
     * have had one address of a NAT, one after the other; then the first is found by its ID, where it has one.
     */
    private static boolean isReplaced(Association same, PeerIdentity by) {
        return same.isClient()
                || !same.session().isFoundById()
                || same.identity().toString().equals(by.toString());
    }

    private void endIfOver(Association present, long nowNanos) {
        if (present.session().isOver() && table.contains(present)) {
            count(Counter.ASSOCIATIONS_CLOSED);
            end(present, nowNanos);
        }
    }

    private void end(Association present, long nowNanos) {
        remove(present);
        wire.handleAssociationEnd(present.identity(), nowNanos);
    }

    private void remove(Association present) {
        table.remove(present);
        deadlines.cancel(present);
        ids.takeBack(present.takeConnectionId());
    }

    /** Takes leave of all peers. */
    void close() {
        for (Association present : table.all()) {
            remove(present);
            present.session().close();
        }
        deadlines.cancel(idle);
    }

    /** Ends associations that have been idle for too long; waits for the one silent longest. */
    private final class IdleDeadline extends Deadline {
        void await() {
            Association oldest = table.oldest();
            if (oldest != null && !isScheduled()) {
                deadlines.schedule(this, oldest.sinceNanos + idleNanos);
            }
        }

        @Override
        protected void expire(long nowNanos) {
            Association oldest = table.oldest();
            if (oldest != null && nowNanos - oldest.sinceNanos >= idleNanos) {
                oldest.session().close();
                count(Counter.ASSOCIATIONS_EVICTED);
                end(oldest, nowNanos);
            }
            await();
        }
    }

    private void count(Counter counter) {
        wire.counters().count(counter);
    }

    int size() {
        return table.size();
    }
}
