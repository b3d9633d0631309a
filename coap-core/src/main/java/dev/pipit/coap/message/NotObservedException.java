package dev.pipit.coap.message;

/** The server answered with the state of the resource, but does not let the client observe it (RFC 7641 §3.1). */
public final class NotObservedException extends CoapException {
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public NotObservedException(String message) {
        super(message);
    }
}
