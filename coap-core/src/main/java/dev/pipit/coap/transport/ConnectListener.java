package dev.pipit.coap.transport;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.peer.PeerIdentity;

/** Hears what became of {@link Binding#connect}: one of the two, once, on the event loop. */
public interface ConnectListener {
    /** Messages can be sent to the peer, as long as this is its identity. */
    void onConnected(PeerIdentity identity, long nowNanos);

    /** They cannot. */
    void onFailure(CoapException failure, long nowNanos);
}
