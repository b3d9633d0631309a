package dev.pipit.coap.link;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what devices send. The cursor only moves forward, but for one case that can happen once in a document (see
 * {@link #value}), so that the time is linear in the length. One use.
 */
final class LenientLinkParser {

    private final String text;
    private int at;

    LenientLinkParser(String text) {
        this.text = text;
    }

    List<Link> parse() {
        List<Link> links = new ArrayList<>();
        while (true) {
            // Whatever stands before a link is no part of it: commas, white space, a byte order mark.
            int open = text.indexOf('<', at);
            if (open < 0) {
                return links;
            }
            at = open + 1;
            String target = target();
            if (target == null) {
                return links;
            }
            links.add(new Link(target, attributes()));
        }
    }

    /** Up to {@code >}; a further {@code <} begins again, since no target has one. Null if the document ends. */
    private @Nullable String target() {
        int start = at;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '>') {
                return LinkSyntax.encodeIllegalCharacters(
                        text.substring(start, at++).strip());
            }
            if (c == '<') {
                start = at + 1;
            }
        }
        return null;
    }

    /** Up to the comma that ends the link, or to the next {@code <} where a comma is missing. */
    private List<LinkAttribute> attributes() {
        List<LinkAttribute> attributes = new ArrayList<>();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ',' || c == '<') {
                return attributes;
            }
            at++;
            if (c == ';') {
                attribute(attributes);
            }
        }
        return attributes;
    }

    private void attribute(List<LinkAttribute> attributes) {
        skipWhiteSpace();
        int start = at;
        while (at < text.length() && isInName(text.charAt(at))) {
            at++;
        }
        String name = text.substring(start, at);
        skipWhiteSpace();
        String value = null;
        if (at < text.length() && text.charAt(at) == '=') {
            at++;
            skipWhiteSpace();
            boolean quoted = at < text.length() && text.charAt(at) == '"';
            value = value();
            if (value.isEmpty() && !quoted) {
                return;
            }
        }
        value = repaired(name, value);
        if (LinkSyntax.problemOf(name, value) == null) {
            attributes.add(new LinkAttribute(name, value));
        }
    }

    private String value() {
        if (at == text.length() || text.charAt(at) != '"') {
            return unquoted();
        }
        int start = ++at;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                return unescaped(text.substring(start, at++));
            }
            if (c == '\\') {
                at++;
            }
        }
        // The closing quote is missing: take what a value without quotes would be. This happens once at most, as a
        // later value in quotes, whose opening quote follows no backslash, would have ended this one.
        at = start;
        return unescaped(unquoted());
    }

    /** Up to {@code ;} or {@code ,}, spaces included, or to a {@code <} after white space, where a comma is missing. */
    private String unquoted() {
        int start = at;
        int end = at;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == ';' || c == ',' || (c == '<' && end < at)) {
                break;
            }
            if (!isWhiteSpace(c)) {
                end = at + 1;
            }
        }
        boolean closingQuoteAlone = end > start && text.charAt(end - 1) == '"';
        return text.substring(start, closingQuoteAlone ? end - 1 : end);
    }

    private static String unescaped(String quoted) {
        if (quoted.indexOf('\\') < 0) {
            return quoted;
        }
        StringBuilder value = new StringBuilder(quoted.length());
        for (int i = 0; i < quoted.length(); i++) {
            char c = quoted.charAt(i);
            if (c != '\\') {
                value.append(c);
            } else if (++i < quoted.length()) {
                value.append(quoted.charAt(i));
            }
        }
        return value.toString();
    }

    private static @Nullable String repaired(String name, @Nullable String value) {
        if (value != null && name.equals("anchor")) {
            return LinkSyntax.encodeIllegalCharacters(value);
        }
        if (value != null && name.equals("sz")) {
            int zeros = 0;
            while (zeros < value.length() - 1 && value.charAt(zeros) == '0') {
                zeros++;
            }
            return value.substring(zeros);
        }
        return value;
    }

    private void skipWhiteSpace() {
        while (at < text.length() && isWhiteSpace(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isInName(char c) {
        return c != '=' && c != ';' && c != ',' && c != '<' && !isWhiteSpace(c);
    }

    private static boolean isWhiteSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
