package dev.pipit.coap.dtls.association;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.transport.ConnectListener;

/** Keeps whom it was connected to. */
final class Connecting implements ConnectListener {
    PeerIdentity identity = PeerIdentity.NONE;

    @Override
    public void onConnected(PeerIdentity proved, long nowNanos) {
        identity = proved;
    }

    @Override
    public void onFailure(CoapException failure, long nowNanos) {
        throw new AssertionError(failure);
    }
}
