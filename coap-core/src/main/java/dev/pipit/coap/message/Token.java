package dev.pipit.coap.message;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A token: opaque bytes that a client chooses and a server echoes (RFC 7252 §5.3.1). Up to 8 bytes in RFC 7252, up to
 * 65804 with RFC 8974. One of up to 8 bytes needs no array.
 */
public final class Token {
    /** The longest token that RFC 8974 §2.1 can express. */
    public static final int MAX_LENGTH = 65804;

    /** The token of no bytes. */
    public static final Token EMPTY = new Token(0, 0, null);

    private final long bits;
    private final int length;
    private final byte @Nullable [] bytes;

    private Token(long bits, int length, byte @Nullable [] bytes) {
        this.bits = bits;
        this.length = length;
        this.bytes = bytes;
    }

    /** A token of eight bytes. */
    public static Token ofLong(long bits) {
        return new Token(bits, 8, null);
    }

    /** A token of these bytes. */
    public static Token of(byte... bytes) {
        return copyOf(bytes, 0, bytes.length);
    }

    /**
     * A token of {@code length} bytes from {@code offset}.
     *
     * @throws IllegalArgumentException if the length is not in 0 to 65804
     */
    public static Token copyOf(byte[] bytes, int offset, int length) {
        if (length < 0 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("token length: " + length + " (expected: 0-" + MAX_LENGTH + ")");
        }
        if (length == 0) {
            return EMPTY;
        }
        if (length > 8) {
            return new Token(0, length, Arrays.copyOfRange(bytes, offset, offset + length));
        }
        long bits = 0;
        for (int i = 0; i < length; i++) {
            bits = bits << 8 | (bytes[offset + i] & 0xff);
        }
        return new Token(bits, length, null);
    }

    /** Number of bytes. */
    public int length() {
        return length;
    }

    /** Copies the bytes into an array and returns the position after them. */
    public int writeTo(byte[] target, int offset) {
        if (bytes != null) {
            System.arraycopy(bytes, 0, target, offset, length);
        } else {
            for (int i = length - 1, shift = 0; i >= 0; i--, shift += 8) {
                target[offset + i] = (byte) (bits >>> shift);
            }
        }
        return offset + length;
    }

    /** The bytes, as a fresh array. */
    public byte[] toByteArray() {
        byte[] copy = new byte[length];
        writeTo(copy, 0);
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Token token
                && bits == token.bits
                && length == token.length
                && (bytes == null || Arrays.equals(bytes, token.bytes));
    }

    @Override
    public int hashCode() {
        // Spread over all bits: a peer chooses its tokens, and they often count upwards.
        long mixed = (bits ^ length) * 0x9e3779b97f4a7c15L;
        return bytes == null ? (int) (mixed >>> 32) : Arrays.hashCode(bytes);
    }

    /** The bytes in hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(toByteArray());
    }
}
