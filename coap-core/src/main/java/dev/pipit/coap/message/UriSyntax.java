package dev.pipit.coap.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The character rules of RFC 3986 that CoAP URIs need: splitting, escapes, dot segments. */
final class UriSyntax {
    static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    /** What stands unescaped in a host name (RFC 3986 §3.2.2). */
    static final String HOST = UNRESERVED + "!$&'()*+,;=";

    /** What stands unescaped in a path segment (RFC 7252 §6.5 step 6). */
    static final String PATH = HOST + ":@";

    /** What stands unescaped in a query argument (RFC 7252 §6.5 step 8): all of a query but the separator. */
    static final String QUERY = PATH.replace("&", "") + "/?";

    private static final String FORBIDDEN = " \"#<>\\^`{|}";

    private UriSyntax() {}

    /** The position of the first of these characters, or the text's length. */
    static int firstOf(String text, String characters, int from) {
        for (int i = from; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The decoded segments of a path, dot segments resolved (RFC 3986 §5.2.4); none for "" and "/". */
    static List<String> segments(String path, String whole) {
        List<String> segments = new ArrayList<>();
        int start = path.startsWith("/") ? 1 : 0;
        boolean last = path.isEmpty();
        while (!last) {
            int end = firstOf(path, "/", start);
            last = end == path.length();
            String segment = decode(path.substring(start, end), whole);
            boolean up = segment.equals("..");
            if (up && !segments.isEmpty()) {
                segments.remove(segments.size() - 1);
            }
            // A dot segment at the end leaves the slash before it.
            if (!up && !segment.equals(".")) {
                segments.add(segment);
            } else if (last) {
                segments.add("");
            }
            start = end + 1;
        }
        return segments.size() == 1 && segments.get(0).isEmpty() ? List.of() : segments;
    }

    /** The decoded arguments of a query. */
    static List<String> arguments(String query, String whole) {
        List<String> arguments = new ArrayList<>();
        for (int start = 0; start <= query.length(); ) {
            int end = firstOf(query, "&", start);
            arguments.add(decode(query.substring(start, end), whole));
            start = end + 1;
        }
        return arguments;
    }

    /** Resolves escapes; characters beyond ASCII stand for themselves, as in an IRI. */
    static String decode(String text, String whole) {
        if (firstOf(text, FORBIDDEN, 0) < text.length() || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "URI: \"" + whole + "\" (expected: blanks and " + FORBIDDEN.strip() + " escaped as %20 and so on)");
        }
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '%') {
                int high = i + 2 <= in.length - 1 ? Character.digit(in[i + 1], 16) : -1;
                int low = i + 2 <= in.length - 1 ? Character.digit(in[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new IllegalArgumentException(
                            "URI: \"" + whole + "\" (expected: two hexadecimal digits after each %)");
                }
                out.put((byte) (high << 4 | low));
                i += 2;
            } else {
                out.put(in[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("URI: \"" + whole + "\" (expected: escapes that make UTF-8)", e);
        }
    }

    /** Appends text with all but these characters escaped, in upper-case hexadecimal (RFC 7252 §6.5). */
    static void encode(String text, String allowed, StringBuilder out) {
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet > 0 && allowed.indexOf(octet) >= 0) {
                out.append((char) octet);
            } else {
                out.append(String.format("%%%02X", octet & 0xff));
            }
        }
    }
}
