package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.key.X509Credential;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;

/** Our certificate and its key as BouncyCastle knows them; made once for all handshakes of an event loop. */
final class OwnCertificate {
    private final DtlsCrypto crypto;
    private final Certificate chain;
    private final AsymmetricKeyParameter key;

    OwnCertificate(DtlsCrypto crypto, X509Credential credential) {
        this.crypto = crypto;
        try {
            TlsCertificate[] certificates =
                    new TlsCertificate[credential.chain().size()];
            for (int i = 0; i < certificates.length; i++) {
                certificates[i] =
                        crypto.createCertificate(credential.chain().get(i).getEncoded());
            }
            chain = new Certificate(certificates);
            key = PrivateKeyFactory.createKey(credential.privateKey().getEncoded());
        } catch (IOException | CertificateEncodingException e) {
            throw new IllegalArgumentException(credential + " cannot be used (expected: X.509, EC on P-256)", e);
        }
    }

    TlsCredentials credentials(TlsContext context) {
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context), crypto, key, chain, signatureAlgorithm());
    }

    /** The one of RFC 7252 §9.1.3.3 and RFC 7925 §4.4. */
    static SignatureAndHashAlgorithm signatureAlgorithm() {
        return SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
    }
}
