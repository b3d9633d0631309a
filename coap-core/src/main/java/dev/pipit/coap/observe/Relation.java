package dev.pipit.coap.observe;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.MessageTooLargeException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.peer.Peer;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.MessagePort;
import dev.pipit.coap.timer.DeadlineQueue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry in the list of observers (RFC 7641 §4.1): one peer, one token, one request.
 *
 * <pre>
 * PENDING  2.xx response to the registration     → sent with Observe            → ACTIVE
 *          any other response                    → sent                         → ENDED
 * ACTIVE   new state                             → sent when the peer's pace lets it; newest wins
 *          state that is not 2.xx                → sent confirmably             → CLOSING
 *          Reset, no acknowledgement             →                              → ENDED
 * CLOSING  acknowledged, Reset, no answer        →                              → ENDED
 * any      deregistered, replaced, peer is gone  →                              → ENDED
 * </pre>
 */
public final class Relation extends ConfirmationClock implements MessagePort.DeliveryListener {
    static final int DETACHED = -1;
    private static final long NONE = -1;

    private enum State {
        PENDING,
        ACTIVE,
        CLOSING,
        ENDED
    }

    private final PeerRelations peer;
    private final Token token;
    private final ObserverGroup group;
    private final List<EntityTag> entityTags;

    // The places in the lists of group and peer, kept by these.
    int index = DETACHED;

    @Nullable
    Relation nextDue;

    boolean overtaken; // the rendering under way may be older than what was sent
    boolean refreshDue; // the state as it is now is asked for

    private State state = State.PENDING;
    private int format = Notification.ANY_FORMAT;
    private long replacedAt = NONE; // the sequence number of then
    private @Nullable Notification waiting; // the newest state, where it has not been sent
    private MessagePort.@Nullable Delivery delivery;
    private boolean outstanding;

    Relation(PeerRelations peer, Token token, ObserverGroup group, List<EntityTag> entityTags) {
        this.peer = peer;
        this.token = token;
        this.group = group;
        this.entityTags = entityTags;
        peer.slot().pin();
    }

    /** The observer. */
    public Peer peer() {
        return peer.slot().peer();
    }

    /** Its place in the endpoint's table of peers. */
    public PeerSlot slot() {
        return peer.slot();
    }

    /** The token of its registration, which each notification carries. */
    public Token token() {
        return token;
    }

    /** Who gets the same. */
    public ObserverGroup group() {
        return group;
    }

    /** Answers the registration; with a 2.xx response the peer is an observer from now on. */
    public void respond(IncomingRequest registration, Response response, long nowNanos) {
        if (state != State.PENDING || !response.isSuccess()) {
            end(nowNanos);
            registration.respond(lateResponse(response), nowNanos);
            return;
        }
        state = State.ACTIVE;
        start(nowNanos);
        // A state that was rendered meanwhile is newer than this response, or the same; which of the two a rendering
        // under way is, nobody knows.
        overtaken = waiting == null && group.isRendering();
        Notification newest = waiting == null ? group.numbered(response, nowNanos) : waiting;
        waiting = null;
        format = newest.format();
        outstanding = true;
        peer.started();
        delivery = registration.respond(newest.responseFor(entityTags), this, nowNanos);
        if (delivery == null && state != State.ENDED) {
            settle();
        }
    }

    private Response lateResponse(Response response) {
        boolean inList = replacedAt != NONE && peer.layer().isObserver(slot(), token);
        // RFC 7641 §4.1: where the peer is not in the list, "the server MUST NOT include an Observe Option"; where
        // another
        // registration keeps it there, a client would take a response without for the end of that as well.
        return inList && response.isSuccess()
                ? Notification.numbered(response, replacedAt).responseFor(entityTags)
                : Notification.withoutObserve(response);
    }

    /** Takes a new state, or the last words. */
    void update(Notification newest, boolean confirmable, long nowNanos) {
        if (state == State.CLOSING || state == State.ENDED) {
            return;
        }
        if (!newest.isState()) {
            close(newest, nowNanos);
            return;
        }
        if (!isOfSameFormat(newest)) {
            // RFC 7641 §4.2: the Content-Format "MUST be the same as that of the initial response"; where that cannot
            // be, the server "SHOULD send a notification with a 4.06 (Not Acceptable) response code"
            close(Notification.NOT_ACCEPTABLE, nowNanos);
            return;
        }
        refreshDue = false;
        if (confirmable) {
            demand();
        }
        waiting = newest;
        enqueue(nowNanos);
    }

    private boolean isOfSameFormat(Notification newest) {
        if (format == Notification.ANY_FORMAT) {
            format = newest.format();
        }
        return format == newest.format() || newest.format() == Notification.ANY_FORMAT;
    }

