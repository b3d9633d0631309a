package dev.pipit.coap.link;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What a query asks for (RFC 6690 §4.1): {@code rt=light-lux}, {@code if=core*}, {@code href=/sensors/*}. A value
 * that ends in a star is a prefix. {@code href} is the target as the document has it, every other name an
 * attribute; {@code rt}, {@code if}, {@code rel} and {@code rev} match by any one of their values. Immutable.
 *
 * <p>A name without {@code =} asks for the attribute to be there, as {@code name=*} does. Several queries must all
 * match (RFC 6690 defines one; RFC 9176 §6.2 several).
 */
public final class LinkFilter {

    private static final LinkFilter ALL = new LinkFilter(List.of());

    private final List<Term> terms;

    private LinkFilter(List<Term> terms) {
        this.terms = terms;
    }

    /**
     * The filter of one Uri-Query option.
     *
     * @param query the value of the option, which is not percent-encoded (RFC 7252 §6.4); empty matches every link
     * @return the filter
     */
    public static LinkFilter parse(String query) {
        return of(List.of(query));
    }

    /**
     * The filter of all Uri-Query options of a request.
     *
     * @param queries the values of the options, which are not percent-encoded (RFC 7252 §6.4)
     * @return a filter that matches what all of them match, and everything if there are none
     */
    public static LinkFilter of(List<String> queries) {
        List<Term> terms = new ArrayList<>(queries.size());
        for (String query : queries) {
            if (!query.isEmpty()) {
                terms.add(Term.of(query));
            }
        }
        return terms.isEmpty() ? ALL : new LinkFilter(List.copyOf(terms));
    }

    /**
     * The filter of the query of a URI. RFC 6690 §4.1: "Value Strings are percent-decoded … before matching".
     *
     * @param query what follows the {@code ?}, percent-encoded, its parts separated by {@code &}; a {@code %}
     *     without two digits stands for itself
     * @return the filter
     */
    public static LinkFilter parseUriQuery(String query) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        while (start <= query.length()) {
            int separator = query.indexOf('&', start);
            int end = separator < 0 ? query.length() : separator;
            parts.add(percentDecoded(query.substring(start, end)));
            start = end + 1;
        }
        return of(parts);
    }

    /**
     * Whether a link is asked for.
     *
     * @param link the link
     * @return true if it matches all queries
     */
    public boolean matches(Link link) {
        for (Term term : terms) {
            if (!term.matches(link)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Picks the links that are asked for.
     *
     * @param links the links
     * @return those that match, in their order
     */
    public List<Link> apply(Collection<Link> links) {
        List<Link> matching = new ArrayList<>();
        for (Link link : links) {
            if (matches(link)) {
                matching.add(link);
            }
        }
        return matching;
    }

    private record Term(String name, String value, boolean prefix) {

        static Term of(String query) {
            int equals = query.indexOf('=');
            if (equals < 0) {
                return new Term(query, "", true);
            }
            String name = query.substring(0, equals);
            return query.length() > equals + 1 && query.endsWith("*")
                    ? new Term(name, query.substring(equals + 1, query.length() - 1), true)
                    : new Term(name, query.substring(equals + 1), false);
        }

        boolean matches(Link link) {
            if (name.equals("href")) {
                return matches(link.target());
            }
            // RFC 6690 §4.1: "Empty Prefix Value Strings are allowed; … they match any target attribute that does
            // exist."
            if (prefix && value.isEmpty()) {
                return link.has(name);
            }
            // RFC 7641 §6: "any present value MUST be ignored by parsers"
            if (name.equals("obs")) {
                return value.isEmpty() && link.isObservable();
            }
            for (String candidate : link.values(name)) {
                if (matches(candidate)) {
                    return true;
                }
            }
            return value.isEmpty() && link.has(name) && link.attribute(name).isEmpty();
        }

        // Strings are equal just when their UTF-8 is, which RFC 6690 §2 lets us compare bitwise.
        private boolean matches(String candidate) {
            return prefix ? candidate.startsWith(value) : candidate.equals(value);
        }
    }

    private static String percentDecoded(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return encoded;
        }
        byte[] in = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
            if (low < 0) {
                out.write(in[i]);
            } else {
                out.write((high << 4) | low);
                i += 2;
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
