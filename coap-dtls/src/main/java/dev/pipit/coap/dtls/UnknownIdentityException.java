package dev.pipit.coap.dtls;

/** The server does not know the client's PSK identity, and says so (RFC 4279 §2: unknown_psk_identity). */
public final class UnknownIdentityException extends DtlsException {
    private static final long serialVersionUID = 1;

    /** An exception with this explanation. */
    public UnknownIdentityException(String message) {
        super(message);
    }
}
