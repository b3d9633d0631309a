package dev.pipit.coap.option;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * One option as it stands in a message: number and bytes.
 *
 * @param number 0 to 65535
 * @param value the bytes; not to be modified
 */
public record RawOption(int number, byte[] value) {
    @Override
    public boolean equals(Object other) {
        return other instanceof RawOption option && number == option.number && Arrays.equals(value, option.value);
    }

    @Override
    public int hashCode() {
        return 31 * number + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return number + ":" + HexFormat.of().formatHex(value);
    }
}
