package dev.pipit.coap.dtls.association;

import dev.pipit.coap.dtls.DtlsException;
import dev.pipit.coap.dtls.DtlsLimits;
import dev.pipit.coap.dtls.HandshakeFailedException;
import dev.pipit.coap.dtls.record.ContentType;
import dev.pipit.coap.dtls.record.FragmentFilter;
import dev.pipit.coap.dtls.record.RecordDefect;
import dev.pipit.coap.dtls.record.RecordFilter;
import dev.pipit.coap.dtls.record.RecordProtection;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.EndpointClosedException;
import dev.pipit.coap.message.QueueFullException;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.timer.Deadline;
import dev.pipit.coap.timer.DeadlineQueue;
import dev.pipit.coap.transport.ConnectListener;
import dev.pipit.coap.transport.DatagramSecurity;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends each datagram where it belongs: to the gate, a handshake, or an association. An address has at most one
 * association that is established and one that is about to be.
 *
 * <pre>
 * what comes from an address     | nothing there | handshake pending       | established              | both
 * -------------------------------+---------------+-------------------------+--------------------------+------------
 * ClientHello without its cookie | HelloVerifyRequest, and nothing is kept
 * ClientHello, the same random   |       -       | to the handshake        | dropped: a late copy     | to either
 * ClientHello, another random    | new handshake | new one, the old aborts | new handshake beside it  | new one
 * epoch 0, a fatal alert         | dropped       | client: noted, see below| to the session, which    | as pending
 * epoch 0, else                  | dropped       | to the handshake        | may repeat its flight    | as pending
 * epoch 1 and later              | dropped       | to the handshake        | to the session           | session, then
 *                                |               |                         |                          | handshake
 * handshake done                 |       -       | established             |            -             | takes its place
 * handshake failed, too late     |       -       | gone                    |            -             | established
 * nothing for idleTime           |       -       |            -            | gone                     |      -
 * </pre>
 *
 * <p>A server's association stays until a new one at its address has proved itself (RFC 6347 §4.2.8). An alert in the
 * clear may be anybody's: a server leaves it to the handshake's deadline, a client gives up if nothing follows it for
 * half a second.
 */
public final class AssociationLayer implements DatagramSecurity, RecordFilter.Listener {
    static final long ALERT_GRACE_NANOS = 500_000_000;
    static final int MAX_WAITING = 1024;

    private static final int FATAL = 2;
    private static final byte[] NOTHING = {};

    private final Wire wire;
    private final Handshakes handshakes;
    private final boolean server;
    private final long handshakeTimeoutNanos;
    private final long idleNanos;
    private final DeadlineQueue deadlines = new DeadlineQueue();
    private final PendingTable pending;
    private final EstablishedTable established;
    private final IdleDeadline idle = new IdleDeadline();
    private final RecordFilter records;
    private int fatalAlert = -1; // in the datagram that was filtered last

    /**
     * A layer without associations.
     *
     * @param server whether it answers handshakes; a client begins them
     */
    @SuppressWarnings("this-escape") // the filter only keeps it
    public AssociationLayer(DtlsLimits limits, Wire wire, Handshakes handshakes, boolean server) {
        this.wire = wire;
        this.handshakes = handshakes;
        this.server = server;
        this.handshakeTimeoutNanos = limits.handshakeTimeout().toNanos();
        this.records = new RecordFilter(0, this);
        this.idleNanos = limits.idleTime().toNanos();
        this.pending = new PendingTable(limits.maxHandshakes(), limits.maxHandshakesPerSource());
        this.established = new EstablishedTable(
                limits.maxAssociations(), limits.staleTime().toNanos());
    }

    // ---- what comes in

    @Override
    public void handleDatagram(InetSocketAddress from, byte[] bytes, int length, long nowNanos) {
        // RFC 9146 §4: records with a connection ID are of a type of their own; we have given out none
        if (length <= RecordHeader.LENGTH || bytes[0] == ContentType.CONNECTION_ID) {
            count(Counter.RECORDS_DROPPED);
        } else if (RecordHeader.isClientHello(bytes, length)) {
            handleClientHello(from, bytes, length, nowNanos);
        } else if (RecordHeader.epoch(bytes) == 0) {
            handleClear(from, bytes, length, nowNanos);
        } else {
            handleProtected(from, bytes, length, nowNanos);
        }
    }

