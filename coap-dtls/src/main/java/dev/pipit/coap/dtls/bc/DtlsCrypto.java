package dev.pipit.coap.dtls.bc;

import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.tls.crypto.CryptoHashAlgorithm;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsNonceGenerator;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipher;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * BouncyCastle's cryptography, with AES-CCM and SHA-256 of the JDK, which uses the processor's instructions for them, and
 * random numbers of the JDK alone, where BouncyCastle has a generator for each association.
 */
final class DtlsCrypto extends BcTlsCrypto {
    private final SecureRandom random;
    private final CcmSeats seats = new CcmSeats();
    private final Sha256 sha256 = Sha256.prototype();

    DtlsCrypto() {
        this(new SecureRandom());
    }

    private DtlsCrypto(SecureRandom random) {
        super(random);
        this.random = random;
    }

    @Override
    public TlsNonceGenerator createNonceGenerator(byte[] additionalSeed) {
        return this::randomBytes;
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    @Override
    public Digest createDigest(int algorithm) {
        return algorithm == CryptoHashAlgorithm.sha256 ? sha256.copy() : super.createDigest(algorithm);
    }

    @Override
    public Digest cloneDigest(int algorithm, Digest digest) {
        return digest instanceof Sha256 known ? known.copy() : super.cloneDigest(algorithm, digest);
    }

    @Override
    public TlsCertificate createCertificate(short type, byte[] encoding) throws IOException {
        return new LazyCertificate(encoded -> super.createCertificate(type, encoded), encoding);
    }

    @Override
    protected TlsAEADCipher createCipher_AES_CCM(TlsCryptoParameters parameters, int keyBytes, int tagBytes)
            throws IOException {
        return new TlsAEADCipher(
                parameters,
                new CcmCipher(seats, true),
                new CcmCipher(seats, false),
                keyBytes,
                tagBytes,
                TlsAEADCipher.AEAD_CCM,
                null);
    }
}
