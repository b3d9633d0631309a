package dev.pipit.coap.dtls;

/**
 * The server fell silent when the handshake's first encrypted message reached it: it could not decrypt it, because the
 * two keys differ, or because it does not know the identity and hides that (RFC 4279 §2).
 */
public final class WrongKeyException extends DtlsException {
    private static final long serialVersionUID = 1;

    /** An exception with this explanation. */
    public WrongKeyException(String message) {
        super(message);
    }
}
