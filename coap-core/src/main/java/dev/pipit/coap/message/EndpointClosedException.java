package dev.pipit.coap.message;

/** The client or server was closed before a response came. */
public final class EndpointClosedException extends CoapException {
    private static final long serialVersionUID = 1;

    /** An exception with this explanation. */
    public EndpointClosedException(String message) {
        super(message);
    }
}
