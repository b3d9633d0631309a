package dev.pipit.coap.option;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The options of one message: immutable, sorted by number, in the order given where a number repeats (RFC 7252 §3.1).
 *
 * <p>Held as the bytes that stand on the wire, so that decoding copies them once and encoding copies them back; a
 * value is decoded when it is asked for. A 64-bit summary of the numbers lets most look-ups of an absent option return
 * at once.
 *
 * <p>Reading follows RFC 7252 §5.4.3 and §5.4.5: a value of illegal length counts as absent, and of an option that
 * does not repeat only the first occurrence counts. (A message in which such an option is critical is rejected before
 * anyone reads it.)
 */
public final class Options implements Iterable<RawOption> {
    /** No options. */
    public static final Options EMPTY = new Options(new byte[0], 0);

    private final byte[] wire;
    private final long summary;

    Options(byte[] wire, long summary) {
        this.wire = wire;
        this.summary = summary;
    }

    /** An empty builder. */
    public static OptionsBuilder builder() {
        return new OptionsBuilder();
    }

    /** The options given, in any order. */
    public static Options of(RawOption... options) {
        OptionsBuilder builder = builder();
        for (RawOption option : options) {
            builder.addRaw(option.number(), option.value());
        }
        return builder.build();
    }

    /** One option. */
    public static <T> Options of(OptionDefinition<T> definition, T value) {
        return builder().add(definition, value).build();
    }

    static long bit(int number) {
        return 1L << (number & 63);
    }

    /** A builder that starts with these options. */
    public OptionsBuilder toBuilder() {
        OptionsBuilder builder = builder();
        for (OptionCursor at = cursor(); at.next(); ) {
            builder.addRaw(at.number(), at.option().value());
        }
        return builder;
    }

    /** Whether there are no options. */
    public boolean isEmpty() {
        return wire.length == 0;
    }

    /** How many options there are, repeated ones counted each. */
    public int size() {
        int size = 0;
        for (OptionCursor at = cursor(); at.next(); ) {
            size++;
        }
        return size;
    }

    /** Starts at the first option. */
    public OptionCursor cursor() {
        return new OptionCursor(wire);
    }

    /** Whether an option of this number is there, whatever its value. */
    public boolean has(int number) {
        return find(number) != null;
    }

    /** Whether the option is there with a value of legal length. */
    public boolean has(OptionDefinition<?> definition) {
        return find(definition) != null;
    }

    /** The option's (first) value, else the definition's default, else empty. */
    public <T> Optional<T> get(OptionDefinition<T> definition) {
        return Optional.ofNullable(getOrNull(definition));
    }

    /** The option's (first) value, else the definition's default, else null. */
    public <T> @Nullable T getOrNull(OptionDefinition<T> definition) {
        OptionCursor at = find(definition);
        return at != null
                ? definition.format().decode(at.bytes(), at.offset(), at.length())
                : definition.defaultValue();
    }

    /** The value of an integer option, or the given one where it is absent. */
    public long uint(OptionDefinition<Long> definition, long otherwise) {
        OptionCursor at = find(definition);
        return at != null ? Uint.decode(at.bytes(), at.offset(), at.length()) : otherwise;
    }

    /** Every value of a repeatable option, in order; without the default. */
    public <T> List<T> all(OptionDefinition<T> definition) {
        OptionCursor at = find(definition);
        if (at == null) {
            return List.of();
        }
        List<T> values = new ArrayList<>();
        do {
            if (definition.allowsLength(at.length())) {
                values.add(definition.format().decode(at.bytes(), at.offset(), at.length()));
            }
        } while (definition.isRepeatable() && at.next() && at.number() == definition.number());
        return values;
    }

    /** The first occurrence that counts. */
    private @Nullable OptionCursor find(OptionDefinition<?> definition) {
        OptionCursor at = find(definition.number());
        while (at != null && !definition.allowsLength(at.length())) {
            // RFC 7252 §5.4.5: what follows the first of an option that does not repeat is supernumerary, and to be
            // ignored, even where the first cannot be used.
            boolean more = definition.isRepeatable() && at.next() && at.number() == definition.number();
            at = more ? at : null;
        }
        return at;
    }

    private @Nullable OptionCursor find(int number) {
        if ((summary & bit(number)) == 0) {
            return null;
        }
        OptionCursor at = cursor();
        while (at.next()) {
            if (at.number() >= number) {
                return at.number() == number ? at : null;
            }
        }
        return null;
    }

    /** These options, with one set to a single value. */
    public <T> Options with(OptionDefinition<T> definition, T value) {
        int number = definition.number();
        return new Options(OptionSplice.set(wire, number, definition.encode(value)), summary | bit(number));
    }

    /** These options without any of that definition. */
    public Options without(OptionDefinition<?> definition) {
        return has(definition.number()) ? filter(number -> number != definition.number()) : this;
    }

    /** Those options whose number satisfies the predicate. */
    public Options filter(IntPredicate keep) {
        OptionsBuilder builder = builder();
        for (OptionCursor at = cursor(); at.next(); ) {
            if (keep.test(at.number())) {
                builder.addRaw(at.number(), at.option().value());
            }
        }
        return builder.build();
    }

    /** Number of bytes that the options take on the wire. */
    public int wireLength() {
        return wire.length;
    }

    /** Copies the wire form into an array and returns the position after it. */
    public int writeTo(byte[] target, int offset) {
        System.arraycopy(wire, 0, target, offset, wire.length);
        return offset + wire.length;
    }

    @Override
    public Iterator<RawOption> iterator() {
        OptionCursor at = cursor();
        return new Iterator<>() {
            private boolean ahead = at.next();

            @Override
            public boolean hasNext() {
                return ahead;
            }

            @Override
            public RawOption next() {
                if (!ahead) {
                    throw new NoSuchElementException();
                }
                RawOption option = at.option();
                ahead = at.next();
                return option;
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Options options && Arrays.equals(wire, options.wire);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(wire);
    }

    /** The options by their standard names, as "Uri-Path:sensors, Accept:application/json". */
    @Override
    public String toString() {
        return OptionRegistry.standard().describe(this);
    }
}
