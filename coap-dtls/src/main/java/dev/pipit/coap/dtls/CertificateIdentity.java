package dev.pipit.coap.dtls;

import dev.pipit.coap.dtls.key.CertificateNames;
import dev.pipit.coap.peer.PeerIdentity;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A peer that has shown a certificate that is trusted, and proved to have its private key (RFC 7252 §9.1.3.3). Each
 * association has one of its own, as with {@link PskIdentity}.
 */
public final class CertificateIdentity implements PeerIdentity {
    // Of the certificates the bytes alone: an association may last for days, and what the JDK makes of them is ten
    // times that.
    private final List<byte[]> encoded;
    private final String subject;
    private final CertificateNames names;

    /**
     * The identity of one association.
     *
     * @param chain the peer's certificate first, then what it sent of its issuers; one at least
     */
    public CertificateIdentity(List<X509Certificate> chain) {
        this.encoded = encoded(chain);
        this.subject = chain.get(0).getSubjectX500Principal().getName();
        this.names = CertificateNames.of(chain.get(0));
    }

    private static List<byte[]> encoded(List<X509Certificate> chain) {
        List<byte[]> encoded = new ArrayList<>();
        try {
            for (X509Certificate certificate : chain) {
                encoded.add(certificate.getEncoded());
            }
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("chain: " + chain.size() + " certificates, one without bytes", e);
        }
        return List.copyOf(encoded);
    }

    /** The subject of the peer's certificate, as "CN=sensor-1,O=Example". */
    public String subject() {
        return subject;
    }

    /** Who the certificate is for, as its subjectAltName says. */
    public CertificateNames names() {
        return names;
    }

    /** What the peer has sent: its certificate first. Parsed anew at each call. */
    public List<X509Certificate> chain() {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (byte[] certificate : encoded) {
                chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(certificate)));
            }
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate that was parsed before", e);
        }
        return List.copyOf(chain);
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
