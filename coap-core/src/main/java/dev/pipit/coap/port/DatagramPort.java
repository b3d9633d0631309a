package dev.pipit.coap.port;

import dev.pipit.coap.peer.PeerSlot;

/** The lowest seam: takes datagrams for a peer, without a promise that they arrive. */
@FunctionalInterface
public interface DatagramPort {
    /** Sends a datagram; the array must not be modified afterwards. Never throws: what cannot be sent is lost. */
    void send(PeerSlot peer, byte[] datagram);
}
