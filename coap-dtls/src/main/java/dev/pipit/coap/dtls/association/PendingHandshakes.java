package dev.pipit.coap.dtls.association;

import dev.pipit.coap.dtls.DtlsException;
import dev.pipit.coap.dtls.DtlsLimits;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.timer.DeadlineQueue;
import dev.pipit.coap.transport.DatagramSecurity;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The handshakes under way: what comes for them, and when their time is over. */
final class PendingHandshakes {
    private final DatagramSecurity.Wire wire;
    private final DeadlineQueue deadlines;
    private final Fence fence;
    private final ConnectionIds ids;
    private final PendingTable table;
    private final long timeoutNanos;

    PendingHandshakes(
            DtlsLimits limits, DatagramSecurity.Wire wire, DeadlineQueue deadlines, Fence fence, ConnectionIds ids) {
        this.wire = wire;
        this.deadlines = deadlines;
        this.fence = fence;
        this.ids = ids;
        this.table = new PendingTable(limits.maxHandshakes(), limits.maxHandshakesPerSource());
        this.timeoutNanos = limits.handshakeTimeout().toNanos();
    }

    @Nullable
    Association find(InetSocketAddress address) {
        return table.find(address);
    }

    boolean contains(Association association) {
        return table.contains(association);
    }

    boolean isFull() {
        return table.isFull();
    }

    /** Gives up the handshake that has to go before another of this source can begin, where one has to. */
    void makeRoomFor(InetSocketAddress address) {
        Association victim = table.victimFor(address);
        if (victim != null) {
            giveUp(victim, Counter.HANDSHAKES_EVICTED);
        }
    }

    /**
     * One begins.
     *
     * @param handshake null where there was no room to start it
     * @return whether it has
     */
    boolean begin(Association association, @Nullable Handshake handshake, long nowNanos) {
        if (handshake == null) {
            ids.takeBack(association.takeConnectionId());
            count(Counter.HANDSHAKES_REFUSED);
            return false;
        }
        count(Counter.HANDSHAKES_STARTED);
        association.started(handshake);
        association.sinceNanos = nowNanos;
        table.add(association);
        deadlines.schedule(association, nowNanos + timeoutNanos);
        return true;
    }

    /** Gives a handshake what is left of a datagram. */
    void offer(Association begun, byte[] bytes, int length, long nowNanos) {
        int kept = fence.filter(bytes, length, begun.fragments());
        if (kept > 0 && !begun.offer(bytes, kept)) {
            count(Counter.RECORDS_DROPPED);
        } else if (kept == 0 && fence.fatalAlert() >= 0 && begun.isClient()) {
            begun.note(fence.fatalAlert());
            long decision = nowNanos + AssociationLayer.ALERT_GRACE_NANOS;
            deadlines.schedule(begun, Math.min(decision, begun.sinceNanos + timeoutNanos));
        }
    }

    /** Ends a handshake that nobody waits for. */
    void giveUp(Association begun, Counter reason) {
        remove(begun);
        begun.abort();
        count(reason);
    }

    /** One is through: its connection ID is the association's from now on. */
    void handleDone(Association begun) {
        table.remove(begun);
        deadlines.cancel(begun);
    }

    /** One is over without an association. */
    void remove(Association begun) {
        handleDone(begun);
        ids.takeBack(begun.takeConnectionId());
    }

    /**
     * The deadline of one is there.
     *
     * @return why it has failed; null where it goes on
     */
    @Nullable
    DtlsException handleTimeout(Association begun, long nowNanos) {
        long end = begun.sinceNanos + timeoutNanos;
        if (begun.alert() < 0 && nowNanos < end) {
            // What looked like an alert was followed by something else.
            deadlines.schedule(begun, end);
            return null;
        }
        DtlsException failure = Failures.explain(begun, timeoutNanos);
        begun.abort();
        return failure;
    }

    private void count(Counter counter) {
        wire.counters().count(counter);
    }

    List<Association> all() {
        return table.all();
    }

    int size() {
        return table.size();
    }

    /** How many sources are counted for. */
    int sources() {
        return table.sources();
    }
}
