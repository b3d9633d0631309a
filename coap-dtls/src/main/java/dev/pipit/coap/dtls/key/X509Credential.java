package dev.pipit.coap.dtls.key;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate with those of its issuers, and the private key that belongs to it (RFC 7252 §9.1.3.3). Immutable.
 *
 * @param chain the own certificate first, then each one's issuer; the trust anchor may be left out
 * @param privateKey the key of the first certificate; never shown
 */
public record X509Credential(List<X509Certificate> chain, PrivateKey privateKey) {
    /**
     * Checks that all belongs together.
     *
     * @throws CredentialException if the chain is empty or not in order, or the key is another certificate's
     */
    public X509Credential {
        chain = List.copyOf(chain);
        check("certificate chain", "private key", chain, privateKey);
    }

    /**
     * Reads both from PEM files, which may be one and the same.
     *
     * @param chainFile the own certificate first
     * @param keyFile one private key; a file that everybody can read is refused
     * @throws CredentialException if a file is not what it should be, or they do not belong together
     */
    public static X509Credential read(Path chainFile, Path keyFile) {
        List<X509Certificate> chain = Certificates.parse(
                chainFile.toString(),
                CredentialFile.read(chainFile),
                label -> label.endsWith("PRIVATE KEY") || label.equals("EC PARAMETERS"));
        PrivateKey key = PrivateKeys.read(keyFile);
        check(chainFile.toString(), keyFile.toString(), chain, key);
        return new X509Credential(chain, key);
    }

    private static void check(String chainName, String keyName, List<X509Certificate> chain, PrivateKey key) {
        if (chain.isEmpty()) {
            throw new CredentialException(chainName + ": empty (expected: the certificate, then its issuers)");
        }
        for (int i = 1; i < chain.size(); i++) {
            if (!issued(chain.get(i), chain.get(i - 1))) {
                throw new CredentialException(chainName + ": certificate " + (i + 1) + ", "
                        + Certificates.name(chain.get(i)) + ", did not issue certificate " + i + ", "
                        + Certificates.name(chain.get(i - 1)) + " (expected: the own certificate, then its issuers)");
            }
        }
        if (!KeyPairCheck.belongTogether(key, chain.get(0).getPublicKey())) {
            throw new CredentialException(keyName + ": the private key does not belong to "
                    + Certificates.name(chain.get(0)) + " of " + chainName + " (expected: the key it was made for)");
        }
    }

    private static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The subject, without the key. */
    @Override
    public String toString() {
        return "X509Credential[" + Certificates.name(chain.get(0)) + "]";
    }
}
