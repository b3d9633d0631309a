package dev.pipit.coap.cache;

import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.peer.PeerIdentity;

/**
 * Where responses are from, and for whom: a response is never given for a request of another scope.
 *
 * @param scheme the scheme of the request's URI: what came without security is not given for a request with it, nor the
 *     other way round (RFC 7252 §11.2)
 * @param host the host of that URI, a name or an IP literal
 * @param port its port
 * @param identity whose access it is: the server's identity as a client knows it, or that of the client on whose behalf
 *     a proxy asks; {@link PeerIdentity#NONE} without security
 */
public record CacheScope(String scheme, String host, int port, PeerIdentity identity) {
    /** The scope of a URI. */
    public static CacheScope of(CoapUri uri, PeerIdentity identity) {
        return new CacheScope(uri.scheme(), uri.host(), uri.port(), identity);
    }
}
