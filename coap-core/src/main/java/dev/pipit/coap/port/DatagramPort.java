package dev.pipit.coap.port;

import dev.pipit.coap.peer.PeerSlot;

/** The lowest seam: takes datagrams for a peer, without a promise that they arrive. */
@FunctionalInterface
public interface DatagramPort {
    /** Sends a datagram; the array must not be modified afterwards. Never throws: what cannot be sent is lost. */
    void send(PeerSlot peer, byte[] datagram);

    /** The largest datagram that can be sent to a peer, in bytes, where that depends on the peer; asked once for each. */
    default int maxMessageBytes(PeerSlot peer) {
        return Integer.MAX_VALUE;
    }

    /**
     * Whether a peer has changed its address since it has shown, to a security layer, that it receives at it (RFC 9146 §6);
     * asked when a peer becomes known.
     */
    default boolean hasMoved(PeerSlot peer) {
        return false;
    }

    /**
     * A confirmable message of ours was sent so many times, and has not been acknowledged in time (RFC 7252 §4.2): maybe
     * the peer is not there any more, or does not know us.
     *
     * @param firstSentNanos when it was sent for the first time
     * @param last whether it has been given up
     */
    default void handleSilence(PeerSlot peer, long firstSentNanos, int transmissions, boolean last, long nowNanos) {}
}
