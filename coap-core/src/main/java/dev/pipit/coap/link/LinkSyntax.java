package dev.pipit.coap.link;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The productions of RFC 6690 §2 that more than one class needs, and what single attributes may hold. */
final class LinkSyntax {

    // RFC 6690 §4.1: "relation-type target attributes can contain multiple values"
    private static final Set<String> SPACE_SEPARATED = Set.of("rt", "if", "rel", "rev");

    // rt, if, sz: RFC 6690 §3; ct: RFC 7252 §7.2.1; obs: RFC 7641 §6; the others: RFC 8288 §3.3, §3.4 and B.2
    private static final Set<String> AT_MOST_ONCE =
            Set.of("rt", "if", "sz", "ct", "obs", "rel", "anchor", "media", "title", "title*", "type");

    private static final String HEX = "0123456789ABCDEF";

    private LinkSyntax() {}

    static boolean isSpaceSeparated(String name) {
        return SPACE_SEPARATED.contains(name);
    }

    static boolean isAtMostOnce(String name) {
        return AT_MOST_ONCE.contains(name);
    }

    /** Why an attribute cannot be in a link, or null if it can. */
    static @Nullable String problemOf(String name, @Nullable String value) {
        if (!isParameterName(name)) {
            return "attribute name: " + quote(name) + " (expected: letters, digits and !#$&+-.^_`|~, and perhaps *)";
        }
        // RFC 6690 §2: "href" is reserved for filters "and MUST NOT be defined as a link parameter"
        if (name.equalsIgnoreCase("href")) {
            return "attribute name: " + quote(name) + " (expected: any other name, as href is the target in a filter)";
        }
        if (value == null && isAtMostOnce(name) && !name.equals("obs")) {
            return name + ": no value (expected: a value)";
        }
        if (name.endsWith("*") && (value == null || !isToken(value))) {
            return name + ": " + quote(value) + " (expected: an extended value such as UTF-8''n%C3%A4he)";
        }
        if (value != null && name.equals("sz") && !isCardinal(value)) {
            return "sz: " + quote(value) + " (expected: a decimal number without leading zeros)";
        }
        if (value != null && name.equals("anchor") && illegalUriCharacter(value) >= 0) {
            return "anchor: " + quote(value) + " (expected: a URI-Reference)";
        }
        return null;
    }

    /** {@code parmname} of RFC 5987, with the star of {@code ext-name-star}. */
    private static boolean isParameterName(String name) {
        int end = name.endsWith("*") ? name.length() - 1 : name.length();
        for (int i = 0; i < end; i++) {
            if (!isNameCharacter(name.charAt(i))) {
                return false;
            }
        }
        return end > 0;
    }

    static boolean isNameCharacter(char c) {
        return isAlphanumeric(c) || "!#$&+-.^_`|~".indexOf(c) >= 0;
    }

    static boolean isTokenCharacter(char c) {
        return isAlphanumeric(c) || "!#$%&'()*+-./:<=>?@[]^_`{|}~".indexOf(c) >= 0;
    }

    static boolean isToken(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!isTokenCharacter(value.charAt(i))) {
                return false;
            }
        }
        return !value.isEmpty();
    }

    static boolean isCardinal(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!isDigit(value.charAt(i))) {
                return false;
            }
        }
        return !value.isEmpty() && (value.charAt(0) != '0' || value.length() == 1);
    }

    /** The characters of RFC 3986, and all above ASCII, which the Link Format writes as they are. */
    static boolean isUriCharacter(char c) {
        return isAlphanumeric(c) || "-._~:/?#[]@!$&'()*+,;=%".indexOf(c) >= 0 || c >= 0xa0;
    }

    /** The index of the first character that no URI-Reference has, or -1. */
    static int illegalUriCharacter(String reference) {
        for (int i = 0; i < reference.length(); i++) {
            if (!isUriCharacter(reference.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    /** The reference with the characters that no URI-Reference has percent-encoded. */
    static String encodeIllegalCharacters(String reference) {
        if (illegalUriCharacter(reference) < 0) {
            return reference;
        }
        StringBuilder encoded = new StringBuilder(reference.length() + 16);
        for (int i = 0; i < reference.length(); i++) {
            char c = reference.charAt(i);
            if (isUriCharacter(c)) {
                encoded.append(c);
                continue;
            }
            for (byte b : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
                encoded.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
            }
        }
        return encoded.toString();
    }

    /** The text in quotes, fit for a message of one line. */
    static String quote(@Nullable String text) {
        if (text == null) {
            return "no value";
        }
        StringBuilder quoted = new StringBuilder().append('"');
        int end = Math.min(text.length(), 60);
        for (int i = 0; i < end; i++) {
            quoted.append(printable(text.charAt(i)));
        }
        return quoted.append(end < text.length() ? "…\"" : "\"").toString();
    }

    static String printable(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> Character.isISOControl(c) ? String.format("\\u%04x", (int) c) : String.valueOf(c);
        };
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAlphanumeric(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
