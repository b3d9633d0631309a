package dev.pipit.coap.dtls.association;

import dev.pipit.coap.dtls.CertificateIdentity;
import dev.pipit.coap.dtls.CertificateRefusedException;
import dev.pipit.coap.dtls.key.CertificateProblem;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.transport.ConnectListener;

/**
 * Holds that a request goes to the host that it names, where its address has an association that was made for another
 * name: who answers for two names at one address has to have both in its certificate (RFC 7252 §9.1.3.3).
 */
record NameCheck(String host, int port, ConnectListener listener) implements ConnectListener {
    @Override
    public void onConnected(PeerIdentity identity, long nowNanos) {
        if (identity instanceof CertificateIdentity certificate
                && !certificate.names().match(host, port)) {
            listener.onFailure(
                    new CertificateRefusedException(new CertificateProblem(
                            CertificateProblem.Reason.WRONG_HOST,
                            "the association with this address is with " + certificate.names() + " (expected: " + host
                                    + ")")),
                    nowNanos);
        } else {
            listener.onConnected(identity, nowNanos);
        }
    }

    @Override
    public void onFailure(CoapException failure, long nowNanos) {
        listener.onFailure(failure, nowNanos);
    }
}
