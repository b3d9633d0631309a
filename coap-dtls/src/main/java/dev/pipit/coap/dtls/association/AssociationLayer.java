package dev.pipit.coap.dtls.association;

import dev.pipit.coap.dtls.DtlsException;
import dev.pipit.coap.dtls.DtlsLimits;
import dev.pipit.coap.dtls.record.ContentType;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.EndpointClosedException;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.timer.DeadlineQueue;
import dev.pipit.coap.transport.ConnectListener;
import dev.pipit.coap.transport.DatagramSecurity;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;

/**
 * Sends each datagram where it belongs: to the gate, a handshake, or an association. A record with a connection ID is that
 * ID's, wherever it comes from (RFC 9146 §6); for the others, an address has at most one association that is established and
 * one that is about to be.
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
 * client: silence                |       -       |            -            | new handshake beside it  |      -
 * </pre>
 *
 * <p>A server's association stays until a new one at its address has proved itself (RFC 6347 §4.2.8). An alert in the
 * clear may be anybody's: a server leaves it to the handshake's deadline, a client gives up if nothing follows it for
 * half a second. A server that has lost its associations cannot say so: a client that hears nothing finds out by a
 * handshake.
 */
public final class AssociationLayer implements DatagramSecurity {
    static final long ALERT_GRACE_NANOS = 500_000_000;

    private static final int SUSPICIOUS_TRANSMISSIONS = 2;

    private final Wire wire;
    private final Handshakes handshakes;
    private final boolean server;
    private final ConnectionIds ids;
    private final Neighbours neighbours;
    private final DeadlineQueue deadlines = new DeadlineQueue();
    private final PendingHandshakes pending;
    private final EstablishedAssociations established;
    private final Connector connector;
    private long latestNanos;

    /**
     * A layer without associations.
     *
     * @param server whether it answers handshakes; a client begins them
     * @param ids what it gives out for its peers to be found by
     * @param neighbours the other loops, which may have given out others
     */
    public AssociationLayer(
            DtlsLimits limits,
            Wire wire,
            Handshakes handshakes,
            boolean server,
            ConnectionIds ids,
            Neighbours neighbours) {
        this.wire = wire;
        this.handshakes = handshakes;
        this.server = server;
        this.ids = ids;
        this.neighbours = neighbours;
        Fence fence = new Fence(wire, ids.bytes());
        this.pending = new PendingHandshakes(limits, wire, deadlines, fence, ids);
        this.established = new EstablishedAssociations(limits, wire, deadlines, fence, ids);
        this.connector = new Connector(this, handshakes, pending, established, ids);
    }

    // ---- what comes in

    @Override
    public void handleDatagram(InetSocketAddress from, byte[] bytes, int length, long nowNanos) {
        latestNanos = nowNanos;
        if (length <= RecordHeader.LENGTH) {
            count(Counter.RECORDS_DROPPED);
        } else if (bytes[0] == ContentType.CONNECTION_ID) {
            handleIdentified(from, bytes, length, nowNanos);
        } else if (RecordHeader.isClientHello(bytes, length)) {
            handleClientHello(from, bytes, length, nowNanos);
        } else if (RecordHeader.epoch(bytes) == 0) {
            handleClear(from, bytes, length, nowNanos);
        } else {
            handleProtected(from, bytes, length, nowNanos);
        }
    }

    /** Its first record has a connection ID. */
    private void handleIdentified(InetSocketAddress from, byte[] bytes, int length, long nowNanos) {
        if (ids.bytes() == 0 || length <= RecordHeader.LENGTH + ids.bytes()) {
            count(Counter.RECORDS_DROPPED);
        } else if (!ids.isOurs(bytes)) {
            if (!neighbours.pass(ConnectionIds.loopOf(bytes), from, bytes, length)) {
                count(Counter.RECORDS_WITHOUT_ASSOCIATION);
            }
        } else {
            Association association = ids.find(bytes);
            if (association == null) {
                count(Counter.RECORDS_WITHOUT_ASSOCIATION);
            } else if (pending.contains(association)) {
                pending.offer(association, bytes, length, nowNanos);
            } else {
                receive(association, from, bytes, length, nowNanos);
            }
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
            pending.offer(begun, bytes, length, nowNanos);
        } else if (present != null && present.beganWith(random)) {
            count(Counter.RECORDS_DROPPED);
        } else if (!established.hasRoomFor(from, nowNanos)) {
            count(Counter.HANDSHAKES_REFUSED);
        } else {
            if (begun != null) {
                pending.giveUp(begun, Counter.HANDSHAKES_FAILED);
            }
            pending.makeRoomFor(from);
            Association association = new Association(this, from, random);
            association.connectionId(ids.give(association));
            pending.begin(association, handshakes.accept(hello, association), nowNanos);
        }
    }

