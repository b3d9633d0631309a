package dev.pipit.coap.dtls.association;

import dev.pipit.coap.dtls.HandshakeFailedException;
import dev.pipit.coap.message.QueueFullException;
import dev.pipit.coap.transport.ConnectListener;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Begins handshakes, as a client: where there is no association, or where the server may have lost its own. */
final class Connector {
    static final long PROBE_PAUSE_NANOS = 30_000_000_000L;
    static final int MAX_WAITING = 1024;

    private final AssociationLayer layer;
    private final Handshakes handshakes;
    private final PendingHandshakes pending;
    private final EstablishedAssociations established;
    private final ConnectionIds ids;

    @SuppressWarnings("this-escape") // the layer is only kept
    Connector(
            AssociationLayer layer,
            Handshakes handshakes,
            PendingHandshakes pending,
            EstablishedAssociations established,
            ConnectionIds ids) {
        this.layer = layer;
        this.handshakes = handshakes;
        this.pending = pending;
        this.established = established;
        this.ids = ids;
    }

    /** As {@link AssociationLayer#connect}. */
    void connect(InetSocketAddress to, String serverName, ConnectListener asker, long nowNanos) {
        ConnectListener listener = new NameCheck(serverName, to.getPort(), asker);
        Association present = established.find(to);
        Association begun = pending.find(to);
        if (present != null && begun == null) {
            listener.onConnected(present.identity(), nowNanos);
        } else if (begun != null && begun.waiting() >= MAX_WAITING) {
            listener.onFailure(
                    new QueueFullException(begun.waiting() + " requests wait for a handshake with " + begun.peer()),
                    nowNanos);
        } else if (begun != null) {
            begun.addListener(listener);
        } else {
            begin(to, serverName, listener, nowNanos);
        }
    }

    private void begin(InetSocketAddress to, String serverName, @Nullable ConnectListener listener, long nowNanos) {
        Association association = new Association(layer, to, serverName);
        if (listener != null) {
            association.addListener(listener);
        }
        // None goes for another here: somebody waits for each.
        Handshake handshake = null;
        if (!pending.isFull() && established.hasRoomFor(to, nowNanos)) {
            association.connectionId(ids.give(association));
            handshake = handshakes.connect(serverName, to.getPort(), association);
        }
        if (!pending.begin(association, handshake, nowNanos)) {
            association.fail(noRoom(association.peer()), nowNanos);
        }
    }

    HandshakeFailedException noRoom(String peer) {
        return new HandshakeFailedException("no room for an association with " + peer + " beside " + established.size()
                + " others and " + pending.size() + " handshakes");
    }

    /**
     * A server that has begun anew does not know its associations, and drops their records. Where nothing came since a
     * message was sent first, a handshake beside the association finds out; it takes its place only if it is done.
     */
    void handleSilence(Association present, long firstSentNanos, long nowNanos) {
        if (present.sinceNanos < firstSentNanos
                && present.mayProbe(nowNanos)
                && pending.find(present.address()) == null) {
            present.probe(nowNanos + PROBE_PAUSE_NANOS);
            begin(present.address(), present.serverName(), null, nowNanos);
        }
    }
}
