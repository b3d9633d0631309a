package dev.pipit.coap.message;

/** The peer answered with a Reset: it could not process the message (RFC 7252 §4.2). */
public final class ResetException extends CoapException {
    private static final long serialVersionUID = 1;

    /** An exception with this explanation. */
    public ResetException(String message) {
        super(message);
    }
}
