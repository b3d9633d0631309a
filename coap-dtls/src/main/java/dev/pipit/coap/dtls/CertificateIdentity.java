package dev.pipit.coap.dtls;

import dev.pipit.coap.dtls.key.CertificateNames;
import dev.pipit.coap.peer.PeerIdentity;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A peer that has shown a certificate that is trusted, and proved to have its private key (RFC 7252 §9.1.3.3). Each
 * association has one of its own, as with {@link PskIdentity}.
 */
public final class CertificateIdentity implements PeerIdentity {
    private final List<X509Certificate> chain;
    private final CertificateNames names;

    /**
     * The identity of one association.
     *
     * @param chain the peer's certificate first, then what it sent of its issuers; one at least
     */
    public CertificateIdentity(List<X509Certificate> chain) {
        this.chain = List.copyOf(chain);
        this.names = CertificateNames.of(chain.get(0));
    }

    /** The subject of the peer's certificate, as "CN=sensor-1,O=Example". */
    public String subject() {
        return chain.get(0).getSubjectX500Principal().getName();
    }

    /** Who the certificate is for, as its subjectAltName says. */
    public CertificateNames names() {
        return names;
    }

    /** What the peer has sent: its certificate first. */
    public List<X509Certificate> chain() {
        return chain;
    }

    @Override
    public boolean isSecure() {
        return true;
    }

    /** As "x509:CN=sensor-1". */
    @Override
    public String toString() {
        return "x509:" + subject();
    }
}
