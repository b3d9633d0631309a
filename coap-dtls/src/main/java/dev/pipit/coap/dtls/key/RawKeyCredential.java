package dev.pipit.coap.dtls.key;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;

/**
 * A key pair without a certificate: a raw public key (RFC 7250, RFC 7252 §9.1.3.2). Immutable.
 *
 * @param publicKey what peers know us by
 * @param privateKey the other half; never shown
 */
public record RawKeyCredential(PublicKey publicKey, PrivateKey privateKey) {
    /**
     * Checks that the halves belong together.
     *
     * @throws CredentialException if they do not
     */
    public RawKeyCredential {
        check("private key", "public key", publicKey, privateKey);
    }

    /**
     * Reads a file with both halves: a {@code PUBLIC KEY} beside the private one, as libcoap has it, or a private key that
     * contains its public one, as openssl writes EC keys.
     *
     * @throws CredentialException if the file is not what it should be, or does not hold the public key
     */
    public static RawKeyCredential read(Path keyFile) {
        String text = CredentialFile.readSecret(keyFile);
        PemBlock block = PrivateKeys.keyBlock(keyFile.toString(), text);
        PublicKey publicKey = PublicKeys.besidePrivateKey(keyFile.toString(), text)
                .or(() -> PrivateKeys.publicKey(block))
                .orElseThrow(() -> new CredentialException(block.where()
                        + ": the private key does not contain its public key (expected: beside it; run: "
                        + "openssl pkey -pubout -in " + keyFile + " >>" + keyFile + ")"));
        check(block.where(), "the public key in the same file", publicKey, PrivateKeys.key(block));
        return new RawKeyCredential(publicKey, PrivateKeys.key(block));
    }

    /**
     * Reads both halves.
     *
     * @throws CredentialException if a file is not what it should be, or they do not belong together
     */
    public static RawKeyCredential read(Path keyFile, Path publicKeyFile) {
        PrivateKey privateKey = PrivateKeys.read(keyFile);
        List<PublicKey> publicKeys = PublicKeys.read(publicKeyFile);
        if (publicKeys.size() > 1) {
            throw new CredentialException(publicKeyFile + ": " + publicKeys.size() + " public keys (expected: one)");
        }
        check(keyFile.toString(), publicKeyFile.toString(), publicKeys.get(0), privateKey);
        return new RawKeyCredential(publicKeys.get(0), privateKey);
    }

    private static void check(String keyName, String publicName, PublicKey publicKey, PrivateKey privateKey) {
        if (!KeyPairCheck.belongTogether(privateKey, publicKey)) {
            throw new CredentialException(
                    keyName + ": does not belong to " + publicName + " (expected: two halves of one key)");
        }
    }

    /** The algorithm, without the keys. */
    @Override
    public String toString() {
        return "RawKeyCredential[" + publicKey.getAlgorithm() + "]";
    }
}
