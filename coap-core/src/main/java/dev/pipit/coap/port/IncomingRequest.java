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

    /** Rejects the request without a response: a Reset, or silence (RFC 7252 §4.2, §4.3). */
    public abstract void reject(String reason, long nowNanos);
}
