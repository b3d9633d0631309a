package dev.pipit.coap.resource;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;

/** Ends a handler with an error response. Cheap: it has no stack trace. */
public final class ResponseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Response response;

    /**
     * An error with a diagnostic for people (RFC 7252 §5.5.2), which the client gets to see.
     *
     * @throws IllegalArgumentException if the code is not a 4.xx or 5.xx
     */
    public ResponseException(Code code, String diagnostic) {
        this(Response.error(code, diagnostic), diagnostic);
    }

    /**
     * An error response of any shape, for example with Max-Age.
     *
     * @throws IllegalArgumentException if the code is not a 4.xx or 5.xx
     */
    public ResponseException(Response response) {
        this(response, response.text());
    }

    private ResponseException(Response response, String diagnostic) {
        super(response.code() + (diagnostic.isEmpty() ? "" : ": " + diagnostic), null, false, false);
        if (!response.code().isClientError() && !response.code().isServerError()) {
            throw new IllegalArgumentException("code: " + response.code() + " (expected: 4.00-5.31)");
        }
        this.response = response;
    }

    /** The response. */
    public Response response() {
        return response;
    }
}
