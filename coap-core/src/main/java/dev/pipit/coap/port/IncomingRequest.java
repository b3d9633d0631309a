package dev.pipit.coap.port;

import dev.pipit.coap.body.BodySource;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.peer.PeerSlot;
import org.jspecify.annotations.Nullable;

/** A request that came in, with the way back. Touched by the endpoint's event loop alone. */
public abstract class IncomingRequest {
    private final PeerSlot peer;
    private final Token token;
    private final Request request;

    /** A request from a peer with a token. */
    protected IncomingRequest(PeerSlot peer, Token token, Request request) {
        this.peer = peer;
        this.token = token;
        this.request = request;
    }

    /** Who asks. */
    public final PeerSlot peer() {
        return peer;
    }

    /** The token that the response will carry. */
    public final Token token() {
        return token;
    }

    /** What is asked. */
    public final Request request() {
        return request;
    }

    /** Whether the client asked for reliable delivery: a CON, or anything over a reliable transport. */
    public abstract boolean isConfirmable();

    /**
     * Sends the response; calls after the first are ignored. {@link Response#NONE} ends the request without one: where
     * the message has to be acknowledged it is, and nothing else is sent.
     */
    public abstract void respond(Response response, long nowNanos);

    /**
     * Sends the response, and hears what becomes of it where that is known: a response in an acknowledgement is not
     * acknowledged itself.
     *
     * @return the delivery of a response that goes as a confirmable message of its own, else null
     */
    public MessagePort.@Nullable Delivery respond(
            Response response, MessagePort.DeliveryListener listener, long nowNanos) {
        respond(response, nowNanos);
        return null;
    }

    /**
     * Sends a response whose body is read while it goes out, from where it stands now; the source is closed in the end.
     * Calls after the first response are ignored.
     *
     * @param head the response without its payload
     */
    public void respond(Response head, BodySource body, long nowNanos) {
        body.close();
        respond(Response.error(Code.INTERNAL_SERVER_ERROR, "no body can be streamed here"), nowNanos);
    }

    /**
     * Sends the response, or for the time being a part of it where the peer may not be sent the whole.
     *
     * @param slicing gives that part
     * @param listener as above; null where nobody listens
     */
    public MessagePort.@Nullable Delivery respond(
            Response response, Slicing slicing, MessagePort.@Nullable DeliveryListener listener, long nowNanos) {
        if (listener != null) {
            return respond(response, listener, nowNanos);
        }
        respond(response, nowNanos);
        return null;
    }

    /**
     * Sends a response that is at hand as long as the request may be repeated. It is not remembered: a duplicate of the
     * request comes up as {@link #isRepetition() a repetition}. RFC 7252 §4.5: "A server might relax the requirement to
     * answer all retransmissions of an idempotent request with the same response".
     */
    public void respondRepeatably(Response response, long nowNanos) {
        respond(response, nowNanos);
    }

    /** Whether it has come before, and was answered by {@link #respondRepeatably}. */
    public boolean isRepetition() {
        return false;
    }

    /** Sends the response once and never again by itself: in the acknowledgement, or as NON where that is gone. */
    public void respondOnce(Response response, long nowNanos) {
        respond(response, nowNanos);
    }

    /** Whether an acknowledgement has gone already, so that the client does not ask again. */
    public boolean isAcknowledged() {
        return false;
    }

    /**
     * Lets no empty acknowledgement go before the response: that comes soon, and is to be repeated in its
     * acknowledgement where it gets lost.
     *
     * @param repetitions hears when the client asks once more meanwhile
     */
    public void holdAcknowledgement(Repetitions repetitions) {}

    /** Hears of a request that comes once more while its response is held back. */
    @FunctionalInterface
    public interface Repetitions {
        /** Whether the acknowledgement is to be held further on. */
        boolean onRepetition(long nowNanos);
    }

    /**
     * How old the request can be at most: the age of the Echo option that it has, where that is one of ours (RFC 9175
     * §2.3). Of a body that came in blocks, the first block counts. {@link Long#MAX_VALUE} where nothing is known.
     */
    public long ageNanos() {
        return Long.MAX_VALUE;
    }

    /** Rejects the request without a response: a Reset, or silence (RFC 7252 §4.2, §4.3). */
    public abstract void reject(String reason, long nowNanos);
}
