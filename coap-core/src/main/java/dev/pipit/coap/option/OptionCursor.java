package dev.pipit.coap.option;

/**
 * Walks through the options of a message in wire form (RFC 7252 §3.1), without making an object for each.
 *
 * <pre>{@code
 * OptionCursor option = options.cursor();
 * while (option.next()) {
 *     … option.number() … option.bytes(), option.offset(), option.length() …
 * }
 * }</pre>
 *
 * <p>The wire form inside {@link Options} is known to be sound; {@link OptionsDecoder} reads foreign bytes.
 */
public final class OptionCursor {
    private final byte[] wire;
    private int position;
    private int number;
    private int offset;
    private int length;

    OptionCursor(byte[] wire) {
        this.wire = wire;
    }

    /** Moves to the next option; false after the last. */
    public boolean next() {
        if (position >= wire.length) {
            return false;
        }
        int header = wire[position++] & 0xff;
        number += extended(header >>> 4);
        length = extended(header & 15);
        offset = position;
        position += length;
        return true;
    }

    private int extended(int nibble) {
        if (nibble < 13) {
            return nibble;
        }
        if (nibble == 13) {
            return 13 + (wire[position++] & 0xff);
        }
        position += 2;
        return 269 + ((wire[position - 2] & 0xff) << 8 | (wire[position - 1] & 0xff));
    }

    /** The option's number. */
    public int number() {
        return number;
    }

    /** The array that holds the value; not to be modified. */
    public byte[] bytes() {
        return wire;
    }

    /** Where the value starts in {@link #bytes()}. */
    public int offset() {
        return offset;
    }

    /** Number of bytes of the value. */
    public int length() {
        return length;
    }

    /** A copy of the option. */
    public RawOption option() {
        byte[] value = new byte[length];
        System.arraycopy(wire, offset, value, 0, length);
        return new RawOption(number, value);
    }
}
