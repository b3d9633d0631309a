package dev.pipit.coap.reliability;

import dev.pipit.coap.codec.MessageDecoder;
import dev.pipit.coap.codec.MessageEncoder;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.Counters;
import dev.pipit.coap.event.EndpointListener;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.DatagramPort;
import org.jspecify.annotations.Nullable;

/** The way out: encodes, hands over to the port, counts and tells the listener. */
final class Wire {
    private final DatagramPort port;
    private final Counters counters;
    private final EndpointListener listener;

    Wire(DatagramPort port, Counters counters, EndpointListener listener) {
        this.port = port;
        this.counters = counters;
        this.listener = listener;
    }

    Counters counters() {
        return counters;
    }

    /** Sends a message and returns its bytes, to be sent again as they are. */
    byte[] send(PeerSlot peer, MessageType type, int messageId, Token token, @Nullable Message message) {
        byte[] datagram = MessageEncoder.encode(type, messageId, token, message);
        // Whom we ask or ping of our own accord is no victim of somebody else's request.
        boolean ownInitiative = message instanceof Request || message == null && type == MessageType.CON;
        if (!ownInitiative && !isAffordable(peer, datagram)) {
            return datagram;
        }
        transmit(peer, datagram);
        if (listener != EndpointListener.NONE) {
            listener.onSent(peer.peer(), new UdpMessage(type, messageId, token, message));
        }
        return datagram;
    }

    /** Sends an Empty message: an acknowledgement or a reset. */
    byte[] sendEmpty(PeerSlot peer, MessageType type, int messageId) {
        if (type == MessageType.RST) {
            counters.count(Counter.RESETS_SENT);
        }
        return send(peer, type, messageId, Token.EMPTY, null);
    }

    /** Sends an Empty CON because the peer has asked for something, to see whether it is there. */
    void probe(PeerSlot peer, int messageId) {
        byte[] datagram = MessageEncoder.encodeEmpty(MessageType.CON, messageId);
        if (isAffordable(peer, datagram)) {
            transmit(peer, datagram);
            if (listener != EndpointListener.NONE) {
                listener.onSent(peer.peer(), UdpMessage.empty(MessageType.CON, messageId));
            }
        }
    }

    /** Sends bytes that were sent before. */
    void resend(PeerSlot peer, byte[] datagram) {
        if (!isAffordable(peer, datagram)) {
            return;
        }
        transmit(peer, datagram);
        if (listener != EndpointListener.NONE
                && new MessageDecoder(Token.MAX_LENGTH).decode(datagram, 0, datagram.length)
                        instanceof UdpMessage message) {
            listener.onSent(peer.peer(), message);
        }
    }

    // RFC 9175 §2.4: "don't send more than three times the number of bytes received until the peer's address is
    // confirmed"
    private boolean isAffordable(PeerSlot peer, byte[] datagram) {
        if (peer.spend(datagram.length)) {
            return true;
        }
        counters.count(Counter.AMPLIFICATION_PREVENTED);
        return false;
    }

    private void transmit(PeerSlot peer, byte[] datagram) {
        counters.count(Counter.DATAGRAMS_SENT);
        port.send(peer, datagram);
    }

    /** A confirmable message has not been acknowledged in time. */
    void handleSilence(PeerSlot peer, long firstSentNanos, int transmissions, boolean last, long nowNanos) {
        port.handleSilence(peer, firstSentNanos, transmissions, last, nowNanos);
    }

    /** Counts a message that is rejected or ignored, and tells the listener why. */
    void rejected(PeerSlot peer, Counter counter, String reason) {
        counters.count(counter);
        listener.onRejected(peer.peer(), counter, reason);
    }
}
