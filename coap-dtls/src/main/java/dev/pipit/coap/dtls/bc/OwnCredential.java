package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.key.RawKeyCredential;
import dev.pipit.coap.dtls.key.X509Credential;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.util.List;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;

/** A certificate or raw public key of ours, and its private key, as BouncyCastle knows them. */
final class OwnCredential {
    private final DtlsCrypto crypto;
    private final Certificate shown;
    private final AsymmetricKeyParameter key;

    private OwnCredential(DtlsCrypto crypto, short type, List<byte[]> encoded, PrivateKey privateKey)
            throws IOException {
        this.crypto = crypto;
        CertificateEntry[] entries = new CertificateEntry[encoded.size()];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = new CertificateEntry(crypto.createCertificate(type, encoded.get(i)), null);
        }
        shown = new Certificate(type, null, entries);
        key = PrivateKeyFactory.createKey(privateKey.getEncoded());
    }

    static OwnCredential of(DtlsCrypto crypto, X509Credential credential) {
        try {
            byte[][] chain = new byte[credential.chain().size()][];
            for (int i = 0; i < chain.length; i++) {
                chain[i] = credential.chain().get(i).getEncoded();
            }
            return new OwnCredential(crypto, CertificateType.X509, List.of(chain), credential.privateKey());
        } catch (IOException | CertificateEncodingException e) {
            throw new IllegalArgumentException(credential + " cannot be used (expected: X.509, EC on P-256)", e);
        }
    }

    static OwnCredential of(DtlsCrypto crypto, RawKeyCredential credential) {
        try {
            // RFC 7250 §3: what is shown is the SubjectPublicKeyInfo, which is what the JDK encodes a key as
            byte[] key = credential.publicKey().getEncoded();
            return new OwnCredential(crypto, CertificateType.RawPublicKey, List.of(key), credential.privateKey());
        } catch (IOException e) {
            throw new IllegalArgumentException(credential + " cannot be used (expected: EC on P-256)", e);
        }
    }

    /** The type of what is shown (RFC 7250 §3). */
    short type() {
        return shown.getCertificateType();
    }

    TlsCredentials credentials(TlsContext context) {
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context), crypto, key, shown, signatureAlgorithm());
    }

    /** Makes a digest depend on it. */
    void addTo(MessageDigest digest) throws GeneralSecurityException {
        try {
            digest.update((byte) type());
            digest.update(shown.getCertificateAt(0).getEncoded());
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** The one of RFC 7252 §9.1.3.2 and §9.1.3.3, and RFC 7925 §4.4. */
    static SignatureAndHashAlgorithm signatureAlgorithm() {
        return SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
    }
}
