package dev.pipit.coap.dtls.key;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;

/**
 * What a raw public key is known by, where the key itself is too long: SHA-256 of its SubjectPublicKeyInfo, whole or its
 * first 120 bits, as a URI like {@code ni:///sha-256;UyaQV-Ev4rdLoHyJJWCi11OHfrYv9E1aGQAlMO2X_-Q} (RFC 7252 §9.1.3.2.1,
 * RFC 6920 §2, §3). Immutable, and the same for the same key.
 */
public final class KeyIdentifier {
    private static final String WHOLE = "ni:///sha-256;";
    private static final String SHORT = "ni:///sha-256-120;";
    private static final int WHOLE_BYTES = 32;
    private static final int SHORT_BYTES = 15;

    private final byte[] hash;

    private KeyIdentifier(byte[] hash) {
        this.hash = hash;
    }

    /** The identifier of a key, of all 256 bits. */
    public static KeyIdentifier of(PublicKey key) {
        return new KeyIdentifier(sha256(key));
    }

    /**
     * Reads one, of 256 bits or of 120. Shorter ones, which RFC 7252 §9.1.3.2.1 does not recommend, are refused.
     *
     * @throws CredentialException if it is none
     */
    public static KeyIdentifier parse(String uri) {
        boolean isShort = uri.startsWith(SHORT);
        if (isShort || uri.startsWith(WHOLE)) {
            try {
                byte[] hash = Base64.getUrlDecoder().decode(uri.substring((isShort ? SHORT : WHOLE).length()));
                if (hash.length == (isShort ? SHORT_BYTES : WHOLE_BYTES)) {
                    return new KeyIdentifier(hash);
                }
            } catch (IllegalArgumentException e) {
                // Not Base64, which is told below.
            }
        }
        throw new CredentialException("key identifier \"" + uri + "\" (expected: " + WHOLE + " or " + SHORT + " and "
                + WHOLE_BYTES + " or " + SHORT_BYTES + " bytes in Base64 for URLs)");
    }

    /** Whether it is that of a key. */
    public boolean matches(PublicKey key) {
        return MessageDigest.isEqual(hash, Arrays.copyOf(sha256(key), hash.length));
    }

    private static byte[] sha256(PublicKey key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no SHA-256 in this JDK", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyIdentifier identifier && Arrays.equals(hash, identifier.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    /** The URI. */
    @Override
    public String toString() {
        return (hash.length == WHOLE_BYTES ? WHOLE : SHORT)
                + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }
}
