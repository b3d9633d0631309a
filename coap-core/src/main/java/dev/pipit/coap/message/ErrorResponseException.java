package dev.pipit.coap.message;

/**
 * A response other than the one that an operation of several steps needs, such as discovery. A single request never
 * ends so: there the response is returned, whatever its code is.
 */
public final class ErrorResponseException extends CoapException {
    private static final long serialVersionUID = 1;

    private final transient Response response;

    /** An exception with this explanation and the response that came. */
    public ErrorResponseException(String message, Response response) {
        super(message);
        this.response = response;
    }

    /** The response that came. */
    public Response response() {
        return response;
    }
}
