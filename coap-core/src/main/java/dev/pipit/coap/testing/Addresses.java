package dev.pipit.coap.testing;

import dev.pipit.coap.message.IpLiteral;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses from text, without asking a name service. */
final class Addresses {
    private static final int DEFAULT_PORT = 5683;

    private Addresses() {}

    static InetAddress host(String host) {
        return IpLiteral.parse(host)
                .orElseThrow(() -> new IllegalArgumentException(
                        "host: \"" + host + "\" (expected: an IP address, such as 192.0.2.1)"));
    }

    static InetSocketAddress of(String host, int port) {
        return new InetSocketAddress(host(host), port);
    }

    /** From "192.0.2.1", "192.0.2.1:5683", "2001:db8::1" or "[2001:db8::1]:5683"; without a port, it is 5683. */
    static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean port = text.startsWith("[") ? !text.endsWith("]") : colon >= 0 && text.indexOf(':') == colon;
        return port
                ? of(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)))
                : of(text, DEFAULT_PORT);
    }
}
