package dev.pipit.coap.option;

import org.jspecify.annotations.Nullable;

/**
 * One option: its number, name, format, permitted lengths, whether it repeats, its default, and whether it is defined
 * for requests, responses or both (RFC 7252 §5.4, table 4).
 *
 * <p>A definition is made once, as a constant:
 *
 * <pre>{@code
 * OptionDefinition<Long> MAX_AGE = OptionDefinition.uint(14, "Max-Age", 0, 4).withDefault(60L).inResponses();
 * }</pre>
 *
 * @param <T> the Java type of a value
 */
public final class OptionDefinition<T> {
    private final int number;
    private final String name;
    private final OptionFormat<T> format;
    private final int minLength;
    private final int maxLength;
    private final Traits<T> traits;

    private record Traits<T>(
            boolean repeatable,
            boolean inRequests,
            boolean inResponses,
            @Nullable T defaultValue) {}

    private OptionDefinition(
            int number, String name, OptionFormat<T> format, int minLength, int maxLength, Traits<T> traits) {
        if (number < 0 || number > OptionNumber.MAX) {
            throw new IllegalArgumentException("option number: " + number + " (expected: 0-" + OptionNumber.MAX + ")");
        }
        if (minLength < 0 || maxLength < minLength) {
            throw new IllegalArgumentException(
                    "option lengths: " + minLength + "-" + maxLength + " (expected: 0 <= min <= max)");
        }
        this.number = number;
        this.name = name;
        this.format = format;
        this.minLength = minLength;
        this.maxLength = maxLength;
        this.traits = traits;
    }

    /** An option of any format, that occurs once, in requests and responses, without a default. */
    public static <T> OptionDefinition<T> of(
            int number, String name, OptionFormat<T> format, int minLength, int maxLength) {
        return new OptionDefinition<>(
                number, name, format, minLength, maxLength, new Traits<>(false, true, true, null));
    }

    /** An option without a value. */
    public static OptionDefinition<Boolean> empty(int number, String name) {
        return of(number, name, OptionFormat.EMPTY, 0, 0);
    }

    /** An integer option; lengths in bytes, at most 4. */
    public static OptionDefinition<Long> uint(int number, String name, int minLength, int maxLength) {
        if (maxLength > 4) {
            throw new IllegalArgumentException("uint option length: " + maxLength + " (expected: 0-4)");
        }
        return of(number, name, OptionFormat.UINT, minLength, maxLength);
    }

    /** A text option; lengths in UTF-8 bytes. */
    public static OptionDefinition<String> string(int number, String name, int minLength, int maxLength) {
        return of(number, name, OptionFormat.STRING, minLength, maxLength);
    }

    /** An option of opaque bytes. */
    public static OptionDefinition<byte[]> opaque(int number, String name, int minLength, int maxLength) {
        return of(number, name, OptionFormat.OPAQUE, minLength, maxLength);
    }

    /** The same option, allowed more than once in a message (RFC 7252 §5.4.5). */
    public OptionDefinition<T> repeatable() {
        return with(new Traits<>(true, traits.inRequests, traits.inResponses, traits.defaultValue));
    }

    /** The same option, defined for requests only (RFC 7252 §5.4). */
    public OptionDefinition<T> inRequests() {
        return with(new Traits<>(traits.repeatable, true, false, traits.defaultValue));
    }

    /** The same option, defined for responses only (RFC 7252 §5.4). */
    public OptionDefinition<T> inResponses() {
        return with(new Traits<>(traits.repeatable, false, true, traits.defaultValue));
    }

    /** The same option with the value that its absence stands for (RFC 7252 §5.4.4). */
    public OptionDefinition<T> withDefault(T value) {
        return with(new Traits<>(traits.repeatable, traits.inRequests, traits.inResponses, value));
    }

    private OptionDefinition<T> with(Traits<T> changed) {
        return new OptionDefinition<>(number, name, format, minLength, maxLength, changed);
    }

    /** The option number, 0 to 65535. */
    public int number() {
        return number;
    }

    /** The registered name, as "Uri-Path". */
    public String name() {
        return name;
    }

    /** How values are written. */
    public OptionFormat<T> format() {
        return format;
    }

    /** The fewest bytes of a legal value. */
    public int minLength() {
        return minLength;
    }

    /** The most bytes of a legal value. */
    public int maxLength() {
        return maxLength;
    }

    /** Whether the option may occur more than once. */
    public boolean isRepeatable() {
        return traits.repeatable;
    }

    /** Whether the option means something in a request. */
    public boolean isInRequests() {
        return traits.inRequests;
    }

    /** Whether the option means something in a response. */
    public boolean isInResponses() {
        return traits.inResponses;
    }

    /** What the option's absence stands for, or null. */
    public @Nullable T defaultValue() {
        return traits.defaultValue;
    }

    /** Whether a recipient must understand it (RFC 7252 §5.4.1). */
    public boolean isCritical() {
        return OptionNumber.isCritical(number);
    }

    /** Whether a value of so many bytes is legal (RFC 7252 §5.4.3). */
    public boolean allowsLength(int length) {
        return length >= minLength && length <= maxLength;
    }

    /**
     * The bytes of a value.
     *
     * @throws IllegalArgumentException if their number is not legal for this option
     */
    public byte[] encode(T value) {
        byte[] bytes = format.encode(value);
        if (!allowsLength(bytes.length)) {
            throw new IllegalArgumentException(name + " value length: " + bytes.length + " bytes (expected: "
                    + (minLength == maxLength ? minLength : minLength + "-" + maxLength) + ")");
        }
        return bytes;
    }

    @Override
    public String toString() {
        return name + "(" + number + ")";
    }
}