    private void handleClientHello(InetSocketAddress from, byte[] bytes, int length, long nowNanos) {
        if (!server) {
            count(Counter.RECORDS_DROPPED);
            return;
        }
        Handshakes.VerifiedHello hello = handshakes.verify(from, bytes, length, nowNanos);
        if (hello == null) {
            return;
        }
        byte[] random = RecordHeader.clientRandom(bytes);
        Association present = established.find(from);
        Association begun = pending.find(from);
        if (begun != null && begun.beganWith(random)) {
            handleClear(from, bytes, length, nowNanos);
        } else if (present != null && present.beganWith(random)) {
            count(Counter.RECORDS_DROPPED);
        } else if (!established.hasRoomFor(from, nowNanos)) {
            count(Counter.HANDSHAKES_REFUSED);
        } else {
            if (begun != null) {
                give(begun, Counter.HANDSHAKES_FAILED);
            }
            accept(from, hello, random, nowNanos);
        }
    }

    private void accept(InetSocketAddress from, Handshakes.VerifiedHello hello, byte[] random, long nowNanos) {
        Association victim = pending.victimFor(from);
        if (victim != null) {
            give(victim, Counter.HANDSHAKES_EVICTED);
        }
        Association association = new Association(this, from, random);
        begin(association, handshakes.accept(hello, association), nowNanos);
    }

    /** Ends a handshake that nobody waits for. */
    private void give(Association begun, Counter reason) {
        forget(begun);
        begun.abort();
        count(reason);
    }

    private boolean begin(Association association, @Nullable Handshake handshake, long nowNanos) {
        if (handshake == null) {
            count(Counter.HANDSHAKES_REFUSED);
            return false;
        }
        count(Counter.HANDSHAKES_STARTED);
        association.started(handshake);
        association.sinceNanos = nowNanos;
        pending.add(association);
        deadlines.schedule(association, nowNanos + handshakeTimeoutNanos);
        return true;
    }

    private void handleClear(InetSocketAddress from, byte[] bytes, int length, long nowNanos) {
        Association begun = pending.find(from);
        Association present = established.find(from);
        if (begun == null) {
            if (present == null) {
                count(Counter.RECORDS_WITHOUT_ASSOCIATION);
            } else {
                // The peer repeats its last flight of the handshake, as ours was lost: the session repeats ours.
                int kept = filter(bytes, length, present);
                if (kept > 0) {
                    receive(present, bytes, kept, nowNanos);
                }
            }
            return;
        }
        if (!offer(begun, bytes, length) && fatalAlert >= 0 && begun.isClient()) {
            begun.note(fatalAlert);
            long decision = nowNanos + ALERT_GRACE_NANOS;
            deadlines.schedule(begun, Math.min(decision, begun.sinceNanos + handshakeTimeoutNanos));
        }
    }

    private void handleProtected(InetSocketAddress from, byte[] bytes, int length, long nowNanos) {
        Association present = established.find(from);
        Association begun = pending.find(from);
        if (present == null) {
            if (begun == null) {
                count(Counter.RECORDS_WITHOUT_ASSOCIATION);
            } else {
                offer(begun, bytes, length);
            }
        } else if (begun == null) {
            int kept = filter(bytes, length, present);
            if (kept > 0 && !receive(present, bytes, kept, nowNanos)) {
                count(Counter.RECORDS_REJECTED);
            }
        } else if (!receiveCopy(present, bytes, length, nowNanos)) {
            offer(begun, bytes, length);
        }
    }

    /** As it cannot be seen whose record it is: the present session's, or that of the handshake that runs beside it. */
    private boolean receiveCopy(Association present, byte[] bytes, int length, long nowNanos) {
        byte[] copy = Arrays.copyOf(bytes, length);
        int kept = filter(copy, length, present);
        return kept > 0 && receive(present, copy, kept, nowNanos);
    }

