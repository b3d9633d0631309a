package dev.pipit.coap.examples.bench;

import dev.pipit.coap.client.ClientRequest;
import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.event.EndpointListener;
import dev.pipit.coap.transport.CoapTransport;

/** Who is asked, and what. */
public interface LoadTarget {
    /** A client that is one peer of the server; its socket is opened by its first request. */
    CoapClient client(CoapTransport transport, EndpointListener listener);

    /** The request, which is sent many times. */
    ClientRequest request(CoapClient client);

    /** How large the payload of each request is. */
    long payloadBytes();
}
