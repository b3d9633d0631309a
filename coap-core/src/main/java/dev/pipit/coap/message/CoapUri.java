package dev.pipit.coap.message;

import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.OptionsBuilder;
import dev.pipit.coap.option.StandardOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A CoAP URI in its parts, and the way from URI to options and back (RFC 7252 §6).
 *
 * @param scheme in lower case: coap, coaps, or one of those of RFC 8323 §8
 * @param host a name in lower case, percent-decoded, or an IP address literal without brackets
 * @param port the port given, else the scheme's default
 * @param path the segments, percent-decoded; empty for "" and "/"
 * @param query the arguments, percent-decoded
 */
public record CoapUri(String scheme, String host, int port, List<String> path, List<String> query) {
    /** The default port of coap (RFC 7252 §6.1). */
    public static final int DEFAULT_PORT = 5683;

    /** The default port of coaps (RFC 7252 §6.2). */
    public static final int DEFAULT_SECURE_PORT = 5684;

    private static final Map<String, Integer> DEFAULT_PORTS = Map.of(
            "coap", DEFAULT_PORT,
            "coaps", DEFAULT_SECURE_PORT,
            "coap+tcp", DEFAULT_PORT,
            "coaps+tcp", DEFAULT_SECURE_PORT,
            "coap+ws", 80,
            "coaps+ws", 443);

