package dev.pipit.coap.dtls.association;

import dev.pipit.coap.dtls.AlertReceivedException;
import dev.pipit.coap.dtls.DtlsException;
import dev.pipit.coap.dtls.DtlsLimits;
import dev.pipit.coap.dtls.HandshakeFailedException;
import dev.pipit.coap.dtls.HandshakeTimeoutException;
import dev.pipit.coap.dtls.UnknownIdentityException;
import dev.pipit.coap.dtls.WrongKeyException;
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
public final class AssociationLayer implements DatagramSecurity {
    static final long ALERT_GRACE_NANOS = 500_000_000;
    static final int MAX_WAITING = 1024;

    private static final int CONNECTION_ID_RECORD = 25;
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

    /**
     * A layer without associations.
     *
     * @param server whether it answers handshakes; a client begins them
     */
    public AssociationLayer(DtlsLimits limits, Wire wire, Handshakes handshakes, boolean server) {
        this.wire = wire;
        this.handshakes = handshakes;
        this.server = server;
        this.handshakeTimeoutNanos = limits.handshakeTimeout().toNanos();
        this.idleNanos = limits.idleTime().toNanos();
        this.pending = new PendingTable(limits.maxHandshakes(), limits.maxHandshakesPerSource());
        this.established = new EstablishedTable(
                limits.maxAssociations(), limits.staleTime().toNanos());
    }

    // ---- what comes in

    @Override
    public void handleDatagram(InetSocketAddress from, byte[] bytes, int length, long nowNanos) {
        // RFC 9146 §4: records with a connection ID are of a type of their own; we have given out none
        if (length <= RecordHeader.LENGTH || bytes[0] == CONNECTION_ID_RECORD) {
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
            offer(begun, bytes, length);
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
                receive(present, bytes, length, nowNanos);
            }
            return;
        }
        int alert = RecordHeader.fatalAlert(bytes, length);
        if (alert < 0) {
            offer(begun, bytes, length);
        } else if (begun.isClient()) {
            begun.note(alert);
            long decision = nowNanos + ALERT_GRACE_NANOS;
            deadlines.schedule(begun, Math.min(decision, begun.sinceNanos + handshakeTimeoutNanos));
        } else {
            count(Counter.RECORDS_DROPPED);
        }
    }

    private void handleProtected(InetSocketAddress from, byte[] bytes, int length, long nowNanos) {
        Association present = established.find(from);
        if (present != null && receive(present, bytes, length, nowNanos)) {
            return;
        }
        Association begun = pending.find(from);
        if (begun != null) {
            offer(begun, bytes, length);
        } else {
            count(present == null ? Counter.RECORDS_WITHOUT_ASSOCIATION : Counter.RECORDS_REJECTED);
        }
    }

    private void offer(Association begun, byte[] bytes, int length) {
        if (!begun.offer(bytes, length)) {
            count(Counter.RECORDS_DROPPED);
        }
    }

    /** Gives a datagram to a session; whether something in it was authentic. */
    private boolean receive(Association present, byte[] bytes, int length, long nowNanos) {
        Session session = present.session();
        boolean authentic = session.receive(
                bytes,
                length,
                (plaintext, size, now) -> wire.deliver(present.address(), present.identity(), plaintext, 0, size, now),
                nowNanos);
        if (authentic && established.contains(present)) {
            established.touch(present, nowNanos);
        }
        removeIfOver(present);
        return authentic;
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
                receive(association, datagram, datagram.length, nowNanos);
            }
        }
    }

    void handleFailure(Association association, DtlsException failure, long nowNanos) {
        if (pending.contains(association)) {
            forget(association);
            count(Counter.HANDSHAKES_FAILED);
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
        DtlsException failure = explain(association);
        association.abort();
        handleFailure(association, failure, nowNanos);
    }

    private DtlsException explain(Association association) {
        String peer = association.peer();
        if (association.alert() >= 0) {
            return failureOf(peer, association.alert());
        }
        String after = " within " + handshakeTimeoutNanos / 1_000_000_000 + " s";
        return switch (association.progress()) {
            case UNANSWERED ->
                new HandshakeTimeoutException(peer + " did not answer" + after
                        + " (is DTLS spoken there, and does the network let UDP through?)");
            case ANSWERED -> new HandshakeTimeoutException(peer + " fell silent during the handshake" + after);
            case KEY_USED ->
                new WrongKeyException(peer + " did not answer to our key" + after
                        + " (another key there, or an identity unknown there?)");
        };
    }

    /** What an alert of the peer during the handshake means. */
    public static DtlsException failureOf(String peer, int alert) {
        return alert == 115
                ? new UnknownIdentityException(peer + " does not know our PSK identity")
                : new AlertReceivedException(peer, alert);
    }

    private void forget(Association begun) {
        pending.remove(begun);
        deadlines.cancel(begun);
    }

    // ---- what goes out

    @Override
    public void connect(InetSocketAddress to, String serverName, ConnectListener listener, long nowNanos) {
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
        if (!begin(association, room ? handshakes.connect(serverName, association) : null, nowNanos)) {
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
