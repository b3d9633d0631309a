package dev.pipit.coap.observe;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.MessageTooLargeException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.Peer;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.MessagePort;
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
public final class Relation implements MessagePort.DeliveryListener {
    static final int DETACHED = -1;
    private static final int ANY_FORMAT = -2;
    private static final int NO_FORMAT = -1;
    private static final Response NOT_ACCEPTABLE = Response.of(Code.NOT_ACCEPTABLE);

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
    Relation previous;

    @Nullable
    Relation next;

    @Nullable
    Relation nextDue;

    boolean due;

    private State state = State.PENDING;
    private int format = ANY_FORMAT;
    private @Nullable Response waiting; // the newest state, where it has not been sent
    private MessagePort.@Nullable Delivery delivery;
    private boolean outstanding;
    private boolean confirm;
    private boolean refreshDue;
    private int nonConfirmables; // since the last confirmable one
    private long sentNanos;
    private long confirmedNanos;

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
            // RFC 7641 §4.1: where the peer is not in the list, "the server MUST NOT include an Observe Option"
            end(nowNanos);
            registration.respond(withoutObserve(response), nowNanos);
            return;
        }
        state = State.ACTIVE;
        sentNanos = nowNanos;
        confirmedNanos = nowNanos;
        // A state that was rendered meanwhile is newer than this response, or the same.
        Response newest =
                waiting == null ? response.with(StandardOptions.OBSERVE, group.nextSequence(nowNanos)) : waiting;
        waiting = null;
        format = newest.code() == Code.CONTENT ? formatOf(newest) : format;
        outstanding = true;
        MessagePort.Delivery separate = registration.respond(newest, this, nowNanos);
        if (outstanding && separate != null) {
            delivery = separate;
            peer.started();
        } else {
            outstanding = false;
        }
        peer.wakeAt(nowNanos + peer.config().confirmableInterval().toNanos(), nowNanos);
    }

    private static Response withoutObserve(Response response) {
        return response.options().has(StandardOptions.OBSERVE)
                ? Response.of(response.code(), response.options().without(StandardOptions.OBSERVE), response.payload())
                : response;
    }

    /** Takes a new state. */
    void update(Response newest, boolean confirmable, long nowNanos) {
        if (state == State.CLOSING || state == State.ENDED) {
            return;
        }
        if (!newest.isSuccess()) {
            close(newest, nowNanos);
            return;
        }
        if (newest.code() == Code.CONTENT && !hasFormatOf(newest)) {
            // RFC 7641 §4.2: the Content-Format "MUST be the same as that of the initial response"; where that cannot
            // be, the server "SHOULD send a notification with a 4.06 (Not Acceptable) response code"
            close(NOT_ACCEPTABLE, nowNanos);
            return;
        }
        refreshDue = false;
        confirm |= confirmable;
        waiting = validated(newest);
        enqueue(nowNanos);
    }

    private void enqueue(long nowNanos) {
        if (state != State.PENDING && !outstanding) {
            peer.enqueue(this, nowNanos);
        }
    }

    private boolean hasFormatOf(Response response) {
        int given = formatOf(response);
        if (format == ANY_FORMAT) {
            format = given;
        }
        return format == given;
    }

    private static int formatOf(Response response) {
        ContentFormat given = response.options().getOrNull(StandardOptions.CONTENT_FORMAT);
        return given == null ? NO_FORMAT : given.number();
    }

    // RFC 7641 §4.3.2: 2.03 where the client has named the entity-tag of the state
    private Response validated(Response newest) {
        EntityTag tag = entityTags.isEmpty() ? null : newest.options().getOrNull(StandardOptions.ETAG);
        if (tag == null || newest.code() != Code.CONTENT || !entityTags.contains(tag)) {
            return newest;
        }
        return Response.of(Code.VALID, newest.options().without(StandardOptions.CONTENT_FORMAT), new byte[0]);
    }

    /** The list loses this entry; what is left to be done is to tell the peer. */
    private void close(Response last, long nowNanos) {
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
        ObserveConfig config = peer.config();
        return confirm
                || state == State.CLOSING
                || config.confirmable()
                || !peer.slot().isProven()
                || nonConfirmables >= config.confirmableEvery() - 1
                || nowNanos - sentNanos >= config.quietTime().toNanos()
                || nowNanos - confirmedNanos >= config.confirmableInterval().toNanos();
    }

    boolean hasSomethingToSay() {
        return waiting != null && !outstanding;
    }

    void send(boolean confirmable, long nowNanos) {
        Response notification = waiting;
        if (notification == null) {
            return;
        }
        waiting = null;
        confirm = false;
        sentNanos = nowNanos;
        outstanding = confirmable;
        nonConfirmables = confirmable ? 0 : nonConfirmables + 1;
        if (confirmable) {
            peer.started();
        }
        peer.layer().counters().count(Counter.NOTIFICATIONS_SENT);
        MessagePort.Delivery sent = peer.layer().send(peer.slot(), token, notification, confirmable, this, nowNanos);
        if (outstanding) {
            delivery = sent;
        }
    }

    @Override
    public @Nullable Message onRetransmission(long nowNanos) {
        // RFC 7641 §4.5.2: the state may have changed; "start to transmit a new notification with a representation of
        // the current resource state", with timer and counter of the old one
        Response newest = waiting;
        waiting = null;
        return newest == null ? null : peer.layer().fit(newest, token);
    }

    @Override
    public void onAcknowledged(long nowNanos) {
        if (state == State.ENDED) {
            return;
        }
        if (delivery != null && delivery.transmissions() == 1) {
            peer.measured(nowNanos - sentNanos);
        }
        delivery = null;
        confirmedNanos = nowNanos;
        if (outstanding) {
            outstanding = false;
            peer.finished();
        }
        peer.wakeAt(nowNanos + peer.config().confirmableInterval().toNanos(), nowNanos);
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
            if (outstanding) {
                outstanding = false;
                peer.finished();
            }
            close(Response.error(Code.INTERNAL_SERVER_ERROR, "the representation is too large"), nowNanos);
        } else {
            end(nowNanos);
        }
    }

    // ---- time

    /** Does what has become due by time alone, and gives when to look again. */
    long handleTimeout(long nowNanos) {
        if (state != State.ACTIVE || outstanding || waiting != null || refreshDue) {
            return Long.MAX_VALUE;
        }
        ObserveConfig config = peer.config();
        long repeatAt = nonConfirmables == 0
                ? Long.MAX_VALUE
                : sentNanos + config.quietTime().toNanos();
        if (nowNanos >= repeatAt) {
            // RFC 7641 §4.5: "make sure that the client observes the latest state change by repeating the last
            // notification in a confirmable message when the burst is over"
            waiting = group.repeat(nowNanos);
            confirm = true;
            if (waiting != null) {
                waiting = validated(waiting);
                peer.enqueue(this, nowNanos);
                return Long.MAX_VALUE;
            }
        }
        long refreshAt = confirmedNanos + config.confirmableInterval().toNanos();
        if (nowNanos >= refreshAt) {
            refreshDue = true;
            group.onRefreshDue(nowNanos);
            return Long.MAX_VALUE;
        }
        return Math.min(repeatAt, refreshAt);
    }

    boolean isRefreshDue() {
        return refreshDue;
    }

    // ---- the end

    /** Ends the relation with a last notification, which is not 2.xx. */
    public void end(Response last, long nowNanos) {
        if (state == State.PENDING || state == State.ACTIVE) {
            close(withoutObserve(last), nowNanos);
        }
    }

    /** Ends the relation without a word. */
    public void end(long nowNanos) {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        waiting = null;
        detach();
        MessagePort.Delivery underWay = delivery;
        delivery = null;
        if (outstanding) {
            outstanding = false;
            peer.finished();
        }
        if (underWay != null) {
            underWay.stop(nowNanos);
        }
        peer.remove(this, nowNanos);
        peer.slot().unpin();
    }

    private void detach() {
        if (index != DETACHED) {
            group.remove(this);
            peer.layer().counted(-1);
        }
    }
}
