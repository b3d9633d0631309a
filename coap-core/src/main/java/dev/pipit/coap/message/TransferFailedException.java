package dev.pipit.coap.message;

/** A body could not be transferred block by block: it changes faster than it is read, is too large, or is broken. */
public final class TransferFailedException extends CoapException {
    private static final long serialVersionUID = 1;

    /** An exception with this explanation. */
    public TransferFailedException(String message) {
        super(message);
    }
}
