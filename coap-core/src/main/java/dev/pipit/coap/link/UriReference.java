package dev.pipit.coap.link;

import org.jspecify.annotations.Nullable;

/**
 * A URI-Reference in its five parts, and its resolution against a base (RFC 3986 §5). Null where a part is not there.
 *
 * <p>Not {@link java.net.URI}, which resolves the empty reference and those that begin with {@code ?} by older rules,
 * and refuses some that links have.
 */
record UriReference(
        @Nullable String scheme,
        @Nullable String authority,
        String path,
        @Nullable String query,
        @Nullable String fragment) {

    /** Resolves a reference. Throws IllegalArgumentException if the base has no scheme. */
    static String resolve(String baseUri, String reference) {
        return parse(reference).resolvedAgainst(absolute(baseUri)).toString();
    }

    /** Scheme and authority of a URI, or all but the fragment if it has no authority, as in {@code urn:x}. */
    static String origin(String uri) {
        UriReference parts = absolute(uri);
        return parts.authority == null
                ? new UriReference(parts.scheme, null, parts.path, parts.query, null).toString()
                : new UriReference(parts.scheme, parts.authority, "", null, null).toString();
    }

    private static UriReference absolute(String uri) {
        UriReference parts = parse(uri);
        if (parts.scheme == null) {
            throw new IllegalArgumentException(
                    "base URI: " + LinkSyntax.quote(uri) + " (expected: a URI with a scheme, such as coap://host)");
        }
        return parts;
    }

    /** RFC 3986 appendix B. */
    static UriReference parse(String text) {
        int hash = text.indexOf('#');
        String fragment = hash < 0 ? null : text.substring(hash + 1);
        String rest = hash < 0 ? text : text.substring(0, hash);
        int question = rest.indexOf('?');
        String query = question < 0 ? null : rest.substring(question + 1);
        rest = question < 0 ? rest : rest.substring(0, question);
        int colon = schemeLength(rest);
        String scheme = colon < 0 ? null : rest.substring(0, colon);
        rest = rest.substring(colon + 1);
        String authority = null;
        if (rest.startsWith("//")) {
            int slash = rest.indexOf('/', 2);
            int end = slash < 0 ? rest.length() : slash;
            authority = rest.substring(2, end);
            rest = rest.substring(end);
        }
        return new UriReference(scheme, authority, rest, query, fragment);
    }

    /** scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." ); -1 if the text does not begin with one and a colon. */
    private static int schemeLength(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (c == ':' && i > 0) {
                return i;
            }
            if (!letter && (i == 0 || (!LinkSyntax.isDigit(c) && c != '+' && c != '-' && c != '.'))) {
                return -1;
            }
        }
        return -1;
    }

    /** RFC 3986 §5.2.2. */
    private UriReference resolvedAgainst(UriReference base) {
        if (scheme != null) {
            return new UriReference(scheme, authority, withoutDotSegments(path), query, fragment);
        }
        if (authority != null) {
            return new UriReference(base.scheme, authority, withoutDotSegments(path), query, fragment);
        }
        if (path.isEmpty()) {
            return new UriReference(
                    base.scheme, base.authority, base.path, query == null ? base.query : query, fragment);
        }
        String merged = path.startsWith("/") ? path : base.merged(path);
        return new UriReference(base.scheme, base.authority, withoutDotSegments(merged), query, fragment);
    }

    /** RFC 3986 §5.2.3. */
    private String merged(String relativePath) {
        return authority != null && path.isEmpty()
                ? "/" + relativePath
                : path.substring(0, path.lastIndexOf('/') + 1) + relativePath;
    }

    /** RFC 3986 §5.2.4, segment by segment. */
    private static String withoutDotSegments(String path) {
        StringBuilder out = new StringBuilder(path.length());
        int start = 0;
        while (start < path.length()) {
            boolean rooted = path.charAt(start) == '/';
            int nameStart = rooted ? start + 1 : start;
            int slash = path.indexOf('/', nameStart);
            int end = slash < 0 ? path.length() : slash;
            String name = path.substring(nameStart, end);
            boolean dots = name.equals(".") || name.equals("..");
            if (!dots) {
                out.append(path, start, end);
            } else if (rooted) {
                if (name.equals("..")) {
                    out.setLength(Math.max(out.lastIndexOf("/"), 0));
                }
                if (slash < 0) {
                    out.append('/');
                }
            }
            // An unrooted "./" or "../" goes with its slash.
            start = dots && !rooted && slash >= 0 ? end + 1 : end;
        }
        return out.toString();
    }

    /** RFC 3986 §5.3. */
    @Override
    public String toString() {
        StringBuilder uri = new StringBuilder();
        if (scheme != null) {
            uri.append(scheme).append(':');
        }
        if (authority != null) {
            uri.append("//").append(authority);
        }
        uri.append(path);
        if (query != null) {
            uri.append('?').append(query);
        }
        if (fragment != null) {
            uri.append('#').append(fragment);
        }
        return uri.toString();
    }
}
