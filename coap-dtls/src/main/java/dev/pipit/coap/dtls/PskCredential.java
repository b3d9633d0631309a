package dev.pipit.coap.dtls;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A client's identity and the key that goes with it, for whatever server. Immutable. */
public final class PskCredential implements PskSelector {
    private static final int MAX_BYTES = 128;

    private final String identity;
    private final byte[] key;

    /**
     * An identity and its key.
     *
     * @param identity 1-128 bytes in UTF-8 (RFC 4279 §5.1, §5.3)
     * @param key 1-128 bytes; copied
     * @throws IllegalArgumentException if one is not that long
     */
    public PskCredential(String identity, byte[] key) {
        this.identity = checkIdentity(identity);
        this.key = copy(key);
    }

    /** The identity, which is sent in the clear. */
    public String identity() {
        return identity;
    }

    /** The key; a copy. */
    public byte[] key() {
        return key.clone();
    }

    /** Itself. */
    @Override
    public Optional<PskCredential> select(String host, int port, String hint) {
        return Optional.of(this);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return identity;
    }

    // RFC 4279 §5.3: "MUST support arbitrary PSK identities up to 128 octets in length, and arbitrary PSKs up to 64
    // octets in length. Supporting longer identities and keys is RECOMMENDED."
    static String checkIdentity(String identity) {
        return check("PSK identity", identity);
    }

    static String checkHint(String hint) {
        return check("PSK identity hint", hint);
    }

    private static String check(String what, String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    what + " \"" + text + "\" of " + length + " bytes (expected: 1-" + MAX_BYTES + " bytes of UTF-8)");
        }
        return text;
    }

    static byte[] copy(byte[] key) {
        if (key.length < 1 || key.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "PSK of " + key.length + " bytes (expected: 1-" + MAX_BYTES + ", best 16 or more)");
        }
        return key.clone();
    }
}
