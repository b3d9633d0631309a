package dev.pipit.coap.option;

import java.util.Map;
import java.util.Optional;

/**
 * A Content-Format: the number of a media type with its parameters and content coding (RFC 7252 §12.3).
 *
 * <p>Any number from 0 to 65535 is one, registered or not. The numbers that IANA has registered are known by name.
 */
public final class ContentFormat {
    private static final int CACHED = 512;
    private static final ContentFormat[] CACHE = new ContentFormat[CACHED];

    static {
        for (int i = 0; i < CACHED; i++) {
            CACHE[i] = new ContentFormat(i);
        }
    }

    /** {@code text/plain; charset=utf-8}. */
    public static final ContentFormat TEXT_PLAIN = of(0);

    /** {@code application/link-format}. */
    public static final ContentFormat LINK_FORMAT = of(40);

    /** {@code application/xml}. */
    public static final ContentFormat XML = of(41);

    /** {@code application/octet-stream}. */
    public static final ContentFormat OCTET_STREAM = of(42);

    /** {@code application/json}. */
    public static final ContentFormat JSON = of(50);

    /** {@code application/json-patch+json}. */
    public static final ContentFormat JSON_PATCH = of(51);

    /** {@code application/merge-patch+json}. */
    public static final ContentFormat MERGE_PATCH = of(52);

    /** {@code application/cbor}. */
    public static final ContentFormat CBOR = of(60);

    /** {@code application/senml+json}. */
    public static final ContentFormat SENML_JSON = of(110);

    /** {@code application/senml+cbor}. */
    public static final ContentFormat SENML_CBOR = of(112);

    /** {@code application/concise-problem-details+cbor}. */
    public static final ContentFormat PROBLEM_DETAILS = of(257);

    private final int number;

    private ContentFormat(int number) {
        this.number = number;
    }

    /**
     * The format with this number.
     *
     * @throws IllegalArgumentException if it is not in 0 to 65535
     */
    public static ContentFormat of(int number) {
        if (number >= 0 && number < CACHED) {
            return CACHE[number];
        }
        if (number < 0 || number > 65535) {
            throw new IllegalArgumentException("Content-Format: " + number + " (expected: 0-65535)");
        }
        return new ContentFormat(number);
    }

    /**
     * Finds a format by its number, its registered media type, or a short form of it: {@code 50},
     * {@code application/json}, {@code json}, {@code text/plain}, {@code text}, {@code link-format}.
     */
    public static Optional<ContentFormat> find(String name) {
        return ContentFormatNames.find(name);
    }

    /** Every registered format, by number, with its media type. */
    public static Map<Integer, String> registered() {
        return ContentFormatNames.BY_NUMBER;
    }

    /** The number, 0 to 65535. */
    public int number() {
        return number;
    }

    /** The media type with its parameters, where the number is registered. */
    public Optional<String> mediaType() {
        return Optional.ofNullable(ContentFormatNames.BY_NUMBER.get(number));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContentFormat format && format.number == number;
    }

    @Override
    public int hashCode() {
        return number;
    }

    /** The media type, or the number where it is not registered. */
    @Override
    public String toString() {
        return mediaType().orElseGet(() -> Integer.toString(number));
    }
}
