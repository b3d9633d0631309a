package dev.pipit.coap.message;

/** The request could not be delivered: the host name does not resolve, or the network or host refused (ICMP). */
public final class UnreachableException extends CoapException {
    private static final long serialVersionUID = 1;

    /** An exception with this explanation. */
    public UnreachableException(String message) {
        super(message);
    }
}
