package dev.pipit.coap.dtls.key;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The certificates that are believed without asking anybody: authorities, and single certificates of devices, which then
 * need no issuer. Only what has the basic constraints of a CA is believed about others. Immutable.
 *
 * @param certificates one or more
 */
public record TrustAnchors(List<X509Certificate> certificates) {
    /**
     * Copies the list.
     *
     * @throws CredentialException if it is empty
     */
    public TrustAnchors {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new CredentialException("trust anchors: none (expected: at least one certificate)");
        }
    }

    /**
     * Reads all certificates of a PEM file.
     *
     * @throws CredentialException if there is none, or something else in it
     */
    public static TrustAnchors read(Path file) {
        return parse(file.toString(), CredentialFile.read(file));
    }

    /**
     * Reads all certificates of a text.
     *
     * @param source where it comes from, for messages
     * @throws CredentialException if there is none, or something else in it
     */
    public static TrustAnchors parse(String source, String pem) {
        return new TrustAnchors(Certificates.parse(source, pem, label -> false));
    }

    /** The subjects. */
    @Override
    public String toString() {
        return "TrustAnchors" + certificates.stream().map(Certificates::name).toList();
    }
}