    /** Takes out what the DTLS library must not see; how many bytes are left. */
    private int filter(byte[] bytes, int length, RecordProtection protection, @Nullable FragmentFilter fragments) {
        fatalAlert = -1;
        return records.filter(bytes, 0, length, protection, fragments);
    }

    /** The same for a session: what comes in the clear may be the last flight of the handshake once more, or pretend to. */
    private int filter(byte[] bytes, int length, Association present) {
        boolean oneProtectedRecord = RecordHeader.epoch(bytes) > 0 && RecordHeader.end(bytes) == length;
        return filter(bytes, length, present.session().protection(), oneProtectedRecord ? null : new FragmentFilter());
    }

    @Override
    public void handleDropped(RecordDefect defect) {
        count(Counter.RECORDS_DROPPED);
    }

    @Override
    public void handlePlaintextAlert(int level, int description) {
        if (level == FATAL) {
            fatalAlert = description;
        }
    }

    /** Gives a handshake what is left of a datagram; false where nothing is. */
    private boolean offer(Association begun, byte[] bytes, int length) {
        int kept = filter(bytes, length, RecordProtection.ANY, begun.fragments());
        if (kept > 0 && !begun.offer(bytes, kept)) {
            count(Counter.RECORDS_DROPPED);
        }
        return kept > 0;
    }

    /** Gives a datagram to a session; whether something in it was authentic. */
    private boolean receive(Association present, byte[] bytes, int length, long nowNanos) {
        Session session = present.session();
        boolean authentic = session.receive(bytes, length, present, nowNanos);
        if (authentic && established.contains(present)) {
            established.touch(present, nowNanos);
        }
        removeIfOver(present);
        return authentic;
    }

    void deliver(Association present, byte[] plaintext, int length, long nowNanos) {
        wire.deliver(present.address(), present.identity(), plaintext, 0, length, nowNanos);
    }

    private void removeIfOver(Association present) {
        if (present.session().isOver() && established.contains(present)) {
            established.remove(present);
            count(Counter.ASSOCIATIONS_CLOSED);
        }
    }

    // ---- what becomes of handshakes

    void handleEstablished(
            Association association, Session session, PeerIdentity identity, List<byte[]> early, long nowNanos) {
        if (!pending.contains(association)) {
            // Another one has begun at the address, or this one's time was over.
            session.discard();
            return;
        }
        forget(association);
        if (!established.hasRoomFor(association.address(), nowNanos)) {
            session.close();
            count(Counter.HANDSHAKES_REFUSED);
            association.fail(noRoom(association.peer()), nowNanos);
            return;
        }
        Association predecessor = established.predecessor(association.address());
        if (predecessor != null) {
            established.remove(predecessor);
            predecessor.session().discard();
            if (!predecessor.address().equals(association.address())) {
                count(Counter.ASSOCIATIONS_EVICTED);
            }
        }
        count(Counter.HANDSHAKES_COMPLETED);
        association.establish(session, identity, nowNanos);
        established.add(association);
        idle.await();
        association.announce(nowNanos);
        receive(association, NOTHING, 0, nowNanos);
        for (byte[] datagram : early) {
            if (established.contains(association)) {
                int kept = filter(datagram, datagram.length, association);
                if (kept > 0) {
                    receive(association, datagram, kept, nowNanos);
                }
            }
        }
    }

    void handleFailure(Association association, DtlsException failure, long nowNanos) {
        if (pending.contains(association)) {
            forget(association);
            count(Counter.HANDSHAKES_FAILED);
            if (server) {
                handshakes.report(association.peer(), failure, nowNanos);
            }
            association.fail(failure, nowNanos);
        }
    }

    void handleHandshakeTimeout(Association association, long nowNanos) {
        long end = association.sinceNanos + handshakeTimeoutNanos;
        if (association.alert() < 0 && nowNanos < end) {
            // What looked like an alert was followed by something else.
            deadlines.schedule(association, end);
            return;
        }
        DtlsException failure = Failures.explain(association, handshakeTimeoutNanos);
        association.abort();
        handleFailure(association, failure, nowNanos);
    }

