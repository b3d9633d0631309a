package dev.pipit.coap.message;

/**
 * The security association with the peer ended before a response came: the peer closed it, has forgotten it, or began a
 * new one. Whether the peer has handled the request is not known. A client sends a request that may be handled twice
 * again by itself, over a new association.
 */
public final class AssociationLostException extends CoapException {
    private static final long serialVersionUID = 1;

    /** An exception with this explanation. */
    public AssociationLostException(String message) {
        super(message);
    }
}
