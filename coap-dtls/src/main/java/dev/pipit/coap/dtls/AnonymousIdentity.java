package dev.pipit.coap.dtls;

import dev.pipit.coap.peer.PeerIdentity;
import java.net.InetAddress;

/**
 * A client that has shown nothing of itself, where {@link ClientAuthentication} allows it. What is said is encrypted, and
 * comes from the same client as long as the association lasts, but that may be anybody: whoever decides what a peer may do
 * has to look for one of the other identities. Each association has one of its own, as with {@link PskIdentity}.
 */
public final class AnonymousIdentity implements PeerIdentity {
    private final InetAddress source;

    /**
     * The identity of one association.
     *
     * @param source where the client was when it began
     */
    public AnonymousIdentity(InetAddress source) {
        this.source = source;
    }

    /** Where the client was when the association began. */
    public InetAddress source() {
        return source;
    }

    /** True, as messages are authenticated: all are the same client's. Who that is, nobody has proved. */
    @Override
    public boolean isSecure() {
        return true;
    }

    /** As "anonymous:192.0.2.1": there is nothing else to know it by. */
    @Override
    public String toString() {
        return "anonymous:" + source.getHostAddress();
    }
}