    private void forget(Association begun) {
        pending.remove(begun);
        deadlines.cancel(begun);
    }

    // ---- what goes out

    @Override
    public void connect(InetSocketAddress to, String serverName, ConnectListener asker, long nowNanos) {
        ConnectListener listener = new NameCheck(serverName, to.getPort(), asker);
        Association present = established.find(to);
        if (present != null) {
            listener.onConnected(present.identity(), nowNanos);
            return;
        }
        Association begun = pending.find(to);
        if (begun != null && begun.waiting() >= MAX_WAITING) {
            listener.onFailure(
                    new QueueFullException(begun.waiting() + " requests wait for a handshake with " + begun.peer()),
                    nowNanos);
        } else if (begun != null) {
            begun.addListener(listener);
        } else {
            begin(to, serverName, listener, nowNanos);
        }
    }

    private void begin(InetSocketAddress to, String serverName, ConnectListener listener, long nowNanos) {
        Association association = new Association(this, to, null);
        association.addListener(listener);
        // None goes for another here: somebody waits for each.
        boolean room = !pending.isFull() && established.hasRoomFor(to, nowNanos);
        if (!begin(association, room ? handshakes.connect(serverName, to.getPort(), association) : null, nowNanos)) {
            association.fail(noRoom(association.peer()), nowNanos);
        }
    }

    private HandshakeFailedException noRoom(String peer) {
        return new HandshakeFailedException("no room for an association with " + peer + " beside " + established.size()
                + " others and " + pending.size() + " handshakes");
    }

    @Override
    public void send(PeerSlot peer, byte[] datagram) {
        Association present = established.find(peer.peer().address());
        // RFC 7252 §9.1.2: "The DTLS session MUST be the same, and the epoch MUST be the same."
        if (present == null || !present.identity().equals(peer.peer().identity())) {
            count(Counter.ASSOCIATION_GONE);
        } else if (!present.session().send(datagram)) {
            count(present.session().isOver() ? Counter.ASSOCIATION_GONE : Counter.TOO_LARGE);
            removeIfOver(present);
        }
    }

    void transmit(InetSocketAddress to, byte[] bytes, int offset, int length) {
        wire.send(to, bytes, offset, length);
    }

    // ---- time

    @Override
    public void handleTimeout(long nowNanos) {
        deadlines.handleTimeout(nowNanos);
    }

    @Override
    public long nextDeadline() {
        return deadlines.nextDeadline();
    }

    /** Ends associations that have been idle for too long; waits for the one silent longest. */
    private final class IdleDeadline extends Deadline {
        void await() {
            Association oldest = established.oldest();
            if (oldest != null && !isScheduled()) {
                deadlines.schedule(this, oldest.sinceNanos + idleNanos);
            }
        }

        @Override
        protected void expire(long nowNanos) {
            Association oldest = established.oldest();
            if (oldest != null && nowNanos - oldest.sinceNanos >= idleNanos) {
                established.remove(oldest);
                oldest.session().close();
                count(Counter.ASSOCIATIONS_EVICTED);
            }
            await();
        }
    }

    @Override
    public void close(long nowNanos) {
        for (Association begun : pending.all()) {
            forget(begun);
            begun.abort();
            begun.fail(
                    new EndpointClosedException("the endpoint was closed before the handshake was through"), nowNanos);
        }
        for (Association present : established.all()) {
            established.remove(present);
            present.session().close();
        }
        deadlines.cancel(idle);
        handshakes.close();
    }

    private void count(Counter counter) {
        wire.counters().count(counter);
    }

    /** How many associations are established. */
    public int associations() {
        return established.size();
    }

    /** How many handshakes are under way. */
    public int pendingHandshakes() {
        return pending.size();
    }

    /** How many sources handshakes are counted for. */
    int sources() {
        return pending.sources();
    }
}
