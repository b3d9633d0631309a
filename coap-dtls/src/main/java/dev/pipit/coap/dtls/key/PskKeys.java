package dev.pipit.coap.dtls.key;

import java.nio.charset.StandardCharsets;

/** Reads a pre-shared key as people write it: {@code 0x…} or {@code hex:…} in hexadecimal, anything else as text. */
public final class PskKeys {
    // RFC 4279 §5.3: "MUST support ... arbitrary PSKs up to 64 octets in length. Supporting longer ... is RECOMMENDED."
    static final int MAX_BYTES = 128;

    private PskKeys() {}

    /**
     * Reads a key of 1-128 bytes.
     *
     * @param key text, taken as UTF-8, or hexadecimal digits behind 0x or hex:
     * @throws CredentialException if it is not one; the message does not show it
     */
    public static byte[] parse(String key) {
        byte[] bytes = bytes(key);
        if (bytes.length < 1 || bytes.length > MAX_BYTES) {
            throw new CredentialException("PSK of " + bytes.length + " bytes (expected: 1-" + MAX_BYTES + ")");
        }
        return bytes;
    }

    private static byte[] bytes(String key) {
        int from = prefixLength(key);
        if (from == 0) {
            return key.getBytes(StandardCharsets.UTF_8);
        }
        int digits = key.length() - from;
        if (digits % 2 != 0) {
            throw new CredentialException("PSK of " + digits + " hexadecimal digits (expected: an even number)");
        }
        byte[] bytes = new byte[digits / 2];
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(key.charAt(from + i), 16);
            if (digit < 0 || key.charAt(from + i) > 'f') {
                throw new CredentialException("PSK with something else at digit " + (i + 1)
                        + " (expected: 0-9, a-f; for a key that is text, no 0x or hex: before it)");
            }
            bytes[i / 2] = (byte) (bytes[i / 2] << 4 | digit);
        }
        return bytes;
    }

    private static int prefixLength(String key) {
        if (key.startsWith("0x") || key.startsWith("0X")) {
            return 2;
        }
        return key.startsWith("hex:") ? 4 : 0;
    }
}
