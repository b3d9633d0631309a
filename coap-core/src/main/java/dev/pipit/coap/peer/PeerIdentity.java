package dev.pipit.coap.peer;

/**
 * Who a peer has proved to be. Two identities are the same only if {@link Object#equals} says so, and an identity
 * changes whenever the security association does (RFC 7252 §9.1.2).
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
