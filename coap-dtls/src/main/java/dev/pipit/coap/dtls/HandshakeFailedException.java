package dev.pipit.coap.dtls;

/** The handshake failed on our side: no room for it, or the peer did what it may not. */
public final class HandshakeFailedException extends DtlsException {
    private static final long serialVersionUID = 1;

    /** An exception with this explanation. */
    public HandshakeFailedException(String message) {
        super(message);
    }
}
