package dev.pipit.coap.dtls;

import dev.pipit.coap.message.CoapException;

/**
 * There is no association with a peer. The subtypes say why: {@link HandshakeTimeoutException}, {@link
 * WrongKeyException}, {@link UnknownIdentityException}, {@link AlertReceivedException}, {@link NothingInCommonException}, {@link HandshakeFailedException}, {@link
 * CertificateRefusedException}.
 */
public abstract class DtlsException extends CoapException {
    private static final long serialVersionUID = 1;

    /** An exception with this explanation, one line for people. */
    protected DtlsException(String message) {
        super(message);
    }
}
