package dev.pipit.coap.dtls;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which pre-shared key a client uses for which server. Asked once or twice in each handshake, by several threads at a
 * time, which are not those of the event loop: it may take its time.
 */
@FunctionalInterface
public interface PskSelector {
    /**
     * Identity and key for a server; empty where there are none, which ends the handshake. Where a session may be resumed, it
     * is asked before the hint is known, with an empty one: if what it gives then is not what the session began with, a
     * full handshake follows.
     *
     * @param host the host of the request's URI: a name, or an address without brackets
     * @param port the port of the request's URI
     * @param hint what the server says to help with the choice (RFC 4279 §5.2), which nobody has authenticated; empty where
     *     it says nothing
     */
    Optional<PskCredential> select(String host, int port, String hint);

    /** One for each host, whatever its port and hint; hosts as in URIs, IPv6 addresses without brackets. */
    static PskSelector byHost(Map<String, PskCredential> credentials) {
        Map<String, PskCredential> byName = new HashMap<>();
        credentials.forEach((host, credential) -> byName.put(host.toLowerCase(Locale.ROOT), credential));
        return (host, port, hint) -> Optional.ofNullable(byName.get(host.toLowerCase(Locale.ROOT)));
    }
}
