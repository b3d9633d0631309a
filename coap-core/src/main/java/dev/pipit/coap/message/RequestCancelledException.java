package dev.pipit.coap.message;

/** The application cancelled the request. */
public final class RequestCancelledException extends CoapException {
    private static final long serialVersionUID = 1;

    /** An exception with this explanation. */
    public RequestCancelledException(String message) {
        super(message);
    }
}
