package dev.pipit.coap.observe;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.Counters;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.Block;
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
    private final ObserverQuota quota;
    private final Environment environment;
    private final Pace pace;
    private final SendOptions confirmable;
    private final SendOptions nonConfirmable;
    private int size;

    /** Makes a notification fit a datagram. */
    @FunctionalInterface
    public interface Fitting {
        /**
         * The notification, or the part of it that is sent at first.
         *
         * @param asked the Block2 option of the registration; null where there was none
         */
        Response fit(PeerSlot peer, Response notification, Token token, @Nullable Block asked);
    }

    /**
     * What the layer stands on.
     *
     * @param port takes the notifications
     * @param deadlines the loop's deadlines
     * @param transmission the parameters of the notifications
     * @param counters counts
     * @param fitting cuts a notification that is too long
     */
    public record Environment(
            MessagePort port,
            DeadlineQueue deadlines,
            TransmissionParameters transmission,
            Counters counters,
            Fitting fitting) {}

    /** A layer that takes places of a quota, which others may share, for its observers. */
    public ObserveLayer(ObserveConfig config, ObserverQuota quota, Environment environment) {
        this.config = config;
        this.quota = quota;
        this.environment = environment;
        this.pace = Pace.of(config, environment.transmission());
        this.confirmable = SendOptions.confirmable(environment.transmission());
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
        if (!takePlace(peer, group, replaced, nowNanos)) {
            counters().count(Counter.OBSERVERS_REFUSED);
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
        peer.put(relation);
        size++;
        group.add(relation);
        if (replaced != null) {
            // Last, so that a resource whose only observer comes back is observed all the time.
            replaced.replace(nowNanos);
        }
        return relation;
    }

    private boolean takePlace(
            @Nullable PeerRelations peer, ObserverGroup group, @Nullable Relation replaced, long nowNanos) {
        int ofPeer = peer == null ? 0 : peer.size();
        if (ofPeer - (replaced == null ? 0 : 1) >= config.maxRelationsPerPeer() || group.numberFreeAt() > nowNanos) {
            return false;
        }
        // Who is replaced gives its places back at once.
        ObserverGroup freed = replaced != null && replaced.isListed() ? replaced.group() : null;
        if (freed != null) {
            quota.take();
        } else if (!quota.tryTake()) {
            return false;
        }
        int freedOfResource = freed == group ? 1 : 0;
        if (!group.onAdding(config.maxRelationsPerResource() + freedOfResource)) {
            quota.giveBack();
            return false;
        }
        return true;
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
        if (peer != null) {
            peer.all().forEach(relation -> relation.end(nowNanos));
        }
    }

    /** Whether a peer is in the list of observers with a token. */
    boolean isObserver(PeerSlot slot, Token token) {
        PeerRelations peer = slot.get(PeerRelations.KEY);
        Relation relation = peer == null ? null : peer.find(token);
        return relation != null && relation.isListed();
    }

    MessagePort.Delivery send(Relation relation, Response notification, boolean reliably, long nowNanos) {
        counters().count(Counter.NOTIFICATIONS_SENT);
        Token token = relation.token();
        return environment
                .port()
                .send(
                        relation.slot(),
                        token,
                        fit(relation.slot(), notification, token, relation.group()),
                        reliably ? confirmable : nonConfirmable,
                        relation,
                        nowNanos);
    }

    Response fit(PeerSlot slot, Response notification, Token token, ObserverGroup group) {
        return environment.fitting().fit(slot, notification, token, group.askedBlock());
    }

    /** The loop's deadlines. */
    public DeadlineQueue deadlines() {
        return environment.deadlines();
    }

    Pace pace() {
        return pace;
    }

    private Counters counters() {
        return environment.counters();
    }

    /** A relation is off the list. */
    void handleDetached() {
        size--;
        quota.giveBack();
    }

    /** How many observers there are. */
    public int size() {
        return size;
    }
}
