package dev.pipit.coap.dtls.key;

import dev.pipit.coap.message.IpLiteral;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * Who a certificate is for: the names in its subjectAltName, and only where it has none, the leftmost common name (RFC
 * 7252 §9.1.3.3, RFC 7925 §4.4.1). Names with wildcards are for nobody. Immutable.
 */
public final class CertificateNames {
    private final List<String> hosts = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();
    private final List<URI> uris = new ArrayList<>();

    private CertificateNames() {}

    /** The names of a certificate; of one that cannot be read, none. */
    public static CertificateNames of(X509Certificate certificate) {
        CertificateNames names = new CertificateNames();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives == null) {
                // RFC 7252 §9.1.3.3: "If there is no SubjectAltName in the certificate, then the authority of the
                // request
                // URI MUST match the Common Name (CN)"
                commonName(certificate.getSubjectX500Principal()).ifPresent(names.hosts::add);
            } else {
                alternatives.forEach(names::add);
            }
        } catch (CertificateParsingException e) {
            return names;
        }
        return names;
    }

    private void add(List<?> alternative) {
        if (!(alternative.get(0) instanceof Integer type) || !(alternative.get(1) instanceof String value)) {
            return;
        }
        switch (type) {
            case DNS_NAME -> hosts.add(value);
            case IP_ADDRESS -> addresses.add(value);
            case URI_NAME -> addUri(value);
            default -> {
                // a name of another kind of thing
            }
        }
    }

    private void addUri(String value) {
        try {
            URI uri = new URI(value);
            if (uri.getHost() != null && ("coaps".equals(uri.getScheme()) || "coap".equals(uri.getScheme()))) {
                uris.add(uri);
            }
        } catch (URISyntaxException e) {
            // a name that no request can have
        }
    }

    /**
     * Whether the certificate is for a host. Addresses are compared as addresses, EUI-64s however they are written, other
     * names without case.
     *
     * @param host the host of the request's URI: a name, an IP literal without or with brackets, or an EUI-64
     * @param port the port of the request's URI; a URI in the certificate has to have the same
     */
    public boolean match(String host, int port) {
        if (host.contains("*")) {
            return false;
        }
        return hosts.stream().anyMatch(name -> sameHost(name, host))
                || addresses.stream().anyMatch(address -> isAddress(host) && sameHost(address, host))
                || uris.stream().anyMatch(uri -> portOf(uri) == port && sameHost(uri.getHost(), host));
    }

    private static boolean sameHost(String name, String host) {
        // RFC 7925 §4.4.1: "Certificates MUST NOT contain domain names with wildcard characters."
        if (name.contains("*")) {
            return false;
        }
        Optional<String> eui64 = eui64(name);
        if (eui64.isPresent()) {
            return eui64.equals(eui64(host));
        }
        if (isAddress(name)) {
            return IpLiteral.parse(bare(name)).equals(IpLiteral.parse(bare(host)));
        }
        return withoutDot(name).equals(withoutDot(host));
    }

    private static boolean isAddress(String host) {
        return IpLiteral.parse(bare(host)).isPresent();
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static String withoutDot(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static int portOf(URI uri) {
        // RFC 7252 §6.2: the default port of coaps is 5684; RFC 7252 §6.1: of coap, 5683
        return uri.getPort() >= 0 ? uri.getPort() : "coaps".equals(uri.getScheme()) ? 5684 : 5683;
    }

    /**
     * The EUI-64 that a device's certificate names it by (RFC 7925 §4.4.2), as {@code 01-23-45-67-89-ab-cd-ef}; empty where
     * none of its names is one.
     */
    public Optional<String> eui64() {
        return hosts.stream()
                .map(CertificateNames::eui64)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> eui64(String name) {
        if (!name.matches("\\p{XDigit}{2}([-:]?\\p{XDigit}{2}){7}")) {
            return Optional.empty();
        }
        String digits = name.replaceAll("[-:]", "").toLowerCase(Locale.ROOT);
        return Optional.of(digits.replaceAll("(..)(?!$)", "$1-"));
    }

    /** All names, for messages. */
    public List<String> all() {
        List<String> all = new ArrayList<>(hosts);
        all.addAll(addresses);
        uris.forEach(uri -> all.add(uri.toString()));
        return List.copyOf(all);
    }

    /** The first CN in the string form of RFC 2253, which begins with the most specific part. */
    private static Optional<String> commonName(X500Principal subject) {
        String name = subject.getName(X500Principal.RFC2253);
        boolean start = true;
        for (int i = 0; i < name.length(); i++) {
            if (start && name.startsWith("CN=", i)) {
                return Optional.of(unescaped(name, i + 3));
            }
            start = name.charAt(i) == ',' || name.charAt(i) == '+';
            if (name.charAt(i) == '\\') {
                i++;
            }
        }
        return Optional.empty();
    }

    private static String unescaped(String name, int from) {
        StringBuilder value = new StringBuilder();
        for (int i = from; i < name.length() && name.charAt(i) != ',' && name.charAt(i) != '+'; i++) {
            if (name.charAt(i) == '\\' && i + 1 < name.length()) {
                i++;
            }
            value.append(name.charAt(i));
        }
        return value.toString();
    }

    @Override
    public String toString() {
        return all().toString();
    }

    // GeneralName, RFC 5280 §4.2.1.6
    private static final int DNS_NAME = 2;
    private static final int URI_NAME = 6;
    private static final int IP_ADDRESS = 7;
}
