package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.AnonymousIdentity;
import dev.pipit.coap.dtls.CertificateIdentity;
import dev.pipit.coap.dtls.CertificateRefusedException;
import dev.pipit.coap.dtls.ClientAuthentication;
import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.HandshakeFailedException;
import dev.pipit.coap.dtls.RawKeyIdentity;
import dev.pipit.coap.dtls.RawKeyRefusedException;
import dev.pipit.coap.dtls.key.CertificateCheck;
import dev.pipit.coap.dtls.key.CertificateProblem;
import dev.pipit.coap.dtls.key.KeyIdentifier;
import dev.pipit.coap.dtls.key.TrustedKeys;
import dev.pipit.coap.peer.PeerIdentity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.TlsFatalAlert;
import org.jspecify.annotations.Nullable;

/**
 * Whether a peer is believed for what it has shown: certificates (RFC 7252 §9.1.3.3) or a raw public key (§9.1.3.2). That
 * it has the private key as well, BouncyCastle finds out. From any thread.
 */
final class PeerTrust {
    // RFC 5480 §2: id-ecPublicKey, secp256r1, and a BIT STRING with a point that is not compressed
    private static final byte[] P256_BEGINNING =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");
    private static final int P256_BYTES = P256_BEGINNING.length + 64;

    private final @Nullable CertificateCheck certificates;
    private final @Nullable TrustedKeys keys;
    private final ClientAuthentication wanted;
    private final StoreLog failures;

    PeerTrust(DtlsConfig config, StoreLog failures) {
        this.failures = failures;
        this.certificates = config.trust().map(CertificateCheck::new).orElse(null);
        this.keys = config.rawPublicKeys().orElse(null);
        this.wanted = config.clientAuthentication();
    }

    /** The types of what a peer can be believed for (RFC 7250 §3), the one preferred first; none where nobody is. */
    short[] types() {
        if (keys == null) {
            return certificates == null ? new short[0] : new short[] {CertificateType.X509};
        }
        return certificates == null
                ? new short[] {CertificateType.RawPublicKey}
                : new short[] {CertificateType.RawPublicKey, CertificateType.X509};
    }

    /** Whether clients are asked to show something. */
    boolean asksClients() {
        return wanted != ClientAuthentication.NONE && types().length > 0;
    }

    /** Whether clients are let in that show nothing. */
    boolean takesAnonymous() {
        return wanted != ClientAuthentication.REQUIRED;
    }

    /**
     * Who a client is.
     *
     * @param shown what it has shown; null or empty where that is nothing
     * @param source where it is
     * @throws TlsFatalAlert if it is not to be let in
     */
    PeerIdentity acceptClient(@Nullable Certificate shown, InetAddress source) throws IOException {
        if (shown == null || shown.isEmpty()) {
            if (takesAnonymous()) {
                return new AnonymousIdentity(source);
            }
            refuse(Optional.of(new CertificateProblem(
                    CertificateProblem.Reason.NO_CERTIFICATE,
                    "the client has shown neither certificate nor raw public key (expected: one)")));
        }
        if (isRawKey(shown)) {
            return acceptKey(shown);
        }
        List<X509Certificate> chain = chain(shown);
        refuse(check().checkClient(chain, Instant.now()));
        return new CertificateIdentity(chain);
    }

    /**
     * Who a server is, which is asked for by this host and port.
     *
     * @throws TlsFatalAlert if it is not to be believed
     */
    PeerIdentity acceptServer(@Nullable Certificate shown, String host, int port) throws IOException {
        if (isRawKey(shown)) {
            return acceptKey(shown);
        }
        List<X509Certificate> chain = chain(shown);
        refuse(check().checkServer(chain, host, port, Instant.now()));
        return new CertificateIdentity(chain);
    }

    private static boolean isRawKey(@Nullable Certificate shown) {
        return shown != null && !shown.isEmpty() && shown.getCertificateType() == CertificateType.RawPublicKey;
    }

    private CertificateCheck check() throws TlsFatalAlert {
        if (certificates == null) {
            throw new TlsFatalAlert(
                    AlertDescription.unsupported_certificate,
                    new HandshakeFailedException("the peer has shown a certificate (expected: a raw public key)"));
        }
        return certificates;
    }

    // ---- raw public keys

    private PeerIdentity acceptKey(@Nullable Certificate shown) throws IOException {
        PublicKey key =
                key(shown == null ? new byte[0] : shown.getCertificateAt(0).getEncoded());
        if (!isTrusted(key)) {
            throw new TlsFatalAlert(
                    AlertDescription.certificate_unknown, new RawKeyRefusedException(KeyIdentifier.of(key)));
        }
        return new RawKeyIdentity(key);
    }

    private boolean isTrusted(PublicKey key) {
        try {
            return keys != null && keys.contains(key);
        } catch (RuntimeException e) {
            failures.report("the store of raw public keys", e);
            return false;
        }
    }

    /** RFC 7252 §9.1.3.2: a key for ECDSA, on secp256r1. Each has one encoding only, so that keys are the same as bytes are. */
    private static PublicKey key(byte[] der) throws TlsFatalAlert {
        boolean isP256 = der.length == P256_BYTES
                && Arrays.equals(der, 0, P256_BEGINNING.length, P256_BEGINNING, 0, P256_BEGINNING.length);
        if (!isP256) {
            throw new TlsFatalAlert(
                    AlertDescription.unsupported_certificate,
                    new HandshakeFailedException("the peer has shown a raw public key of another kind (expected: EC on"
                            + " P-256, not compressed)"));
        }
        try {
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, e);
        }
    }

    // ---- certificates

    /** The certificates as the JDK knows them, the peer's own first. */
    private static List<X509Certificate> chain(@Nullable Certificate message) throws IOException {
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
    private static void refuse(Optional<CertificateProblem> problem) throws TlsFatalAlert {
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
