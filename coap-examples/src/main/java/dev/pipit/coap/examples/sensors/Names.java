package dev.pipit.coap.examples.sensors;

/** Which characters names are made of, and the order in which people expect them. */
final class Names {

    private Names() {}

    /**
     * Makes one path segment of any text: letters, digits, {@code - . _} stay, every run of others becomes one hyphen,
     * none at the ends. Never empty, and never a dot segment (RFC 3986 §3.3).
     */
    static String segment(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length() && kept.length() < SEGMENT_CHARS; i++) {
            char c = text.charAt(i);
            if (isAlphanumeric(c) || c == '.' || c == '_') {
                kept.append(c);
            } else if (!kept.isEmpty() && kept.charAt(kept.length() - 1) != '-') {
                kept.append('-');
            }
        }
        if (!kept.isEmpty() && kept.charAt(kept.length() - 1) == '-') {
            kept.setLength(kept.length() - 1);
        }
        boolean dots = true;
        for (int i = 0; i < kept.length(); i++) {
            dots &= kept.charAt(i) == '.';
        }
        return dots ? "unnamed" : kept.toString();
    }

    /**
     * Refuses what may not be part of a SenML name.
     *
     * @throws IllegalArgumentException if it holds a character outside RFC 8428 §4.5.1's set
     */
    static void requireSenml(String part) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (!isAlphanumeric(c) && "-:./_".indexOf(c) < 0) {
                throw new IllegalArgumentException("name: \"" + part + "\" (expected: A-Z a-z 0-9 - : . / _)");
            }
        }
    }

    static boolean isAlphanumeric(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isNumber(String text) {
        return !text.isEmpty() && digitsEnd(text, 0) == text.length();
    }

    /** Orders {@code hwmon2} before {@code hwmon10}. */
    static int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int order;
            if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                int iEnd = digitsEnd(a, i);
                int jEnd = digitsEnd(b, j);
                order = iEnd - i != jEnd - j
                        ? Integer.compare(iEnd - i, jEnd - j)
                        : a.substring(i, iEnd).compareTo(b.substring(j, jEnd));
                i = iEnd;
                j = jEnd;
            } else {
                order = Character.compare(a.charAt(i++), b.charAt(j++));
            }
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.length() - i, b.length() - j);
    }

    private static int digitsEnd(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static final int SEGMENT_CHARS = 64;
}
