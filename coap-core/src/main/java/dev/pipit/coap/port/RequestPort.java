package dev.pipit.coap.port;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.peer.PeerSlot;

/** The upper seam: a request in, one or many responses out. */
public interface RequestPort {
    /** Sends a request. */
    OutgoingRequest send(PeerSlot peer, Request request, SendOptions options, ResponseListener listener, long nowNanos);

    /** A request that waits for its response. */
    interface OutgoingRequest {
        /** Gives the request up: nothing more is sent, nothing more is reported. */
        void cancel(long nowNanos);
    }

    /** Hears what came of a request: one of the calls, once, unless it was cancelled. */
    interface ResponseListener {
        /** The response. */
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
