package dev.pipit.coap.examples.cli;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.OptionDefinition;
import dev.pipit.coap.option.OptionFormat;
import dev.pipit.coap.option.OptionRegistry;
import dev.pipit.coap.option.RawOption;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** From command-line arguments to what goes into a message. */
final class OptionArguments {
    private static final int MAX_TOKEN_BYTES = 8;
    private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d|)");
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private OptionArguments() {}

    /** {@code get}, {@code iPATCH}. */
    static final class Method implements ITypeConverter<Code> {
        @Override
        public Code convert(String value) {
            for (int number = Code.GET.number(); number <= Code.IPATCH.number(); number++) {
                if (Code.of(number).toString().equalsIgnoreCase(value)) {
                    return Code.of(number);
                }
            }
            throw invalid(value, "get, put, post, delete, fetch, patch or ipatch");
        }
    }

    /** {@code json}, {@code application/json} or {@code 50}. */
    static final class Format implements ITypeConverter<ContentFormat> {
        @Override
        public ContentFormat convert(String value) {
            return ContentFormat.find(value)
                    .orElseThrow(() -> invalid(value, "a media type such as json or text/plain, or 0-65535"));
        }
    }

    /** {@code 14,30}, {@code Max-Age,30}, {@code 14,0x1e}, {@code If-None-Match}. */
    static final class AnyOption implements ITypeConverter<RawOption> {
        @Override
        public RawOption convert(String argument) {
            int comma = argument.indexOf(',');
            String name = comma < 0 ? argument : argument.substring(0, comma);
            String value = comma < 0 ? "" : argument.substring(comma + 1);
            OptionRegistry registry = OptionRegistry.standard();
            if (!name.matches("[0-9]{1,5}")) {
                OptionDefinition<?> definition = registry.find(name)
                        .orElseThrow(() -> invalid(name, "the number or the name of an option, such as ETag"));
                return new RawOption(definition.number(), bytes(value, definition));
            }
            int number = Integer.parseInt(name);
            if (number > 65535) {
                throw invalid(name, "an option number of 0-65535");
            }
            Optional<OptionDefinition<?>> definition = registry.find(number);
            return new RawOption(number, bytes(value, definition.orElse(null)));
        }
    }

    /** {@code abc}, {@code 0xcafe}. */
    static final class ChosenToken implements ITypeConverter<Token> {
        @Override
        public Token convert(String value) {
            byte[] bytes = bytes(value);
            // RFC 7252 §3: "Lengths 9-15 are reserved"; longer ones (RFC 8974) few servers take.
            if (bytes.length > MAX_TOKEN_BYTES) {
                throw invalid(value, "0-8 bytes");
            }
            return Token.of(bytes);
        }
    }

    /** {@code 30s}, {@code 5m}, {@code 2h}, {@code 1d}, {@code 30}. */
    static class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            Matcher matcher = TIME.matcher(value);
            if (!matcher.matches()) {
                throw invalid(value, "a time such as 30s, 5m, 2h, 1d");
            }
            long number = Long.parseLong(matcher.group(1));
            Duration time = switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                case "d" -> Duration.ofDays(number);
                default -> Duration.ofSeconds(number);
            };
            if (time.isZero() || time.compareTo(LONGEST) > 0) {
                throw invalid(value, "more than 0, at most 36500d");
            }
            return time;
        }
    }

    private static byte[] bytes(String value, @Nullable OptionDefinition<?> definition) {
        if (definition != null && !value.isEmpty() && !value.startsWith("0x")) {
            if (definition.format() == OptionFormat.CONTENT_FORMAT) {
                return OptionFormat.CONTENT_FORMAT.encode(new Format().convert(value));
            }
            if (definition.format() == OptionFormat.UINT) {
                return OptionFormat.UINT.encode(uint(value));
            }
        }
        return bytes(value);
    }

    private static long uint(String value) {
        if (!value.matches("[0-9]{1,10}") || Long.parseLong(value) > 0xffff_ffffL) {
            throw invalid(value, "0-4294967295, or bytes as 0x…");
        }
        return Long.parseLong(value);
    }

    /** The bytes after {@code 0x}, or else the text in UTF-8. */
    static byte[] bytes(String value) {
        if (!value.startsWith("0x")) {
            return value.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return HexFormat.of().parseHex(value.substring(2));
        } catch (IllegalArgumentException e) {
            throw invalid(value, "an even number of hexadecimal digits after 0x");
        }
    }

    static TypeConversionException invalid(String value, String expected) {
        return new TypeConversionException("\"" + value + "\" (expected: " + expected + ")");
    }
}
