package dev.pipit.coap.examples.bench;

import dev.pipit.coap.client.ClientRequest;
import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.event.EndpointListener;
import dev.pipit.coap.transport.CoapTransport;
import dev.pipit.coap.transport.UdpConfig;

/** Who is asked, and what. */
public interface LoadTarget {
    /**
     * A transport for clients of this target; each has its own event loops.
     *
     * @param threadName the name of its threads, followed by a number
     */
    CoapTransport transport(UdpConfig udp, String threadName);

    /** A client that is one peer of the server; its socket is opened by its first request. */
    CoapClient client(CoapTransport transport, EndpointListener listener);

    /** The request, which is sent many times. */
    ClientRequest request(CoapClient client);

    /** How large the payload of each request is. */
    long payloadBytes();
}
