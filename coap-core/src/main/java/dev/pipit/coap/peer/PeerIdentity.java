package dev.pipit.coap.peer;

/**
 * Who a peer has proved to be. Two identities are the same only if {@link Object#equals} says so, and an identity
 * changes whenever the security association does (RFC 7252 §9.1.2): a secure one is of one association, and stays the
 * same where that moves to another address. Its text names the peer, over all its associations.
 */
public interface PeerIdentity {
    /** Nobody in particular: plain CoAP without security. */
    PeerIdentity NONE = new PeerIdentity() {
        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public String toString() {
            return "nosec";
        }
    };

    /** Whether messages of this peer are authenticated. */
    boolean isSecure();
}
