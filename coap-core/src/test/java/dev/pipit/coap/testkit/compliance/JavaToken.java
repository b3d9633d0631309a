package dev.pipit.coap.testkit.compliance;

import java.util.ArrayList;
import java.util.List;

/**
 * A token of Java source, as coarse as finding annotations needs it: comments and white space are gone, character
 * literals and numbers too; string literals and text blocks keep what stands between their quotes.
 */
record JavaToken(Kind kind, String text) {
    enum Kind {
        NAME,
        STRING,
        SYMBOL
    }

    boolean is(String symbolOrName) {
        return kind != Kind.STRING && text.equals(symbolOrName);
    }

    static List<JavaToken> tokenize(String source) {
        return new Tokenizer(source).tokens();
    }

    private static final class Tokenizer {
        private final String source;
        private final List<JavaToken> tokens = new ArrayList<>();
        private int next;

        Tokenizer(String source) {
            this.source = source;
        }

        List<JavaToken> tokens() {
            while (next < source.length()) {
                char c = source.charAt(next);
                if (source.startsWith("//", next)) {
                    next = after("\n", next);
                } else if (source.startsWith("/*", next)) {
                    next = after("*/", next + 2);
                } else if (source.startsWith("\"\"\"", next)) {
                    string("\"\"\"");
                } else if (c == '"') {
                    string("\"");
                } else if (c == '\'') {
                    next = closing("'", next + 1) + 1;
                } else if (Character.isJavaIdentifierPart(c)) {
                    word();
                } else {
                    if (!Character.isWhitespace(c)) {
                        tokens.add(new JavaToken(Kind.SYMBOL, String.valueOf(c)));
                    }
                    next++;
                }
            }
            return tokens;
        }

        private int after(String end, int from) {
            int found = source.indexOf(end, from);
            return found < 0 ? source.length() : found + end.length();
        }

        private void string(String quote) {
            int start = next + quote.length();
            int end = closing(quote, start);
            tokens.add(new JavaToken(Kind.STRING, source.substring(start, end)));
            next = end + quote.length();
        }

        /** Where the next {@code quote} stands that no backslash escapes. */
        private int closing(String quote, int from) {
            for (int i = from; i < source.length(); i++) {
                if (source.charAt(i) == '\\') {
                    i++;
                } else if (source.startsWith(quote, i)) {
                    return i;
                }
            }
            throw new IllegalArgumentException("literal at offset " + from + " is never closed");
        }

        private void word() {
            int start = next;
            while (next < source.length() && Character.isJavaIdentifierPart(source.charAt(next))) {
                next++;
            }
            if (Character.isJavaIdentifierStart(source.charAt(start))) {
                tokens.add(new JavaToken(Kind.NAME, source.substring(start, next)));
            }
        }
    }
}
