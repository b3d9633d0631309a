package dev.pipit.coap.message;

/**
 * What prevented a response. The message says to whom, what and how often was sent. A 4.xx or 5.xx is no exception: it
 * is a {@link Response}.
 *
 * <p>The subtypes: {@link NoResponseException} (nothing came in time), {@link ResetException} (the peer rejected the
 * message), {@link UnreachableException} (the network or host said no, or the name does not resolve),
 * {@link RequestCancelledException}, {@link MessageTooLargeException}, {@link QueueFullException},
 * {@link EndpointClosedException}, {@link TransferFailedException}, {@link AssociationLostException}, and {@link ErrorResponseException} for operations of several steps.
 */
public abstract class CoapException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An exception with this explanation, one line for people. */
    protected CoapException(String message) {
        super(message);
    }
}
