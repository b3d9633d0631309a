package dev.pipit.coap.message;

/**
 * Too many requests wait for the same peer, or in all: NSTART lets few go at once (RFC 7252 §4.7); or another one has the token that was chosen for it.
 */
public final class QueueFullException extends CoapException {
    private static final long serialVersionUID = 1;

    /** An exception with this explanation. */
    public QueueFullException(String message) {
        super(message);
    }
}
