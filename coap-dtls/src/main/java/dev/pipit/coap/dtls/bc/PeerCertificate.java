package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.CertificateRefusedException;
import dev.pipit.coap.dtls.key.CertificateProblem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.TlsFatalAlert;
import org.jspecify.annotations.Nullable;

/** What a peer has shown to be believed. */
final class PeerCertificate {
    private PeerCertificate() {}

    /** The certificates as the JDK knows them, the peer's own first. */
    static List<X509Certificate> chain(@Nullable Certificate message) throws IOException {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (int i = 0; message != null && i < message.getLength(); i++) {
                byte[] der = message.getCertificateAt(i).getEncoded();
                chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
            }
        } catch (GeneralSecurityException e) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, e);
        }
        return List.copyOf(chain);
    }

    /** Ends the handshake where something is wrong. */
    static void refuse(Optional<CertificateProblem> problem) throws TlsFatalAlert {
        if (problem.isPresent()) {
            CertificateProblem found = problem.get();
            throw new TlsFatalAlert(alert(found.reason()), new CertificateRefusedException(found));
        }
    }

    // RFC 5246 §7.2.2
    private static short alert(CertificateProblem.Reason reason) {
        return switch (reason) {
            case EXPIRED, NOT_YET_VALID -> AlertDescription.certificate_expired;
            case UNKNOWN_ISSUER -> AlertDescription.unknown_ca;
            // RFC 5246 §7.4.6: "the server MAY at its discretion either continue the handshake without client
            // authentication, or respond with a fatal handshake_failure alert"
            case NO_CERTIFICATE -> AlertDescription.handshake_failure;
            default -> AlertDescription.bad_certificate;
        };
    }
}
