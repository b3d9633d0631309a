package dev.pipit.coap.message;

/**
 * No response came in time: no acknowledgement after all retransmissions, or no response before the request's timeout
 * (RFC 7252 §4.2).
 */
public final class NoResponseException extends CoapException {
    private static final long serialVersionUID = 1;

    /** An exception with this explanation. */
    public NoResponseException(String message) {
        super(message);
    }
}
