package dev.pipit.coap.dtls.key;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/**
 * Reads private keys from PEM: PKCS#8 ({@code PRIVATE KEY}, RFC 5958), and what older tools write, {@code EC PRIVATE KEY}
 * (RFC 5915) and {@code RSA PRIVATE KEY} (RFC 8017). EC, RSA and Ed25519, as far as the JVM can.
 */
public final class PrivateKeys {
    private PrivateKeys() {}

    /**
     * Reads the one private key of a file, which nobody else may be able to read. Certificates in the file are passed
     * over.
     *
     * @throws CredentialException if there is none or several, or it cannot be used
     */
    public static PrivateKey read(Path file) {
        return key(keyBlock(file.toString(), CredentialFile.readSecret(file)));
    }

    /**
     * Reads the one private key of a text.
     *
     * @param source where it comes from, for messages
     * @throws CredentialException if there is none or several, or it cannot be used
     */
    public static PrivateKey parse(String source, String pem) {
        return key(keyBlock(source, pem));
    }

    static PemBlock keyBlock(String source, String pem) {
        List<PemBlock> blocks = Pem.parse(source, pem);
        List<PemBlock> keys = blocks.stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .toList();
        if (keys.isEmpty()) {
            throw new CredentialException(
                    blocks.get(0).where() + ": " + blocks.get(0).label() + " (expected: PRIVATE KEY)");
        }
        if (keys.size() > 1) {
            throw new CredentialException(keys.get(1).where() + ": a second private key (expected: one)");
        }
        return keys.get(0);
    }

    static PrivateKey key(PemBlock block) {
        try {
            byte[] pkcs8 = pkcs8(block);
            return KeyFactory.getInstance(algorithm(pkcs8).jdkName).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw unusable(block, e);
        }
    }

    /** The public key, where the private one tells it: openssl writes it into EC keys, and RSA keys contain it. */
    static Optional<PublicKey> publicKey(PemBlock block) {
        try {
            byte[] pkcs8 = pkcs8(block);
            PrivateKey key = key(block);
            if (key instanceof RSAPrivateCrtKey rsa) {
                return Optional.of(KeyFactory.getInstance("RSA")
                        .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent())));
            }
            if (algorithm(pkcs8) != KeyAlgorithm.EC) {
                return Optional.empty();
            }
            Der info = new Der(new Der(pkcs8).content(Der.SEQUENCE));
            info.content(Der.INTEGER);
            byte[] algorithm = info.content(Der.SEQUENCE);
            byte[] bits = ecField(info.content(Der.OCTET_STRING), 1);
            if (bits.length == 0) {
                return Optional.empty();
            }
            byte[] spki = Der.element(Der.SEQUENCE, Der.element(Der.SEQUENCE, algorithm), bits);
            return Optional.of(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki)));
        } catch (GeneralSecurityException e) {
            throw unusable(block, e);
        }
    }

    private static KeyAlgorithm algorithm(byte[] pkcs8) throws InvalidKeyException {
        Der info = new Der(new Der(pkcs8).content(Der.SEQUENCE));
        info.content(Der.INTEGER);
        return KeyAlgorithm.of(info.content(Der.SEQUENCE));
    }

    private static byte[] pkcs8(PemBlock block) throws InvalidKeyException {
        return switch (block.label()) {
            case "PRIVATE KEY" -> block.der();
            case "EC PRIVATE KEY" -> {
                byte[] curve = ecField(block.der(), 0);
                if (curve.length == 0) {
                    throw new InvalidKeyException("an EC key that does not name its curve; run: openssl pkcs8 -topk8 "
                            + "-nocrypt -in " + block.source() + " -out FILE.pem");
                }
                yield wrap(KeyAlgorithm.EC, curve, block.der());
            }
            case "RSA PRIVATE KEY" -> wrap(KeyAlgorithm.RSA, new byte[] {5, 0}, block.der());
            case "ENCRYPTED PRIVATE KEY" -> throw encrypted(block.where(), block.source());
            default -> throw new InvalidKeyException(block.label());
        };
    }

    /** RFC 5915 §3: an ECPrivateKey has a version, the key, [0] the curve and [1] the public key. */
    private static byte[] ecField(byte[] ecPrivateKey, int field) throws InvalidKeyException {
        Der key = new Der(new Der(ecPrivateKey).content(Der.SEQUENCE));
        key.content(Der.INTEGER);
        key.content(Der.OCTET_STRING);
        while (key.hasNext()) {
            int tag = key.tag();
            byte[] content = key.content(tag);
            if (tag == (0xa0 | field)) {
                return content;
            }
        }
        return new byte[0];
    }

    private static byte[] wrap(KeyAlgorithm algorithm, byte[] parameters, byte[] key) {
        return Der.element(
                Der.SEQUENCE,
                new byte[] {Der.INTEGER, 1, 0},
                Der.element(Der.SEQUENCE, Der.element(Der.OBJECT_IDENTIFIER, algorithm.oid()), parameters),
                Der.element(Der.OCTET_STRING, key));
    }

    static CredentialException encrypted(String where, String source) {
        return new CredentialException(where + ": the private key is encrypted (expected: without a passphrase; run: "
                + "openssl pkey -in " + source + " -out FILE.pem, and chmod 600 FILE.pem)");
    }

    private static CredentialException unusable(PemBlock block, GeneralSecurityException e) {
        return new CredentialException(
                block.where() + ": " + block.label() + " cannot be used, " + e.getMessage()
                        + " (expected: EC on P-256, P-384 or P-521, RSA or Ed25519)",
                e);
    }
}