    private void handleClear(InetSocketAddress from, byte[] bytes, int length, long nowNanos) {
        Association begun = pending.find(from);
        Association present = established.find(from);
        if (begun != null) {
            pending.offer(begun, bytes, length, nowNanos);
        } else if (present != null) {
            // The peer repeats its last flight of the handshake, as ours was lost: the session repeats ours.
            established.receive(present, from, bytes, length, nowNanos);
        } else {
            count(Counter.RECORDS_WITHOUT_ASSOCIATION);
        }
    }

    private void handleProtected(InetSocketAddress from, byte[] bytes, int length, long nowNanos) {
        Association present = established.find(from);
        Association begun = pending.find(from);
        if (present == null && begun == null) {
            count(Counter.RECORDS_WITHOUT_ASSOCIATION);
        } else if (begun == null) {
            receive(Objects.requireNonNull(present), from, bytes, length, nowNanos);
        } else if (present == null
                // As it cannot be seen whose record it is, the session's or that of the handshake beside it.
                || established.receiveCopy(present, from, bytes, length, nowNanos)
                        != EstablishedAssociations.Receipt.AUTHENTIC) {
            pending.offer(begun, bytes, length, nowNanos);
        }
    }

    private void receive(Association present, InetSocketAddress from, byte[] bytes, int length, long nowNanos) {
        if (established.receive(present, from, bytes, length, nowNanos) == EstablishedAssociations.Receipt.REJECTED) {
            count(Counter.RECORDS_REJECTED);
        }
    }

    // ---- what becomes of handshakes

    void handleEstablished(
            Association association, Session session, PeerIdentity identity, List<byte[]> early, long nowNanos) {
        latestNanos = nowNanos;
        if (!pending.contains(association)) {
            // Another one has begun at the address, or this one's time was over.
            session.discard();
            return;
        }
        pending.handleDone(association);
        if (!established.add(association, session, identity, nowNanos)) {
            session.close();
            ids.takeBack(association.takeConnectionId());
            count(Counter.HANDSHAKES_REFUSED);
            association.fail(connector.noRoom(association.peer()), nowNanos);
            return;
        }
        count(Counter.HANDSHAKES_COMPLETED);
        association.announce(nowNanos);
        established.receiveEarly(association, nowNanos);
        for (byte[] datagram : early) {
            if (established.find(identity) == association) {
                established.receive(association, association.address(), datagram, datagram.length, nowNanos);
            }
        }
    }

    void handleFailure(Association association, DtlsException failure, long nowNanos) {
        latestNanos = nowNanos;
        if (!pending.contains(association)) {
            return;
        }
        pending.remove(association);
        count(Counter.HANDSHAKES_FAILED);
        if (server) {
            handshakes.report(association.peer(), failure, nowNanos);
        }
        Association present = established.find(association.address());
        if (present != null && !server) {
            // The handshake was to find out about this one, of which nothing is known to be wrong.
            association.announce(present.identity(), nowNanos);
        } else {
            association.fail(failure, nowNanos);
        }
    }

    void handleHandshakeTimeout(Association association, long nowNanos) {
        DtlsException failure = pending.handleTimeout(association, nowNanos);
        if (failure != null) {
            handleFailure(association, failure, nowNanos);
        }
    }

    EstablishedAssociations established() {
        return established;
    }

    // ---- what goes out

    @Override
    public void connect(InetSocketAddress to, String serverName, ConnectListener asker, long nowNanos) {
        latestNanos = nowNanos;
        connector.connect(to, serverName, asker, nowNanos);
    }

    @Override
    public void send(PeerSlot peer, byte[] datagram) {
        established.send(peer.peer().identity(), datagram, latestNanos);
    }

    @Override
    public int maxMessageBytes(PeerSlot peer) {
        Association present = established.find(peer.peer().identity());
        return present == null ? Integer.MAX_VALUE : present.session().maxPlaintextBytes();
    }

    @Override
    public boolean hasMoved(PeerSlot peer) {
        Association present = established.find(peer.peer().identity());
        return present != null && present.hasMoved();
    }

    @Override
    public void handleSilence(PeerSlot peer, long firstSentNanos, int transmissions, boolean last, long nowNanos) {
        Association present = server ? null : established.find(peer.peer().identity());
        if (present != null && (transmissions >= SUSPICIOUS_TRANSMISSIONS || last)) {
            connector.handleSilence(present, firstSentNanos, nowNanos);
        }
    }

    void transmit(InetSocketAddress to, byte[] bytes, int offset, int length) {
        wire.send(to, bytes, offset, length);
    }

    // ---- time

    @Override
    public void handleTimeout(long nowNanos) {
        latestNanos = nowNanos;
        deadlines.handleTimeout(nowNanos);
    }

    @Override
    public long nextDeadline() {
        return deadlines.nextDeadline();
    }

    @Override
    public void close(long nowNanos) {
        neighbours.leave();
        for (Association begun : pending.all()) {
            pending.remove(begun);
            begun.abort();
            begun.fail(
                    new EndpointClosedException("the endpoint was closed before the handshake was through"), nowNanos);
        }
        established.close();
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