    /**
     * Keeps copies of the lists.
     *
     * @throws IllegalArgumentException if the host is empty or the port out of range
     */
    public CoapUri {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host: \"\" (expected: a name or an IP address)");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0-65535)");
        }
        path = List.copyOf(path);
        query = List.copyOf(query);
    }

    /**
     * Takes a URI apart by the steps of RFC 7252 §6.4.
     *
     * @throws IllegalArgumentException if it is not an absolute CoAP URI with a host and without a fragment
     */
    public static CoapUri parse(String uri) {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon).toLowerCase(Locale.ROOT);
        Integer defaultPort = DEFAULT_PORTS.get(scheme);
        if (defaultPort == null || !uri.startsWith("//", colon + 1)) {
            throw invalid(uri, "an absolute URI such as coap://host/path");
        }
        // RFC 7252 §6.4 step 4: "If |url| has a <fragment> component, then fail this algorithm."
        if (uri.indexOf('#') >= 0) {
            throw invalid(uri, "no fragment");
        }
        int start = colon + 3;
        int end = UriSyntax.firstOf(uri, "/?", start);
        Authority authority = Authority.parse(uri, uri.substring(start, end));
        OptionsBuilder options = Options.builder();
        addPathAndQuery(uri.substring(end), uri, options);
        Options parts = options.build();
        return new CoapUri(
                scheme,
                authority.host,
                authority.port < 0 ? defaultPort : authority.port,
                parts.all(StandardOptions.URI_PATH),
                parts.all(StandardOptions.URI_QUERY));
    }

    private record Authority(String host, int port) {
        static Authority parse(String uri, String text) {
            if (text.indexOf('@') >= 0) {
                throw invalid(uri, "no user information before the host");
            }
            int bracket = text.lastIndexOf(']');
            int colon = text.indexOf(':', Math.max(bracket, 0));
            String host = colon < 0 ? text : text.substring(0, colon);
            String port = colon < 0 ? "" : text.substring(colon + 1);
            if (host.startsWith("[") && bracket == host.length() - 1) {
                host = parseIpv6(host.substring(1, bracket), uri);
            } else if (UriSyntax.firstOf(host, "[]", 0) < host.length()) {
                throw invalid(uri, "a host, or an IPv6 address between brackets");
            } else {
                // RFC 7252 §6.4 step 5: lower-case first, then decode
                host = UriSyntax.decode(host.toLowerCase(Locale.ROOT), uri);
            }
            // RFC 7252 §6.1: "The host MUST NOT be empty"
            if (host.isEmpty() || UriSyntax.utf8Length(host) > 255) {
                throw invalid(uri, "a host of 1-255 bytes");
            }
            return new Authority(host, port.isEmpty() ? -1 : parsePort(port, uri));
        }

        private static String parseIpv6(String text, String uri) {
            // RFC 6874 §2: the zone stands behind "%25", itself percent-encoded; the bare "%" of other tools is taken
            // too.
            int percent = text.indexOf('%');
            int zone = percent < 0 ? text.length() : percent + (text.startsWith("%25", percent) ? 3 : 1);
            String literal =
                    percent < 0 ? text : text.substring(0, percent) + "%" + UriSyntax.decode(text.substring(zone), uri);
            return IpLiteral.normalizeIpv6(literal)
                    .orElseThrow(() -> invalid(uri, "an IPv6 address between the brackets"));
        }

        private static int parsePort(String port, String uri) {
            int number = 0;
            for (int i = 0; i < port.length(); i++) {
                int digit = port.charAt(i) - '0';
                number = digit < 0 || digit > 9 || number > 65535 ? 65536 : number * 10 + digit;
            }
            if (number > 65535) {
                throw invalid(uri, "a port of 0-65535");
            }
            return number;
        }
    }

    private static IllegalArgumentException invalid(String uri, String expected) {
        return new IllegalArgumentException("URI: \"" + uri + "\" (expected: " + expected + ")");
    }

    /** The default port of a scheme, empty where the scheme is not one of CoAP. */
    public static Optional<Integer> defaultPort(String scheme) {
        return Optional.ofNullable(DEFAULT_PORTS.get(scheme));
    }

    /** Whether the scheme asks for security: coaps and its kin. */
    public boolean isSecure() {
        return scheme.startsWith("coaps");
    }

    /** The host as an address, where it is an IP literal; no name is looked up. */
    public Optional<InetAddress> literalAddress() {
        return IpLiteral.parse(host);
    }

    /**
     * Adds the Uri-* options of a request that is sent to this destination (RFC 7252 §6.4): Uri-Host where the host is
     * a name, Uri-Port where the port is not the destination's, path and query.
     */
    public void addTo(OptionsBuilder options, InetSocketAddress destination) {
        if (!IpLiteral.isLiteral(host)) {
            options.set(StandardOptions.URI_HOST, host);
        }
        if (port != destination.getPort()) {
            options.set(StandardOptions.URI_PORT, (long) port);
        }
        options.addAll(StandardOptions.URI_PATH, path);
        options.addAll(StandardOptions.URI_QUERY, query);
    }

    /**
     * The URI that a request was for (RFC 7252 §6.5).
     *
     * @param scheme the scheme of the transport it came by
     * @param destination where it was sent to
     */
    public static CoapUri of(String scheme, InetSocketAddress destination, Options options) {
        Long port = options.getOrNull(StandardOptions.URI_PORT);
        String host = options.getOrNull(StandardOptions.URI_HOST);
        return new CoapUri(
                scheme,
                host == null ? IpLiteral.format(destination.getAddress()) : withoutBrackets(host),
                port == null ? destination.getPort() : port.intValue(),
                options.all(StandardOptions.URI_PATH),
                options.all(StandardOptions.URI_QUERY));
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? IpLiteral.normalizeIpv6(host.substring(1, host.length() - 1)).orElse(host)
                : host;
    }

    /**
     * Adds Uri-Path and Uri-Query options for the text after the authority, "/a/b?c=d": split first, then
     * percent-decoded; dot segments are resolved (RFC 7252 §6.4, RFC 3986 §5.2.4).
     *
     * @throws IllegalArgumentException if a character or an escape is not allowed in a URI, or a part is too long
     */
    public static void addPathAndQuery(String text, OptionsBuilder options) {
        addPathAndQuery(text, text, options);
    }

    private static void addPathAndQuery(String text, String whole, OptionsBuilder options) {
        int mark = UriSyntax.firstOf(text, "?", 0);
        options.addAll(StandardOptions.URI_PATH, UriSyntax.segments(text.substring(0, mark), whole));
        if (mark < text.length()) {
            options.addAll(StandardOptions.URI_QUERY, UriSyntax.arguments(text.substring(mark + 1), whole));
        }
    }

    /** Adds Location-Path and Location-Query options for a reference such as "/a/b?c=d" (RFC 7252 §5.10.7). */
    static void addLocation(String text, OptionsBuilder options) {
        int mark = UriSyntax.firstOf(text, "?", 0);
        options.addAll(StandardOptions.LOCATION_PATH, UriSyntax.segments(text.substring(0, mark), text));
        if (mark < text.length()) {
            options.addAll(StandardOptions.LOCATION_QUERY, UriSyntax.arguments(text.substring(mark + 1), text));
        }
    }

    /** "/a/b" from decoded segments, "/" from none. */
    static String composePath(List<String> segments) {
        StringBuilder path = new StringBuilder();
        for (String segment : segments) {
            UriSyntax.encode(segment, UriSyntax.PATH, path.append('/'));
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    /** "?a=b&amp;c" from decoded arguments, "" from none. */
    static String composeQuery(List<String> arguments) {
        StringBuilder query = new StringBuilder();
        for (String argument : arguments) {
            UriSyntax.encode(argument, UriSyntax.QUERY, query.append(query.isEmpty() ? '?' : '&'));
        }
        return query.toString();
    }

    /** The URI as text (RFC 7252 §6.5). */
    @Override
    public String toString() {
        StringBuilder uri = new StringBuilder(scheme).append("://");
        appendHost(uri);
        if (!Integer.valueOf(port).equals(DEFAULT_PORTS.get(scheme))) {
            uri.append(':').append(port);
        }
        return uri.append(composePath(path)).append(composeQuery(query)).toString();
    }

    private void appendHost(StringBuilder uri) {
        if (host.indexOf(':') < 0 || !IpLiteral.isIpv6(host)) {
            UriSyntax.encode(host, UriSyntax.HOST, uri);
            return;
        }
        int zone = UriSyntax.firstOf(host, "%", 0);
        uri.append('[').append(host, 0, zone);
        if (zone < host.length()) {
            UriSyntax.encode(host.substring(zone + 1), UriSyntax.UNRESERVED, uri.append("%25"));
        }
        uri.append(']');
    }
}
