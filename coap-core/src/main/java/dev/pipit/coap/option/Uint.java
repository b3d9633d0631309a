package dev.pipit.coap.option;

/** The uint format of RFC 7252 §3.2. */
public final class Uint {
    /** The largest value that four bytes hold. */
    public static final long MAX = 0xffff_ffffL;

    private Uint() {}

    /**
     * The shortest bytes of a value.
     *
     * @throws IllegalArgumentException if the value is negative or needs more than four bytes
     */
    public static byte[] encode(long value) {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException("uint value: " + value + " (expected: 0-" + MAX + ")");
        }
        // RFC 7252 §3.2: "A sender SHOULD represent the integer with as few bytes as possible"
        byte[] bytes = new byte[(71 - Long.numberOfLeadingZeros(value)) >>> 3];
        for (int i = bytes.length - 1; i >= 0; i--) {
            bytes[i] = (byte) value;
            value >>>= 8;
        }
        return bytes;
    }

    /** The value of {@code length} bytes; leading zero bytes are fine (RFC 7252 §3.2). */
    public static long decode(byte[] bytes, int offset, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | (bytes[offset + i] & 0xff);
        }
        return value;
    }
}
