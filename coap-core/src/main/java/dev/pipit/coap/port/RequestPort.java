package dev.pipit.coap.port;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.peer.PeerSlot;
import org.jspecify.annotations.Nullable;

/** The upper seam: a request in, one or many responses out. */
public interface RequestPort {
    /** Sends a request. */
    OutgoingRequest send(PeerSlot peer, Request request, SendOptions options, ResponseListener listener, long nowNanos);

    /** A request that waits for its response. */
    interface OutgoingRequest {
        /** Gives the request up: nothing more is sent, nothing more is reported. */
        void cancel(long nowNanos);

        /** The token that it was sent with; null where it was not. */
        default @Nullable Token token() {
            return null;
        }
    }

    /**
     * Hears what came of a request: one of the calls, once, unless it was cancelled. One that takes notifications hears
     * of each, until a response without the Observe option or a failure is the last.
     */
    interface ResponseListener {
        /** Whether the notifications that may follow a request with Observe 0 are wanted (RFC 7641). */
        default boolean takesNotifications() {
            return false;
        }

        /** The response; {@link Response#NONE} where none came of those that No-Response leaves (RFC 7967). */
        void onResponse(Response response, long nowNanos);

        /** What prevented one. */
        void onFailure(CoapException failure, long nowNanos);
    }

    /** What the layer above does with requests that come in. */
    interface Receiver {
        /** A request whose options can be processed; to be answered through it, now or later. */
        void handleRequest(IncomingRequest request, long nowNanos);
    }
}
