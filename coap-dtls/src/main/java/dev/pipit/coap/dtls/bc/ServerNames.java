package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.message.IpLiteral;
import java.net.IDN;
import java.nio.charset.StandardCharsets;

/** The name by which a client asks for a server in its handshake (RFC 6066 §3). */
final class ServerNames {
    private ServerNames() {}

    /** That of a host of a URI: in ASCII, without a dot at its end; empty where it has none, as an address. */
    static byte[] of(String host) {
        if (host.isEmpty() || IpLiteral.parse(host).isPresent()) {
            return new byte[0];
        }
        try {
            String ascii = IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
            int end = ascii.endsWith(".") ? ascii.length() - 1 : ascii.length();
            return ascii.substring(0, end).getBytes(StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            return new byte[0]; // no name of a host; then there is nothing to ask for
        }
    }
}
