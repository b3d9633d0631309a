package dev.pipit.coap.server;

import dev.pipit.coap.transport.CoapTransport;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A scheme that a server serves.
 *
 * @param transport what it is bound with
 * @param addresses where it is bound
 */
record ServedScheme(CoapTransport transport, List<InetSocketAddress> addresses) {
    String scheme() {
        return transport.scheme();
    }

    ServedScheme at(List<InetSocketAddress> others) {
        return new ServedScheme(transport, others);
    }
}
