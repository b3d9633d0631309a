package dev.pipit.coap.dtls.key;

import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.HexFormat;
import java.util.Set;

/** The algorithms of keys, by the identifier that goes with them (RFC 3279 §2.3, RFC 5480, RFC 8410). */
enum KeyAlgorithm {
    EC("EC", "SHA256withECDSA", "2a8648ce3d0201"),
    RSA("RSA", "SHA256withRSA", "2a864886f70d010101"),
    ED25519("Ed25519", "Ed25519", "2b6570");

    final String jdkName;
    final String signature;
    private final String oidHex;

    KeyAlgorithm(String jdkName, String signature, String oidHex) {
        this.jdkName = jdkName;
        this.signature = signature;
        this.oidHex = oidHex;
    }

    /** The content of the object identifier. */
    byte[] oid() {
        return HexFormat.of().parseHex(oidHex);
    }

    /** The algorithm that the content of an AlgorithmIdentifier names: RFC 5280 §4.1.1.2. */
    static KeyAlgorithm of(byte[] algorithmIdentifier) throws InvalidKeyException {
        Der identifier = new Der(algorithmIdentifier);
        String oid = HexFormat.of().formatHex(identifier.content(Der.OBJECT_IDENTIFIER));
        for (KeyAlgorithm algorithm : values()) {
            if (oid.equals(algorithm.oidHex)) {
                if (algorithm == EC) {
                    checkCurve(identifier.content(Der.OBJECT_IDENTIFIER));
                }
                return algorithm;
            }
        }
        throw new InvalidKeyException("an algorithm that is none of EC, RSA and Ed25519");
    }

    // The JDK reads keys on other curves, and then cannot sign with them.
    private static void checkCurve(byte[] oid) throws InvalidKeyException {
        if (!CURVES.contains(HexFormat.of().formatHex(oid))) {
            throw new InvalidKeyException("a curve that is none of P-256, P-384 and P-521");
        }
    }

    /** The algorithm of a key of the JDK. */
    static KeyAlgorithm ofJdk(String name) throws InvalidKeyException {
        return switch (name) {
            case "EC" -> EC;
            case "RSA" -> RSA;
            case "EdDSA", "Ed25519" -> ED25519;
            default -> throw new InvalidKeyException("an algorithm that is none of EC, RSA and Ed25519: " + name);
        };
    }

    /** RFC 7252 §9.1.3.2: "The curve secp256r1 MUST be supported", and it is the only one that we use. */
    static void requireP256(String what, PublicKey key) {
        if (!(key instanceof ECPublicKey ec)
                || ec.getParams().getCurve().getField().getFieldSize() != P256_BITS) {
            throw new CredentialException(what + " of " + key.getAlgorithm() + " (expected: EC on P-256)");
        }
    }

    private static final int P256_BITS = 256;

    /** secp256r1, secp384r1 and secp521r1: RFC 5480 §2.1.1.1. */
    private static final Set<String> CURVES = Set.of("2a8648ce3d030107", "2b81040022", "2b81040023");
}
