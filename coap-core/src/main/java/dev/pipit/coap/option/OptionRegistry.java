package dev.pipit.coap.option;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The options that an endpoint understands. Immutable; {@link #with} adds the application's own.
 *
 * <p>It tells whether a message carries an option that must not be ignored: RFC 7252 §5.4.1 for what is not
 * understood, §5.4.3 for values of illegal length, §5.4.5 for repetitions, §5.4 for options that the kind of message
 * does not have. All four count as unrecognized: critical ones make the message unacceptable, elective ones are as if
 * they were not there.
 */
public final class OptionRegistry {
    private static final int DIRECT = 512;
    private static final OptionRegistry STANDARD = new OptionRegistry(standardDefinitions());

    private final @Nullable OptionDefinition<?>[] direct = new OptionDefinition<?>[DIRECT];
    private final Map<Integer, OptionDefinition<?>> definitions;

    private OptionRegistry(Map<Integer, OptionDefinition<?>> definitions) {
        this.definitions = Map.copyOf(definitions);
        definitions.forEach((number, definition) -> {
            if (number < DIRECT) {
                direct[number] = definition;
            }
        });
    }

    private static Map<Integer, OptionDefinition<?>> standardDefinitions() {
        Map<Integer, OptionDefinition<?>> standard = new HashMap<>();
        StandardOptions.ALL.forEach(definition -> standard.put(definition.number(), definition));
        return standard;
    }

    /** The options of {@link StandardOptions}. */
    public static OptionRegistry standard() {
        return STANDARD;
    }

    /** This registry with more definitions; one with a known number replaces it. */
    public OptionRegistry with(OptionDefinition<?>... more) {
        Map<Integer, OptionDefinition<?>> changed = new HashMap<>(definitions);
        for (OptionDefinition<?> definition : more) {
            changed.put(definition.number(), definition);
        }
        return new OptionRegistry(changed);
    }

    /** This registry without the given options: they are then unrecognized. */
    public OptionRegistry without(OptionDefinition<?>... less) {
        Map<Integer, OptionDefinition<?>> changed = new HashMap<>(definitions);
        for (OptionDefinition<?> definition : less) {
            changed.remove(definition.number());
        }
        return new OptionRegistry(changed);
    }

    /** The definition of a number. */
    public Optional<OptionDefinition<?>> find(int number) {
        return Optional.ofNullable(lookUp(number));
    }

    /** The definition with this name, in any letter case. */
    public Optional<OptionDefinition<?>> find(String name) {
        return definitions.values().stream()
                .filter(definition -> definition.name().equalsIgnoreCase(name))
                .findFirst();
    }

    private @Nullable OptionDefinition<?> lookUp(int number) {
        return number >= 0 && number < DIRECT ? direct[number] : definitions.get(number);
    }

    /**
     * The first option of a request that is critical and unrecognized, or one of the numbers that are reserved for
     * more Location-* options beside one of those (RFC 7252 §5.10.7).
     */
    public OptionalInt unacceptableInRequest(Options options) {
        OptionalInt critical = unacceptable(options, true);
        return critical.isPresent() ? critical : reservedBesideLocation(options);
    }

    private OptionalInt reservedBesideLocation(Options options) {
        // RFC 7252 §5.10.7: "If any of these reserved option numbers occurs in addition to Location-Path and/or
        // Location-Query and are not supported, then a 4.02 (Bad Option) error MUST be returned."
        if (options.has(StandardOptions.LOCATION_PATH.number())
                || options.has(StandardOptions.LOCATION_QUERY.number())) {
            for (int number = 128; number <= 140; number += 4) {
                if (options.has(number) && lookUp(number) == null) {
                    return OptionalInt.of(number);
                }
            }
        }
        return OptionalInt.empty();
    }

    /** The first option of a response that is critical and unrecognized. */
    public OptionalInt unacceptableInResponse(Options options) {
        return unacceptable(options, false);
    }

    private OptionalInt unacceptable(Options options, boolean request) {
        int previous = -1;
        for (OptionCursor at = options.cursor(); at.next(); ) {
            int number = at.number();
            if (OptionNumber.isCritical(number) && !recognizes(at, number == previous, request)) {
                return OptionalInt.of(number);
            }
            previous = number;
        }
        return OptionalInt.empty();
    }

    private boolean recognizes(OptionCursor at, boolean again, boolean request) {
        OptionDefinition<?> definition = lookUp(at.number());
        return definition != null
                && (request ? definition.isInRequests() : definition.isInResponses())
                && definition.allowsLength(at.length())
                && (!again || definition.isRepeatable());
    }

    /** One line for people: names and readable values. */
    public String describe(Options options) {
        StringJoiner line = new StringJoiner(", ");
        for (RawOption option : options) {
            line.add(describe(option));
        }
        return line.toString();
    }

    /** The option as "Uri-Path:sensors". */
    public String describe(RawOption option) {
        OptionDefinition<?> definition = lookUp(option.number());
        return definition == null
                ? option.toString()
                : definition.name()
                        + (option.value().length == 0 && definition.maxLength() == 0 ? "" : ":")
                        + valueOf(definition, option.value());
    }

    private static String valueOf(OptionDefinition<?> definition, byte[] value) {
        if (!definition.allowsLength(value.length)) {
            return "0x" + HexFormat.of().formatHex(value) + " (illegal length)";
        }
        return switch (definition.format().name()) {
            case "empty" -> "";
            case "string" -> printable(new String(value, StandardCharsets.UTF_8));
            case "uint", "block" -> String.valueOf(definition.format().decode(value, 0, value.length));
            default -> "0x" + HexFormat.of().formatHex(value);
        };
    }

    /** The text on one line: a peer must not be able to write a log's next one. */
    private static String printable(String text) {
        if (text.chars().noneMatch(OptionRegistry::breaksLine)) {
            return text;
        }
        StringBuilder line = new StringBuilder();
        text.chars().forEach(c -> line.append(breaksLine(c) ? String.format("\\u%04x", c) : String.valueOf((char) c)));
        return line.toString();
    }

    private static boolean breaksLine(int c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }
}
