package dev.pipit.coap.port;

import dev.pipit.coap.body.BodySink;
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
        /**
         * Whether the request's time counts from when it is sent, and not from when it is handed down: a part of
         * something larger, which is not to fail because message IDs are used up for the moment (RFC 7252 §4.4).
         */
        default boolean waitsForItsTurn() {
            return false;
        }

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

        /**
         * A request of which one block of the body is there (RFC 7959 §2.3), and none before that is being kept. The
         * receiver says how it takes the body, now or later; or it refuses it, by a response to this request.
         */
        default void admit(IncomingRequest block, Admission admission, long nowNanos) {
            admission.takeWhole(nowNanos);
        }
    }

    /** How a receiver takes a request whose body comes in blocks. One of the calls, once. */
    interface Admission {
        /** The request is wanted when its body is there as a whole; or 4.08 where this is not its first block. */
        void takeWhole(long nowNanos);

        /** This block is wanted as a request of its own, as will be those that follow. */
        void takeAlone(long nowNanos);

        /**
         * The body is wanted while it comes in. A block is confirmed when the sink has room for another. A transfer that
         * breaks off fails the sink.
         *
         * @param maxBytes how large the body may become; beyond it 4.13
         * @return the request without its body, to be answered once, at any time: an error ends the transfer, anything
         *     else goes with the last block; null where the block was refused
         */
        @Nullable
        IncomingRequest takeAsStream(BodySink sink, long maxBytes, long nowNanos);
    }
}
