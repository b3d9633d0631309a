package dev.pipit.coap.dtls.key;

import dev.pipit.coap.dtls.key.CertificateProblem.Reason;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the chain of certificates that a peer has shown: RFC 7252 §9.1.3.3, with the algorithm of RFC 5280 §6 as the JDK
 * has it.
 *
 * <p>Revocation is not looked at: RFC 7925 §4.4.3, "neither the Online Certificate Status Protocol (OCSP) nor Certificate
 * Revocation Lists (CRLs) are used". A device that is to be kept out needs certificates that end soon, or a trust anchor
 * that is taken away. Safe for use by several threads; a check costs some signatures, and belongs on no event loop.
 */
public final class CertificateCheck {
    private final List<X509Certificate> trusted;
    private final Set<TrustAnchor> anchors = new HashSet<>();
    private final ValidPaths valid = new ValidPaths(MAX_VALID_PATHS);

    /** Makes one that believes these. */
    public CertificateCheck(TrustAnchors trustAnchors) {
        trusted = trustAnchors.certificates();
        trusted.stream()
                .filter(CertificateCheck::mayIssue)
                .forEach(certificate -> anchors.add(new TrustAnchor(certificate, null)));
    }

    /** A device's own certificate in the list of trust anchors is believed, but not what that device may have issued. */
    private static boolean mayIssue(X509Certificate certificate) {
        boolean[] keyUsage = certificate.getKeyUsage();
        return certificate.getBasicConstraints() >= 0 && (keyUsage == null || keyUsage[KEY_CERT_SIGN]);
    }

    /**
     * Checks what a server has shown.
     *
     * @param chain the server's certificate first
     * @param host the host of the request's URI
     * @param port the port of the request's URI
     * @param now the time that the certificates have to be valid at
     * @return what is wrong, empty if nothing is
     */
    public Optional<CertificateProblem> checkServer(List<X509Certificate> chain, String host, int port, Instant now) {
        return check(chain, Use.SERVER, now).or(() -> {
            CertificateNames names = CertificateNames.of(chain.get(0));
            return names.match(host, port)
                    ? Optional.empty()
                    : problem(
                            Reason.WRONG_HOST,
                            "the server's certificate is for " + (names.all().isEmpty() ? "nobody" : names)
                                    + " (expected: " + host + ")");
        });
    }

    /**
     * Checks what a client has shown. Who it is, {@link CertificateNames} tell.
     *
     * @param chain the client's certificate first
     * @param now the time that the certificates have to be valid at
     * @return what is wrong, empty if nothing is
     */
    public Optional<CertificateProblem> checkClient(List<X509Certificate> chain, Instant now) {
        return check(chain, Use.CLIENT, now);
    }

    private Optional<CertificateProblem> check(List<X509Certificate> chain, Use use, Instant now) {
        if (chain.isEmpty()) {
            return problem(Reason.NO_CERTIFICATE, "no certificate (expected: one for a " + use.name + ")");
        }
        if (chain.size() > MAX_CHAIN) {
            return problem(Reason.CHAIN_TOO_LONG, chain.size() + " certificates (expected: at most " + MAX_CHAIN + ")");
        }
        return checkDates(chain, now).or(() -> checkUse(chain.get(0), use)).or(() -> checkPath(chain, now));
    }

    private static Optional<CertificateProblem> checkDates(List<X509Certificate> chain, Instant now) {
        for (X509Certificate certificate : chain) {
            Instant from = certificate.getNotBefore().toInstant();
            Instant until = certificate.getNotAfter().toInstant();
            if (now.isBefore(from)) {
                return problem(
                        Reason.NOT_YET_VALID,
                        Certificates.name(certificate) + " is valid from " + from + " (expected: before " + now
                                + ", if the clock is right)");
            }
            if (now.isAfter(until)) {
                return problem(
                        Reason.EXPIRED,
                        Certificates.name(certificate) + " expired at " + until + " (expected: after " + now + ")");
            }
        }
        return Optional.empty();
    }

    /** RFC 5280 §4.2.1.3 and §4.2.1.12: where the extensions are there, they have to allow it. */
    private static Optional<CertificateProblem> checkUse(X509Certificate certificate, Use use) {
        boolean[] keyUsage = certificate.getKeyUsage();
        // RFC 7252 §9.1.3.3: "if included, the key usage extension indicates digitalSignature"
        if (keyUsage != null && !keyUsage[DIGITAL_SIGNATURE]) {
            return problem(
                    Reason.NOT_FOR_THIS_USE,
                    Certificates.name(certificate) + " has a key usage without digitalSignature (expected: with it)");
        }
        try {
            List<String> extended = certificate.getExtendedKeyUsage();
            if (extended == null || extended.contains(use.purpose) || extended.contains(ANY_PURPOSE)) {
                return Optional.empty();
            }
            return problem(
                    Reason.NOT_FOR_THIS_USE,
                    Certificates.name(certificate) + " is not for a " + use.name + ": its extended key usage is "
                            + extended + " (expected: " + use.purposeName + ", " + use.purpose + ")");
        } catch (CertificateParsingException e) {
            return problem(
                    Reason.INVALID_CHAIN,
                    Certificates.name(certificate) + " has an extended key usage that is not one");
        }
    }

