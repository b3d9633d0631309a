package dev.pipit.coap.dtls.key;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads certificates from the blocks of a PEM file. */
final class Certificates {
    private Certificates() {}

    /** All certificates, at least one; what is passed over may be between them, and nothing else. */
    static List<X509Certificate> parse(String source, String pem, Predicate<String> passedOver) {
        List<X509Certificate> certificates = new ArrayList<>();
        List<PemBlock> blocks = Pem.parse(source, pem);
        for (PemBlock block : blocks) {
            if (block.label().equals("CERTIFICATE")) {
                certificates.add(certificate(block));
            } else if (!passedOver.test(block.label())) {
                throw new CredentialException(block.where() + ": " + block.label() + " (expected: CERTIFICATE)");
            }
        }
        if (certificates.isEmpty()) {
            throw new CredentialException(
                    blocks.get(0).where() + ": " + blocks.get(0).label() + " (expected: CERTIFICATE)");
        }
        return List.copyOf(certificates);
    }

    private static X509Certificate certificate(PemBlock block) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(block.der()));
        } catch (CertificateException e) {
            throw new CredentialException(
                    block.where() + ": not a certificate (expected: X.509 in DER, Base64 around it)", e);
        }
    }

    static String name(X509Certificate certificate) {
        String name = certificate.getSubjectX500Principal().getName();
        return name.isEmpty() ? "serial number " + certificate.getSerialNumber() : name;
    }
}
