package dev.pipit.coap.option;

import org.jspecify.annotations.Nullable;

/**
 * Reads options out of a received datagram (RFC 7252 §3.1). Kept and used again by one event loop.
 *
 * <p>After {@link #decode}, {@link #end()} is the position of the payload marker, or of the datagram's end; where the
 * bytes are no options, {@code decode} answers null and {@link #error()} says why.
 */
public final class OptionsDecoder {
    private int position;
    private int limit;
    private @Nullable String error;

    /** A decoder, for use by one thread at a time. */
    public OptionsDecoder() {}

    /** The options from {@code offset} to the payload marker or {@code limit}; null where they are malformed. */
    public @Nullable Options decode(byte[] bytes, int offset, int limit) {
        this.position = offset;
        this.limit = limit;
        this.error = null;
        int number = 0;
        long summary = 0;
        while (position < limit && bytes[position] != (byte) 0xff) {
            int header = bytes[position++] & 0xff;
            int delta = extended(bytes, header >>> 4, "delta");
            int length = error == null ? extended(bytes, header & 15, "length") : 0;
            if (error != null) {
                return null;
            }
            number += delta;
            if (number > OptionNumber.MAX) {
                // RFC 7252 §12.2: option numbers are 0-65535, so this can only be a broken delta.
                error = "option number " + number + " (expected: 0-" + OptionNumber.MAX + ")";
                return null;
            }
            if (length > limit - position) {
                error = "option " + number + " of " + length + " bytes with " + (limit - position) + " left";
                return null;
            }
            position += length;
            summary |= Options.bit(number);
        }
        if (position == offset) {
            return Options.EMPTY;
        }
        byte[] wire = new byte[position - offset];
        System.arraycopy(bytes, offset, wire, 0, wire.length);
        return new Options(wire, summary);
    }

    private int extended(byte[] bytes, int nibble, String field) {
        if (nibble < 13) {
            return nibble;
        }
        // RFC 7252 §3.1: "If the field is set to this value [15], it MUST be processed as a message format error."
        if (nibble == 15) {
            error = "option " + field + " 15 (reserved)";
            return 0;
        }
        int size = nibble - 12;
        if (limit - position < size) {
            error = "option " + field + " cut off";
            return 0;
        }
        position += size;
        return size == 1
                ? 13 + (bytes[position - 1] & 0xff)
                : 269 + ((bytes[position - 2] & 0xff) << 8 | (bytes[position - 1] & 0xff));
    }

    /** Where the options ended. */
    public int end() {
        return position;
    }

    /** Why the last call answered null. */
    public @Nullable String error() {
        return error;
    }
}