    private Optional<CertificateProblem> checkPath(List<X509Certificate> chain, Instant now) {
        List<X509Certificate> path = chain;
        for (int i = 0; i < chain.size(); i++) {
            if (trusted.contains(chain.get(i))) {
                path = chain.subList(0, i); // RFC 5280 §6.1: the trust anchor is not part of the path
                break;
            }
        }
        if (path.isEmpty()) {
            return Optional.empty(); // the peer's own certificate is trusted
        }
        if (anchors.isEmpty()) {
            return Optional.of(unknownIssuer(path.get(path.size() - 1)));
        }
        try {
            String digest = ValidPaths.digest(path);
            if (valid.contains(digest)) {
                return Optional.empty(); // the dates have been looked at
            }
            CertPath certPath = CertificateFactory.getInstance("X.509").generateCertPath(path);
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX").validate(certPath, parameters);
            valid.add(digest);
            return Optional.empty();
        } catch (CertPathValidatorException e) {
            return Optional.of(problem(path, e));
        } catch (GeneralSecurityException e) {
            return problem(Reason.INVALID_CHAIN, "the chain of certificates cannot be checked, " + e.getMessage());
        }
    }

    private static CertificateProblem problem(List<X509Certificate> path, CertPathValidatorException e) {
        X509Certificate certificate = path.get(e.getIndex() >= 0 ? e.getIndex() : path.size() - 1);
        String name = Certificates.name(certificate);
        CertPathValidatorException.Reason reason = e.getReason();
        if (reason == PKIXReason.NO_TRUST_ANCHOR || reason == PKIXReason.NAME_CHAINING) {
            return new CertificateProblem(
                    Reason.UNKNOWN_ISSUER,
                    name + " was issued by "
                            + certificate.getIssuerX500Principal().getName()
                            + ", which is not trusted (expected: an issuer in the chain or the trust anchors)");
        }
        if (reason == BasicReason.INVALID_SIGNATURE) {
            return new CertificateProblem(
                    Reason.BAD_SIGNATURE,
                    name + " was not signed by the issuer that it names (expected: a signature of "
                            + certificate.getIssuerX500Principal().getName() + ")");
        }
        if (reason == BasicReason.ALGORITHM_CONSTRAINED) {
            return new CertificateProblem(
                    Reason.WEAK_ALGORITHM,
                    name + " uses what this JVM holds for too weak, " + certificate.getSigAlgName()
                            + " (expected: ECDSA with SHA-256 or stronger)");
        }
        if (reason == PKIXReason.NOT_CA_CERT
                || reason == PKIXReason.PATH_TOO_LONG
                || reason == PKIXReason.INVALID_KEY_USAGE) {
            return new CertificateProblem(
                    Reason.NOT_AN_AUTHORITY,
                    name
                            + " must not issue certificates like the one before it (expected: basic constraints of a CA, key"
                            + " usage keyCertSign)");
        }
        return new CertificateProblem(
                Reason.INVALID_CHAIN, name + ": " + e.getMessage() + " (expected: a path as in RFC 5280 §6)");
    }

    private static CertificateProblem unknownIssuer(X509Certificate certificate) {
        return new CertificateProblem(
                Reason.UNKNOWN_ISSUER,
                Certificates.name(certificate) + " was issued by "
                        + certificate.getIssuerX500Principal().getName()
                        + ", which is not trusted (expected: an issuer in the chain or the trust anchors)");
    }

    private static Optional<CertificateProblem> problem(Reason reason, String message) {
        return Optional.of(new CertificateProblem(reason, message));
    }

    private enum Use {
        SERVER("server", "serverAuth", "1.3.6.1.5.5.7.3.1"),
        CLIENT("client", "clientAuth", "1.3.6.1.5.5.7.3.2");

        final String name;
        final String purposeName;
        final String purpose;

        Use(String name, String purposeName, String purpose) {
            this.name = name;
            this.purposeName = purposeName;
            this.purpose = purpose;
        }
    }

    // RFC 7925 §4.4.4: "a server certificate chain of at least 3, not including the trust anchor"
    private static final int MAX_CHAIN = 8;
    private static final int MAX_VALID_PATHS = 10_000;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;
    private static final String ANY_PURPOSE = "2.5.29.37.0";
}
