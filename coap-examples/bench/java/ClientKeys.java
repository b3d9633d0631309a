import dev.pipit.coap.dtls.key.X509Credential;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** The certificate that all clients share, and its key. */
record ClientKeys(BcTlsCrypto crypto, Certificate certificate, AsymmetricKeyParameter key) {
    static ClientKeys read(Path directory) throws IOException, CertificateEncodingException {
        X509Credential own = X509Credential.read(directory.resolve("client.pem"), directory.resolve("client-key.pem"));
        BcTlsCrypto crypto = new BcTlsCrypto(new SecureRandom());
        TlsCertificate certificate = crypto.createCertificate(own.chain().get(0).getEncoded());
        return new ClientKeys(
                crypto,
                new Certificate(new TlsCertificate[] {certificate}),
                PrivateKeyFactory.createKey(own.privateKey().getEncoded()));
    }

    TlsCredentials credentials(TlsCryptoParameters parameters) {
        return new BcDefaultTlsCredentialedSigner(
                parameters,
                crypto,
                key,
                certificate,
                SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }
}
