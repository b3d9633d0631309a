package dev.pipit.coap.link;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the grammar of RFC 6690 §2 and nothing else. One pass, one use. */
final class StrictLinkParser {

    private final String text;
    private int at;

    StrictLinkParser(String text) {
        this.text = text;
    }

    List<Link> parse() {
        List<Link> links = new ArrayList<>();
        if (text.isEmpty()) {
            return links;
        }
        while (true) {
            links.add(link());
            if (at == text.length()) {
                return links;
            }
            if (text.charAt(at) != ',') {
                throw error("unexpected '" + LinkSyntax.printable(text.charAt(at)) + "' at " + at
                        + " (expected: ';', ',' or the end)");
            }
            if (++at == text.length()) {
                throw error("trailing comma at " + (at - 1) + " (expected: another link after it, or no comma)");
            }
        }
    }

    private Link link() {
        if (text.charAt(at) != '<') {
            throw error("expected < at " + at + ", found '" + LinkSyntax.printable(text.charAt(at)) + "'");
        }
        int start = ++at;
        while (at < text.length() && text.charAt(at) != '>') {
            if (!LinkSyntax.isUriCharacter(text.charAt(at))) {
                throw error("illegal character in URI-Reference: '" + LinkSyntax.printable(text.charAt(at)) + "' at "
                        + at + " (expected: percent-encoding)");
            }
            at++;
        }
        if (at == text.length()) {
            throw error("no closing > for the < at " + (start - 1));
        }
        String target = text.substring(start, at++);
        List<LinkAttribute> attributes = new ArrayList<>();
        while (at < text.length() && text.charAt(at) == ';') {
            at++;
            attributes.add(attribute());
        }
        return new Link(target, attributes);
    }

    private LinkAttribute attribute() {
        int start = at;
        while (at < text.length() && LinkSyntax.isNameCharacter(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw error("empty parameter name at " + at + " (expected: a name after ';')");
        }
        if (at < text.length() && text.charAt(at) == '*') {
            at++;
        }
        String name = text.substring(start, at);
        String value = null;
        if (at < text.length() && text.charAt(at) == '=') {
            at++;
            value = value(name);
        }
        return checked(name, value, start);
    }

    private LinkAttribute checked(String name, @Nullable String value, int start) {
        String problem = LinkSyntax.problemOf(name, value);
        if (problem != null) {
            throw new LinkFormatException(problem + " at " + start, start);
        }
        return new LinkAttribute(name, value);
    }

    private String value(String name) {
        // RFC 6690 §2: ext-name-star "=" ext-value, which has no quotes
        if (at < text.length() && text.charAt(at) == '"' && !name.endsWith("*")) {
            return quotedString();
        }
        int start = at;
        while (at < text.length() && LinkSyntax.isTokenCharacter(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw error("empty unquoted value of " + name + " at " + at + " (expected: a value, in quotes if empty)");
        }
        return text.substring(start, at);
    }

    private String quotedString() {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\') {
                if (at == text.length()) {
                    throw error("unterminated quoted-pair at " + (at - 1) + " (expected: a character after \\)");
                }
                c = text.charAt(at++);
            } else if ((c < ' ' && c != '\t' && c != '\r' && c != '\n') || c == 0x7f) {
                at--;
                throw error("unexpected '" + LinkSyntax.printable(c) + "' at " + at
                        + " (expected: no control characters in a quoted-string)");
            }
            value.append(c);
        }
        throw error("unterminated quoted-string that begins at " + start + " (expected: a closing quote)");
    }

    private LinkFormatException error(String message) {
        return new LinkFormatException(message, at);
    }
}
