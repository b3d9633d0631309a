package dev.pipit.coap.message;

/** The message does not fit the largest datagram that the endpoint may send (RFC 7252 §4.6). */
public final class MessageTooLargeException extends CoapException {
    private static final long serialVersionUID = 1;

    /** An exception with this explanation. */
    public MessageTooLargeException(String message) {
        super(message);
    }
}
