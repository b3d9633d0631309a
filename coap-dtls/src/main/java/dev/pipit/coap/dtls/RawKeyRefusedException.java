package dev.pipit.coap.dtls;

import dev.pipit.coap.dtls.key.KeyIdentifier;

/** The peer's raw public key is not one that we trust. */
public final class RawKeyRefusedException extends DtlsException {
    private static final long serialVersionUID = 1;

    private final String identifier;

    /** An exception for a key that is not trusted. */
    public RawKeyRefusedException(KeyIdentifier identifier) {
        super("the peer's raw public key is " + identifier + " (expected: one that is trusted)");
        this.identifier = identifier.toString();
    }

    /** Which key it has shown. */
    public KeyIdentifier identifier() {
        return KeyIdentifier.parse(identifier);
    }
}
