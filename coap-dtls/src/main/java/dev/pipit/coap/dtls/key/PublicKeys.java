package dev.pipit.coap.dtls.key;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads public keys from PEM: SubjectPublicKeyInfo ({@code PUBLIC KEY}), as raw public keys are (RFC 7250 §3). */
public final class PublicKeys {
    private PublicKeys() {}

    /**
     * Reads all public keys of a file, at least one.
     *
     * @throws CredentialException if there is none, or something else
     */
    public static List<PublicKey> read(Path file) {
        return parse(file.toString(), CredentialFile.read(file));
    }

    /**
     * Reads all public keys of a text, at least one.
     *
     * @param source where it comes from, for messages
     * @throws CredentialException if there is none, or something else
     */
    public static List<PublicKey> parse(String source, String pem) {
        List<PublicKey> keys = new ArrayList<>();
        for (PemBlock block : Pem.parse(source, pem)) {
            if (!block.label().equals("PUBLIC KEY")) {
                throw new CredentialException(block.where() + ": " + block.label() + " (expected: PUBLIC KEY; run: "
                        + (block.label().equals("CERTIFICATE")
                                ? "openssl x509 -pubkey -noout -in " + source
                                : "openssl pkey -pubout -in " + source)
                        + ")");
            }
            keys.add(key(block));
        }
        return List.copyOf(keys);
    }

    /** The one public key of a text that holds a private one as well. */
    static Optional<PublicKey> besidePrivateKey(String source, String pem) {
        List<PemBlock> blocks = Pem.parse(source, pem).stream()
                .filter(block -> block.label().equals("PUBLIC KEY"))
                .toList();
        if (blocks.size() > 1) {
            throw new CredentialException(blocks.get(1).where() + ": a second public key (expected: one)");
        }
        return blocks.stream().findFirst().map(PublicKeys::key);
    }

    private static PublicKey key(PemBlock block) {
        try {
            KeyAlgorithm algorithm =
                    KeyAlgorithm.of(new Der(new Der(block.der()).content(Der.SEQUENCE)).content(Der.SEQUENCE));
            return KeyFactory.getInstance(algorithm.jdkName).generatePublic(new X509EncodedKeySpec(block.der()));
        } catch (GeneralSecurityException e) {
            throw new CredentialException(
                    block.where() + ": PUBLIC KEY cannot be used, " + e.getMessage()
                            + " (expected: EC on P-256, P-384 or P-521, RSA or Ed25519)",
                    e);
        }
    }
}
