package dev.pipit.coap.dtls.bc;

import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipher;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** BouncyCastle's cryptography, with AES-CCM on the JDK's AES, which uses the processor's instructions for it. */
final class DtlsCrypto extends BcTlsCrypto {
    DtlsCrypto() {
        super(new SecureRandom());
    }

    @Override
    protected TlsAEADCipher createCipher_AES_CCM(TlsCryptoParameters parameters, int keyBytes, int tagBytes)
            throws IOException {
        return new TlsAEADCipher(
                parameters,
                new CcmCipher(true),
                new CcmCipher(false),
                keyBytes,
                tagBytes,
                TlsAEADCipher.AEAD_CCM,
                null);
    }
}
