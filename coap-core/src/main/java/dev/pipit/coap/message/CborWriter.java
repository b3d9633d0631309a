package dev.pipit.coap.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the little of CBOR that problem details need, in the deterministic form of RFC 8949 §4.2.1. */
final class CborWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** The head of an item, as short as it can be; the argument is not negative. */
    CborWriter head(int type, long argument) {
        int length = argument < 24 ? 0 : argument < 1 << 8 ? 1 : argument < 1 << 16 ? 2 : argument < 1L << 32 ? 4 : 8;
        bytes.write(type << 5 | (length == 0 ? (int) argument : 24 + Integer.numberOfTrailingZeros(length)));
        for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
            bytes.write((int) (argument >>> shift));
        }
        return this;
    }

    CborWriter integer(long value) {
        return value < 0 ? head(CborReader.NEGATIVE, -1 - value) : head(CborReader.UNSIGNED, value);
    }

    CborWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return head(CborReader.TEXT, utf8.length).raw(utf8);
    }

    /** Bytes that are CBOR already. */
    CborWriter raw(byte[] encoded) {
        bytes.writeBytes(encoded);
        return this;
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
