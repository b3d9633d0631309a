package dev.pipit.coap.transport;

import dev.pipit.coap.endpoint.CoapEndpoint;
import dev.pipit.coap.port.DatagramPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.random.RandomGenerator;

/** Opens endpoints for one URI scheme. */
public interface CoapTransport {
    /** The scheme of the URIs that this transport serves, such as "coap". */
    String scheme();

    /**
     * Binds a local address and starts an endpoint there; several where the transport uses several event loops. What
     * it needs in threads and memory is there from the first binding to the end of the last one.
     *
     * @param local address and port; port 0 for any free one, the wildcard address for all
     * @throws IOException if the address cannot be bound; the message says which, and why
     */
    List<Binding> bind(InetSocketAddress local, EndpointFactory factory) throws IOException;

    /** How many bindings {@link #bind} gives for this address now: so many endpoints share what one may use. */
    default int bindings(InetSocketAddress local) {
        return 1;
    }

    /** Makes the endpoint of a binding. */
    @FunctionalInterface
    interface EndpointFactory {
        /**
         * The endpoint that takes the binding's datagrams and sends through the port; called once for each binding, on
         * its event loop.
         *
         * @param random unguessable numbers, for this endpoint alone
         */
        CoapEndpoint create(Binding binding, DatagramPort port, RandomGenerator random);
    }
}
