package dev.pipit.coap.option;

import java.util.Arrays;

/** Collects options in any order and sorts them by number. Not safe for use by several threads. */
public final class OptionsBuilder {
    private RawOption[] options = new RawOption[8];
    private int size;

    OptionsBuilder() {}

    /**
     * Adds a value.
     *
     * @throws IllegalArgumentException if its length is illegal, or the option is there already and does not repeat
     *     (RFC 7252 §5.4.5)
     */
    public <T> OptionsBuilder add(OptionDefinition<T> definition, T value) {
        if (!definition.isRepeatable() && contains(definition.number())) {
            throw new IllegalArgumentException(definition.name() + " is already set (expected: at most once)");
        }
        return addRaw(definition.number(), definition.encode(value));
    }

    /** Adds several values of a repeatable option. */
    public <T> OptionsBuilder addAll(OptionDefinition<T> definition, Iterable<T> values) {
        for (T value : values) {
            add(definition, value);
        }
        return this;
    }

    /**
     * Sets an option to a single value, whatever was there.
     *
     * @throws IllegalArgumentException if its length is illegal
     */
    public <T> OptionsBuilder set(OptionDefinition<T> definition, T value) {
        byte[] bytes = definition.encode(value);
        return remove(definition.number()).addRaw(definition.number(), bytes);
    }

    /** Adds an option by its number, unchecked but for the number's range; the bytes are not copied. */
    public OptionsBuilder addRaw(int number, byte[] value) {
        if (number < 0 || number > OptionNumber.MAX) {
            throw new IllegalArgumentException("option number: " + number + " (expected: 0-" + OptionNumber.MAX + ")");
        }
        if (value.length > 65535 + 269) {
            throw new IllegalArgumentException("option value length: " + value.length + " (expected: 0-65804)");
        }
        if (size == options.length) {
            options = Arrays.copyOf(options, size * 2);
        }
        // Inserted behind those of the same number, so that repeated options keep their order.
        int at = size++;
        while (at > 0 && options[at - 1].number() > number) {
            options[at] = options[at - 1];
            at--;
        }
        options[at] = new RawOption(number, value);
        return this;
    }

    /** Removes every option of a number. */
    public OptionsBuilder remove(int number) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (options[i].number() != number) {
                options[kept++] = options[i];
            }
        }
        size = kept;
        return this;
    }

    private boolean contains(int number) {
        for (int i = 0; i < size; i++) {
            if (options[i].number() == number) {
                return true;
            }
        }
        return false;
    }

    /** The options as they are now. */
    public Options build() {
        if (size == 0) {
            return Options.EMPTY;
        }
        int length = 0;
        int previous = 0;
        for (int i = 0; i < size; i++) {
            int bytes = options[i].value().length;
            length += headerLength(options[i].number() - previous, bytes) + bytes;
            previous = options[i].number();
        }
        byte[] wire = new byte[length];
        long summary = 0;
        int at = 0;
        previous = 0;
        for (int i = 0; i < size; i++) {
            at = write(wire, at, options[i].number() - previous, options[i].value());
            previous = options[i].number();
            summary |= Options.bit(previous);
        }
        return new Options(wire, summary);
    }

    static int headerLength(int delta, int length) {
        return 1 + extension(delta) + extension(length);
    }

    private static int extension(int value) {
        return value < 13 ? 0 : value < 269 ? 1 : 2;
    }

    /** Writes an option and returns the position after it. */
    static int write(byte[] wire, int at, int delta, byte[] value) {
        int next = writeHeader(wire, at, delta, value.length);
        System.arraycopy(value, 0, wire, next, value.length);
        return next + value.length;
    }

    static int writeHeader(byte[] wire, int at, int delta, int length) {
        wire[at] = (byte) (nibble(delta) << 4 | nibble(length));
        return writeExtension(wire, writeExtension(wire, at + 1, delta), length);
    }

    private static int nibble(int value) {
        return value < 13 ? value : value < 269 ? 13 : 14;
    }

    private static int writeExtension(byte[] wire, int at, int value) {
        if (value < 13) {
            return at;
        }
        if (value < 269) {
            wire[at] = (byte) (value - 13);
            return at + 1;
        }
        wire[at] = (byte) ((value - 269) >>> 8);
        wire[at + 1] = (byte) (value - 269);
        return at + 2;
    }
}
