package dev.pipit.coap.option;

import java.util.Arrays;
import java.util.HexFormat;

/** One option as it stands in a message: number and bytes. */
public final class RawOption {
    private final int number;
    private final byte[] value;

    /** An option of this number, 0 to 65535; the bytes are not copied and must not be modified afterwards. */
    public RawOption(int number, byte[] value) {
        this.number = number;
        this.value = value;
    }

    /** The option number. */
    public int number() {
        return number;
    }

    /** The bytes: the option's own array, to be read and not to be modified. */
    public byte[] value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawOption option && number == option.number && Arrays.equals(value, option.value);
    }

    @Override
    public int hashCode() {
        return 31 * number + Arrays.hashCode(value);
    }

    /** As "11:74656d70". */
    @Override
    public String toString() {
        return number + ":" + HexFormat.of().formatHex(value);
    }
}
