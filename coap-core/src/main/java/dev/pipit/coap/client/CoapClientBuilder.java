package dev.pipit.coap.client;

import dev.pipit.coap.cache.CacheConfig;
import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.event.EndpointListener;
import dev.pipit.coap.option.OptionDefinition;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.transport.CoapTransport;
import dev.pipit.coap.transport.TransportConfig;
import dev.pipit.coap.transport.UdpConfig;
import dev.pipit.coap.transport.UdpTransport;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Builds a {@link CoapClient}. Not safe for use by several threads. */
public final class CoapClientBuilder {
    private final List<ClientFilter> filters = new ArrayList<>();
    private EndpointConfig endpoint = EndpointConfig.DEFAULT;
    private UdpConfig udp = UdpConfig.CLIENT;
    private InetSocketAddress local = new InetSocketAddress(0);
    private @Nullable CoapTransport transport;
    private @Nullable TransportConfig dtls;
    private @Nullable CacheConfig cache;

    CoapClientBuilder() {}

    /** Adds a filter behind those that are there; the first sees a call first. */
    public CoapClientBuilder filter(ClientFilter filter) {
        filters.add(filter);
        return this;
    }

    /**
     * Keeps responses and gives them again while they are fresh (RFC 7252 §5.6), within the default limits; off by
     * default.
     */
    public CoapClientBuilder cache() {
        return cache(CacheConfig.DEFAULT);
    }

    /** As {@link #cache()}, with other limits. */
    public CoapClientBuilder cache(CacheConfig limits) {
        cache = limits;
        return this;
    }

    /** Sets the transmission parameters, NSTART among them: how many requests may be outstanding with one server. */
    public CoapClientBuilder transmission(TransmissionParameters parameters) {
        endpoint = endpoint.reliability(endpoint.reliability().transmission(parameters));
        return this;
    }

    /** Changes the protocol's parameters and limits. */
    public CoapClientBuilder endpoint(UnaryOperator<EndpointConfig> change) {
        endpoint = change.apply(endpoint);
        return this;
    }

    /** Adds options of the application to those that the client understands in responses. */
    public CoapClientBuilder options(OptionDefinition<?>... definitions) {
        endpoint = endpoint.options(endpoint.options().with(definitions));
        return this;
    }

    /** Sets who hears each message. */
    public CoapClientBuilder listener(EndpointListener listener) {
        endpoint = endpoint.listener(listener);
        return this;
    }

    /**
     * Sets the local address and port; any free port of all addresses by default. A client with a port or address of
     * its own does not hear "port unreachable" from the network. With {@link #dtls}, a port is that of coap, and coaps has
     * the next one.
     */
    public CoapClientBuilder local(InetSocketAddress address) {
        local = address;
        udp = udp.connectedSockets(false);
        return this;
    }

    /** Sets how UDP sockets are used. */
    public CoapClientBuilder udp(UdpConfig config) {
        udp = config;
        return this;
    }

    /** Lets the client ask for coaps URIs as well, with the credentials of this configuration. */
    public CoapClientBuilder dtls(TransportConfig config) {
        dtls = config;
        return this;
    }

    /** Sets another transport than UDP, for coap. */
    public CoapClientBuilder transport(CoapTransport other) {
        transport = other;
        return this;
    }

    /**
     * The client. Its sockets and threads come with the first request of a scheme.
     *
     * @throws IllegalArgumentException if the credentials given to {@link #dtls} are not a client's, or the next port
     *     behind that of {@link #local} is needed and there is none
     */
    public CoapClient build() {
        CoapTransport how = transport == null ? new UdpTransport(udp.eventLoops(1), "pipit-client") : transport;
        List<CoapTransport> transports = dtls == null
                ? List.of(how)
                : List.of(how, dtls.clientTransport(udp.eventLoops(1), "pipit-client-dtls"));
        return new CoapClient(new ClientBindings(transports, local, endpoint), endpoint, filters, cache);
    }
}
