package dev.pipit.coap.dtls;

import dev.pipit.coap.dtls.key.KeyIdentifier;
import dev.pipit.coap.peer.PeerIdentity;
import java.security.PublicKey;

/**
 * A peer that has shown a raw public key that is trusted, and proved to have the private key that belongs to it (RFC 7250,
 * RFC 7252 §9.1.3.2). Each association has one of its own, as with {@link PskIdentity}; who a device is, across its
 * associations, says {@link #identifier()}.
 */
public final class RawKeyIdentity implements PeerIdentity {
    private final PublicKey key;

    /** The identity of one association. */
    public RawKeyIdentity(PublicKey key) {
        this.key = key;
    }

    /** The peer's public key. */
    public PublicKey key() {
        return key;
    }

    /** What stands for the key: the same for the same key (RFC 7252 §9.1.3.2.1). */
    public KeyIdentifier identifier() {
        return KeyIdentifier.of(key);
    }

    @Override
    public boolean isSecure() {
        return true;
    }

    /** As "rpk:ni:///sha-256;UyaQV-Ev4rdLoHyJJWCi11OHfrYv9E1aGQAlMO2X_-Q". */
    @Override
    public String toString() {
        return "rpk:" + identifier();
    }
}
