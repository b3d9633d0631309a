package dev.pipit.coap.dtls;

/** The peer did not answer, or fell silent, before the handshake was through. */
public final class HandshakeTimeoutException extends DtlsException {
    private static final long serialVersionUID = 1;

    /** An exception with this explanation. */
    public HandshakeTimeoutException(String message) {
        super(message);
    }
}
