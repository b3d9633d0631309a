package dev.pipit.coap.dtls.bc;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.crypto.Tls13Verifier;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsEncryptor;
import org.bouncycastle.tls.crypto.TlsVerifier;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that is parsed for as long as a handshake asks something of it. BouncyCastle keeps the peer's as long as the
 * association lasts, and what is parsed takes seven times the memory of the bytes. Used by one thread at a time.
 */
final class LazyCertificate implements TlsCertificate {
    private final Parser parser;
    private final byte[] encoded;
    private @Nullable TlsCertificate parsed;

    /** Makes a certificate of its bytes. */
    @FunctionalInterface
    interface Parser {
        TlsCertificate parse(byte[] encoded) throws IOException;
    }

    /**
     * Parses a certificate.
     *
     * @param encoded not copied
     */
    LazyCertificate(Parser parser, byte[] encoded) throws IOException {
        this.parser = parser;
        this.encoded = encoded;
        this.parsed = parser.parse(encoded);
    }

    /** Lets go of what was parsed of a peer's certificates; null is nothing. */
    static void forget(@Nullable Certificate certificates) {
        for (int i = 0; certificates != null && i < certificates.getLength(); i++) {
            if (certificates.getCertificateAt(i) instanceof LazyCertificate lazy) {
                lazy.parsed = null;
            }
        }
    }

    private TlsCertificate parsed() throws IOException {
        TlsCertificate certificate = parsed;
        if (certificate == null) {
            certificate = parser.parse(encoded);
            parsed = certificate;
        }
        return certificate;
    }

    private TlsCertificate parsedAgain() {
        try {
            return parsed();
        } catch (IOException e) {
            throw new IllegalStateException("a certificate that was parsed before", e);
        }
    }

    @Override
    public TlsEncryptor createEncryptor(int role) throws IOException {
        return parsed().createEncryptor(role);
    }

    @Override
    public TlsVerifier createVerifier(short signatureAlgorithm) throws IOException {
        return parsed().createVerifier(signatureAlgorithm);
    }

    @Override
    public Tls13Verifier createVerifier(int signatureScheme) throws IOException {
        return parsed().createVerifier(signatureScheme);
    }

    @Override
    public byte[] getEncoded() {
        return encoded.clone();
    }

    @Override
    public byte @Nullable [] getExtension(ASN1ObjectIdentifier oid) throws IOException {
        return parsed().getExtension(oid);
    }

    @Override
    public BigInteger getSerialNumber() {
        return parsedAgain().getSerialNumber();
    }

    @Override
    public String getSigAlgOID() {
        return parsedAgain().getSigAlgOID();
    }

    @Override
    public @Nullable ASN1Encodable getSigAlgParams() throws IOException {
        return parsed().getSigAlgParams();
    }

    @Override
    public short getLegacySignatureAlgorithm() throws IOException {
        return parsed().getLegacySignatureAlgorithm();
    }

    @Override
    public boolean supportsSignatureAlgorithm(short signatureAlgorithm) throws IOException {
        return parsed().supportsSignatureAlgorithm(signatureAlgorithm);
    }

    @Override
    public boolean supportsSignatureAlgorithmCA(short signatureAlgorithm) throws IOException {
        return parsed().supportsSignatureAlgorithmCA(signatureAlgorithm);
    }

    @Override
    public TlsCertificate checkUsageInRole(int role) throws IOException {
        parsed().checkUsageInRole(role);
        return this;
    }
}