    private void enqueue(long nowNanos) {
        if (state != State.PENDING && !outstanding) {
            peer.enqueue(this, nowNanos);
        }
    }

    /** The list loses this entry; what is left to be done is to tell the peer. */
    private void close(Notification last, long nowNanos) {
        if (state == State.PENDING) {
            end(nowNanos);
            return;
        }
        state = State.CLOSING;
        waiting = last;
        detach();
        enqueue(nowNanos);
    }

    // ---- sending, when the peer's turn has come

    /** Whether the next notification has to be confirmable. */
    boolean isConfirmableDue(long nowNanos) {
        return state == State.CLOSING || !peer.slot().isProven() || !peer.slot().hasAcknowledged() || isDue(nowNanos);
    }

    boolean hasSomethingToSay() {
        return waiting != null && !outstanding;
    }

    void send(boolean confirmable, long nowNanos) {
        Notification notification = waiting;
        if (notification == null) {
            return;
        }
        waiting = null;
        outstanding = confirmable;
        if (confirmable) {
            peer.started();
        }
        handleSent(confirmable, nowNanos);
        MessagePort.Delivery sent =
                peer.layer().send(this, notification.responseFor(entityTags), confirmable, nowNanos);
        if (outstanding) {
            delivery = sent;
        }
    }

    @Override
    public @Nullable Message onRetransmission(long nowNanos) {
        // RFC 7641 §4.5.2: the state may have changed; "start to transmit a new notification with a representation of
        // the current resource state", with timer and counter of the old one
        Notification newest = waiting;
        waiting = null;
        return newest == null ? null : peer.layer().fit(peer.slot(), newest.responseFor(entityTags), token, group);
    }

    @Override
    public void onAcknowledged(long nowNanos) {
        if (state == State.ENDED) {
            return;
        }
        long roundTripNanos = handleAcknowledged(nowNanos);
        if (delivery != null && delivery.transmissions() == 1) {
            peer.measured(roundTripNanos);
        }
        delivery = null;
        settle();
        if (state == State.CLOSING && waiting == null) {
            end(nowNanos);
        } else if (waiting != null) {
            peer.enqueue(this, nowNanos);
        }
        peer.pump(nowNanos);
    }

    @Override
    public void onFailure(CoapException failure, long nowNanos) {
        // RFC 7641 §4.5: rejected with a Reset, or not acknowledged, "the server MUST remove the associated entry"
        if (failure instanceof MessageTooLargeException && state == State.ACTIVE) {
            settle();
            close(Notification.TOO_LARGE, nowNanos);
        } else {
            end(nowNanos);
        }
    }

    private void settle() {
        if (outstanding) {
            outstanding = false;
            peer.finished();
        }
    }

    // ---- time

    @Override
    Pace pace() {
        return peer.layer().pace();
    }

    @Override
    DeadlineQueue deadlines() {
        return peer.layer().deadlines();
    }

    @Override
    boolean isSilent() {
        return state == State.ACTIVE && !outstanding && waiting == null && !refreshDue;
    }

    @Override
    void onRepeatDue(long nowNanos) {
        long freeAt = group.numberFreeAt();
        if (freeAt > nowNanos) {
            lookAgainAt(freeAt);
        } else {
            waiting = group.repeat(nowNanos);
            enqueue(nowNanos);
        }
    }

    @Override
    void onRefreshDue(long nowNanos) {
        refreshDue = true;
        group.onRefreshDue(nowNanos);
    }

    // ---- the end

    /** Ends the relation with a last notification, which is not 2.xx. */
    public void end(Response last, long nowNanos) {
        if (state == State.PENDING || state == State.ACTIVE) {
            close(Notification.last(last), nowNanos);
        }
    }

    /** Ends the relation as another registration has taken its place: its response is older than what that leads to. */
    void replace(long nowNanos) {
        if (state == State.PENDING) {
            replacedAt = group.nextSequence(nowNanos);
        }
        end(nowNanos);
    }

    /** Ends the relation without a word. */
    public void end(long nowNanos) {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        waiting = null;
        detach();
        deadlines().cancel(this);
        MessagePort.Delivery underWay = delivery;
        delivery = null;
        settle();
        if (underWay != null) {
            underWay.stop(nowNanos);
        }
        peer.remove(this, nowNanos);
        peer.slot().unpin();
    }

    private void detach() {
        if (index != DETACHED) {
            group.remove(this);
            peer.layer().handleDetached();
        }
    }

    boolean isListed() {
        return index != DETACHED;
    }
}
