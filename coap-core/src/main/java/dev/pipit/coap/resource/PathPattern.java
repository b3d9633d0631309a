package dev.pipit.coap.resource;

import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.OptionsBuilder;
import dev.pipit.coap.option.StandardOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A path that a resource is added with: literal segments, variables <code>{name}</code>, and at the end perhaps a
 * wildcard, <code>*</code> or <code>{name*}</code>.
 *
 * @param text as it was given
 */
record PathPattern(String text, List<Segment> segments) {
    enum Kind {
        LITERAL,
        VARIABLE,
        WILDCARD
    }

    /**
     * A segment.
     *
     * @param text what a literal looks like, percent-decoded; a variable's name; the name of a wildcard, or ""
     */
    record Segment(Kind kind, String text) {
        byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    static PathPattern parse(String text) {
        if (!text.startsWith("/")) {
            throw invalid(text, "segments, each after a slash");
        }
        List<Segment> segments = new ArrayList<>();
        for (int start = 1; start <= text.length() && text.length() > 1; ) {
            int slash = text.indexOf('/', start);
            int end = slash < 0 ? text.length() : slash;
            Segment segment = segment(text.substring(start, end), text);
            if (segment.kind == Kind.WILDCARD && end < text.length()) {
                throw invalid(text, "nothing after the wildcard");
            }
            if (segment.kind != Kind.LITERAL && segments.contains(new Segment(Kind.VARIABLE, segment.text))) {
                throw invalid(text, "another name for the second {" + segment.text + "}");
            }
            segments.add(segment);
            start = end + 1;
        }
        if (segments.size() > RequestPath.MAX_SEGMENTS) {
            throw invalid(text, "at most " + RequestPath.MAX_SEGMENTS + " segments");
        }
        return new PathPattern(text, List.copyOf(segments));
    }

    private static Segment segment(String segment, String whole) {
        if (segment.equals("*")) {
            return new Segment(Kind.WILDCARD, "");
        }
        if (segment.startsWith("{") && segment.endsWith("}")) {
            boolean wildcard = segment.endsWith("*}");
            String name = segment.substring(1, segment.length() - (wildcard ? 2 : 1));
            if (name.isEmpty() || name.chars().anyMatch(c -> "{}*".indexOf(c) >= 0)) {
                throw invalid(whole, "{name} or {name*}");
            }
            return new Segment(wildcard ? Kind.WILDCARD : Kind.VARIABLE, name);
        }
        if (segment.chars().anyMatch(c -> "{}?#".indexOf(c) >= 0)) {
            throw invalid(whole, "variables that are whole segments, no query, { } ? # escaped as %7B and so on");
        }
        return new Segment(Kind.LITERAL, decode(segment, whole));
    }

    private static String decode(String segment, String whole) {
        if (segment.isEmpty()) {
            return segment;
        }
        OptionsBuilder options = Options.builder();
        CoapUri.addPathAndQuery("/" + segment, options);
        List<String> decoded = options.build().all(StandardOptions.URI_PATH);
        // RFC 7252 §5.10.1: the value of a Uri-Path "MUST NOT be "." or "..""
        if (decoded.size() != 1 || decoded.get(0).isEmpty()) {
            throw invalid(whole, "no segment that is . or ..");
        }
        return decoded.get(0);
    }

    private static IllegalArgumentException invalid(String text, String expected) {
        return new IllegalArgumentException("path: \"" + text + "\" (expected: " + expected + ")");
    }

    /** Whether there is neither a variable nor a wildcard. */
    boolean isLiteral() {
        for (Segment segment : segments) {
            if (segment.kind != Kind.LITERAL) {
                return false;
            }
        }
        return true;
    }

    /** The position of the variable or wildcard of this name; -1 where there is none. */
    int indexOf(String name) {
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (segment.kind != Kind.LITERAL && segment.text.equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The position of the wildcard; -1 where there is none. */
    int wildcardIndex() {
        int last = segments.size() - 1;
        return last >= 0 && segments.get(last).kind == Kind.WILDCARD ? last : -1;
    }

    /** The path as it stands in a URI; for a literal pattern. */
    String uriPath() {
        Request.Builder request = Request.builder(Code.GET);
        for (Segment segment : segments) {
            request.option(StandardOptions.URI_PATH, segment.text);
        }
        return request.build().path();
    }
}
