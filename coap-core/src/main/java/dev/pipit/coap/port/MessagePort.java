package dev.pipit.coap.port;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.peer.PeerSlot;
import org.jspecify.annotations.Nullable;

/** The middle seam: messages with a token. What goes out is delivered or reported lost. */
public interface MessagePort {
    /**
     * Sends a request, or a response that is not the direct reply to one (a notification).
     *
     * @return the delivery, to be stopped when it does not matter any more
     */
    Delivery send(
            PeerSlot peer, Token token, Message message, SendOptions options, DeliveryListener listener, long nowNanos);

    /** A message on its way. */
    interface Delivery {
        /** Ends retransmission and reports nothing more: an answer came, or nobody waits for one. */
        void stop(long nowNanos);

        /** How many times the message has been sent so far. */
        int transmissions();
    }

    /**
     * Hears what became of a message. One of {@code onAcknowledged} and {@code onFailure}, once, or none where the
     * delivery was stopped.
     */
    interface DeliveryListener {
        /** Its turn has come, and it is on its way for the first time. */
        default void onSent(long nowNanos) {}

        /** The peer has it. A response may still follow. */
        void onAcknowledged(long nowNanos);

        /** It is lost, or rejected by the peer, or could not be sent. */
        void onFailure(CoapException failure, long nowNanos);

        /**
         * It is about to be sent again. A message given here goes in its place, under a message ID of its own; the
         * count and the times of retransmission go on (RFC 7641 §4.5.2).
         *
         * @return what to send instead; null for the same again
         */
        default @Nullable Message onRetransmission(long nowNanos) {
            return null;
        }
    }

    /** What the layer above does with messages that come in. */
    interface Receiver {
        /** A request; to be answered through it, now or later. */
        void handleRequest(IncomingRequest request, long nowNanos);

        /**
         * A response.
         *
         * @return whether somebody wanted it and could process it; if not, it is rejected (RFC 7252 §4.2, §4.3)
         */
        boolean handleResponse(PeerSlot peer, Token token, Response response, long nowNanos);
    }
}
