package dev.pipit.coap.observe;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.Counters;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.MessagePort;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.timer.DeadlineQueue;
import org.jspecify.annotations.Nullable;

/**
 * The list of observers of one endpoint (RFC 7641 §4): relations by peer and token, within limits. Touched by the
 * endpoint's event loop alone.
 *
 * <p>Bounded: beyond a limit a registration is refused, which is to say answered like a plain GET; whoever observes
 * already stays. What is kept of a relation goes when it ends, or when its peer is forgotten.
 */
public final class ObserveLayer {
    private final ObserveConfig config;
    private final MessagePort port;
    private final DeadlineQueue deadlines;
    private final Counters counters;
    private final int nstart;
    private final SendOptions confirmable;
    private final SendOptions nonConfirmable;
    private final Fitting fitting;
    private int size;

    /** Makes a notification fit a datagram. */
    @FunctionalInterface
    public interface Fitting {
        /** The notification, or the part of it that is sent at first. */
        Response fit(Response notification, Token token);
    }

    /** A layer that sends through a message port, with these transmission parameters. */
    public ObserveLayer(
            ObserveConfig config,
            MessagePort port,
            DeadlineQueue deadlines,
            TransmissionParameters transmission,
            Counters counters,
            Fitting fitting) {
        this.fitting = fitting;
        this.config = config;
        this.port = port;
        this.deadlines = deadlines;
        this.counters = counters;
        this.nstart = transmission.nstart();
        this.confirmable = SendOptions.confirmable(transmission);
        this.nonConfirmable = confirmable.nonConfirmable();
    }

    /**
     * Enters a peer in the list of observers; to be answered with {@link Relation#respond}, which decides.
     *
     * @return null where a limit is reached
     */
    public @Nullable Relation register(IncomingRequest registration, ObserverGroup group, long nowNanos) {
        PeerSlot slot = registration.peer();
        PeerRelations peer = slot.get(PeerRelations.KEY);
        // RFC 7641 §4.1: where an entry with this endpoint and token is there already, "the server MUST NOT add a new
        // entry but MUST replace or update the existing one"
        Relation replaced = peer == null ? null : peer.find(registration.token());
        if (!hasRoom(peer, group, replaced)) {
            counters.count(Counter.OBSERVERS_REFUSED);
            if (replaced != null) {
                replaced.end(nowNanos);
            }
            return null;
        }
        if (peer == null) {
            peer = new PeerRelations(this, slot);
            slot.set(PeerRelations.KEY, peer);
        }
        Relation relation = new Relation(
                peer,
                registration.token(),
                group,
                registration.request().options().all(StandardOptions.ETAG));
        peer.add(relation);
        size++;
        group.add(relation);
        if (replaced != null) {
            // Last, so that a resource whose only observer comes back is observed all the time.
            replaced.end(nowNanos);
        }
        return relation;
    }

    private boolean hasRoom(@Nullable PeerRelations peer, ObserverGroup group, @Nullable Relation replaced) {
        int freed = replaced == null ? 0 : 1;
        int freedOfResource = replaced != null && replaced.group() == group ? 1 : 0;
        return size - freed < config.maxRelations()
                && group.observersOfResource() - freedOfResource < config.maxRelationsPerResource()
                && (peer == null ? 0 : peer.size()) - freed < config.maxRelationsPerPeer();
    }

    /** Takes a peer with a token off the list; does nothing where it is not in it. */
    public void deregister(PeerSlot slot, Token token, long nowNanos) {
        PeerRelations peer = slot.get(PeerRelations.KEY);
        Relation relation = peer == null ? null : peer.find(token);
        if (relation != null) {
            relation.end(nowNanos);
        }
    }

    /** The peer is no longer known: its relations, and no others, end. */
    public void forget(PeerSlot slot, long nowNanos) {
        PeerRelations peer = slot.get(PeerRelations.KEY);
        while (peer != null && peer.first() != null) {
            peer.first().end(nowNanos);
        }
    }

    MessagePort.Delivery send(
            PeerSlot to, Token token, Response notification, boolean reliably, Relation listener, long nowNanos) {
        return port.send(
                to, token, fit(notification, token), reliably ? confirmable : nonConfirmable, listener, nowNanos);
    }

    Response fit(Response notification, Token token) {
        return fitting.fit(notification, token);
    }

    /** The loop's deadlines. */
    public DeadlineQueue deadlines() {
        return deadlines;
    }

    ObserveConfig config() {
        return config;
    }

    Counters counters() {
        return counters;
    }

    int nstart() {
        return nstart;
    }

    void counted(int change) {
        size += change;
    }

    /** How many observers there are. */
    public int size() {
        return size;
    }
}
