package dev.pipit.coap.dtls.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Tries whether a private key belongs to a public one: what the one signs, the other verifies. */
final class KeyPairCheck {
    private static final byte[] PROBE = "Pipit".getBytes(StandardCharsets.US_ASCII);

    private KeyPairCheck() {}

    static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
        try {
            KeyAlgorithm algorithm = KeyAlgorithm.ofJdk(privateKey.getAlgorithm());
            if (algorithm != KeyAlgorithm.ofJdk(publicKey.getAlgorithm())) {
                return false;
            }
            Signature signature = Signature.getInstance(algorithm.signature);
            signature.initSign(privateKey);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // a signature of another length, or a key that does not sign
        }
    }
}
