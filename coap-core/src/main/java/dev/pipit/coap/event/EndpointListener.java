package dev.pipit.coap.event;

import dev.pipit.coap.message.Datagram;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.peer.Peer;

/**
 * Hears what an endpoint sends and receives, on the endpoint's event loop. A listener must not block, must not throw
 * and must not call back into the endpoint.
 */
public interface EndpointListener {
    /** Hears nothing. */
    EndpointListener NONE = new EndpointListener() {};

    /** A datagram came in; before anything is done about it. */
    default void onReceived(Peer peer, Datagram datagram) {}

    /** A message goes out; for each retransmission again. */
    default void onSent(Peer peer, UdpMessage message) {}

    /** A received message was rejected or ignored, and why. */
    default void onRejected(Peer peer, Counter counter, String reason) {}
}
