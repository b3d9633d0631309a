package dev.pipit.coap.dtls;

import dev.pipit.coap.peer.PeerIdentity;

/**
 * A peer that has proved to have a pre-shared key. Each association has one of its own: two are equal only if they are of
 * the same association, and who a device is, across its associations, says {@link #name()}.
 */
public final class PskIdentity implements PeerIdentity {
    private final String name;

    /** The identity of one association. */
    public PskIdentity(String name) {
        this.name = name;
    }

    /** The PSK identity that the key belongs to (RFC 4279 §5.1); on a client its own, as both sides share it. */
    public String name() {
        return name;
    }

    @Override
    public boolean isSecure() {
        return true;
    }

    /** As "psk:sensor-1". */
    @Override
    public String toString() {
        return "psk:" + name;
    }
}
