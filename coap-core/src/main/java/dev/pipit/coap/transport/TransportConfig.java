package dev.pipit.coap.transport;

/**
 * The configuration of a transport for another scheme than coap, with its credentials: what the builders of servers and
 * clients take. Immutable, so that several may use it.
 */
public interface TransportConfig {
    /**
     * A transport of its own for a server.
     *
     * @param udp how sockets are used
     * @param threadName the name of its threads, followed by a number
     * @throws IllegalArgumentException if a server cannot do with this configuration; the message says what is missing
     */
    CoapTransport serverTransport(UdpConfig udp, String threadName);

    /**
     * A transport of its own for a client.
     *
     * @param udp how sockets are used
     * @param threadName the name of its threads, followed by a number
     * @throws IllegalArgumentException if a client cannot do with this configuration; the message says what is missing
     */
    CoapTransport clientTransport(UdpConfig udp, String threadName);
}
