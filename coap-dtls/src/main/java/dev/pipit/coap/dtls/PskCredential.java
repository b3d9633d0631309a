package dev.pipit.coap.dtls;

import java.nio.charset.StandardCharsets;

/** A client's identity and the key that goes with it. The arrays are not shared. */
final class PskCredential {
    private static final int MAX_BYTES = 128;

    private final String identity;
    private final byte[] key;

    PskCredential(String identity, byte[] key) {
        this.identity = checkIdentity(identity);
        this.key = copy(key);
    }

    String identity() {
        return identity;
    }

    byte[] key() {
        return key.clone();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return identity;
    }

    // RFC 4279 §5.3: "MUST support arbitrary PSK identities up to 128 octets in length, and arbitrary PSKs up to 64
    // octets in length. Supporting longer identities and keys is RECOMMENDED."
    static String checkIdentity(String identity) {
        int length = identity.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > MAX_BYTES) {
            throw new IllegalArgumentException("PSK identity \"" + identity + "\" of " + length + " bytes (expected: 1-"
                    + MAX_BYTES + " bytes of UTF-8)");
        }
        return identity;
    }

    static byte[] copy(byte[] key) {
        if (key.length < 1 || key.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "PSK of " + key.length + " bytes (expected: 1-" + MAX_BYTES + ", best 16 or more)");
        }
        return key.clone();
    }
}
