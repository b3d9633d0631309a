package dev.pipit.coap.message;

import org.jspecify.annotations.Nullable;

/**
 * Text that may say which language it is in (RFC 9290, Appendix A).
 *
 * @param text the text
 * @param language its language tag (BCP 47), as "en"; null where it is not told
 * @param direction in which direction it is written; null where it is not told, and so without a language
 */
public record LanguageText(
        String text, @Nullable String language, @Nullable Direction direction) {
    private static final long TAG = 38;

    /** How text is written. */
    public enum Direction {
        /** From left to right. */
        LEFT_TO_RIGHT(CborReader.FALSE),
        /** From right to left. */
        RIGHT_TO_LEFT(CborReader.TRUE),
        /** As the text itself suggests. */
        AUTO(CborReader.NULL);

        private final int simple;

        Direction(int simple) {
            this.simple = simple;
        }

        static Direction read(CborReader from) throws CborException {
            return values()[from.readSimple() - CborReader.FALSE];
        }

        void write(CborWriter to) {
            to.head(CborReader.SIMPLE, simple);
        }
    }

    /**
     * Checks the language.
     *
     * @throws IllegalArgumentException if the language is no language tag, or there is a direction without one
     */
    public LanguageText {
        if (language == null && direction != null) {
            throw new IllegalArgumentException("direction: " + direction + " (expected: with a language)");
        }
        if (language != null && !isLanguageTag(language)) {
            throw new IllegalArgumentException("language: \"" + language + "\" (expected: a tag such as en)");
        }
    }

    /** Text that does not say which language it is in. */
    public static LanguageText of(String text) {
        return new LanguageText(text, null, null);
    }

    // RFC 9290, Appendix A.2: tag38-ltag, without a regular expression, as the text comes from the network
    static boolean isLanguageTag(String tag) {
        int length = 0;
        boolean first = true;
        for (int i = 0; i < tag.length(); i++) {
            char c = tag.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (c == '-' && length > 0) {
                first = false;
                length = 0;
            } else if (letter || !first && c >= '0' && c <= '9') {
                length++;
            } else {
                return false;
            }
            if (length > 8) {
                return false;
            }
        }
        return length > 0;
    }

    static LanguageText read(CborReader from) throws CborException {
        if (from.type() == CborReader.TEXT) {
            return of(from.readText());
        }
        if (from.readTag() != TAG) {
            throw new CborException("a tag (expected: 38)");
        }
        long items = from.readArray();
        String language = readAnnotated(from);
        String text = readAnnotated(from);
        boolean ended = items < 0 ? from.readBreak() : items == 2;
        Direction direction = ended ? null : Direction.read(from);
        if (!ended && (items < 0 ? !from.readBreak() : items != 3) || !isLanguageTag(language)) {
            throw new CborException("no language-tagged text");
        }
        return new LanguageText(text, language, direction);
    }

    // RFC 9290, Appendix A.2: both strings "can optionally be annotated with CBOR tags"
    private static String readAnnotated(CborReader from) throws CborException {
        while (from.type() == CborReader.TAG) {
            from.readTag();
        }
        return from.readText();
    }

    void write(CborWriter to) {
        if (language == null) {
            to.text(text);
            return;
        }
        to.head(CborReader.TAG, TAG).head(CborReader.ARRAY, direction == null ? 2 : 3);
        to.text(language).text(text);
        if (direction != null) {
            direction.write(to);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
