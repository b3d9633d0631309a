package dev.pipit.coap.server;

import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.event.EndpointListener;
import dev.pipit.coap.freshness.AmplificationMitigation;
import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.observe.ObserveConfig;
import dev.pipit.coap.option.OptionDefinition;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.resource.AsyncHandler;
import dev.pipit.coap.resource.Filter;
import dev.pipit.coap.resource.FreshMethods;
import dev.pipit.coap.resource.Handler;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.resource.ResourceBuilder;
import dev.pipit.coap.resource.ResourceTree;
import dev.pipit.coap.resource.StreamHandler;
import dev.pipit.coap.transport.CoapTransport;
import dev.pipit.coap.transport.TransportConfig;
import dev.pipit.coap.transport.UdpConfig;
import dev.pipit.coap.transport.UdpTransport;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Builds a {@link CoapServer}. Not safe for use by several threads. */
public final class CoapServerBuilder {
    private final Map<String, ResourceBuilder> routes = new LinkedHashMap<>();
    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final List<Filter> filters = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private EndpointConfig endpoint = EndpointConfig.DEFAULT;
    private ObserveConfig observe = ObserveConfig.DEFAULT;
    private UdpConfig udp = UdpConfig.SERVER;
    private final List<InetSocketAddress> secureAddresses = new ArrayList<>();
    private @Nullable CoapTransport transport;
    private @Nullable TransportConfig dtls;
    private boolean direct;
    private FreshMethods fresh = FreshMethods.NONE;
    private int maxConcurrentRequests = 4096;
    private Duration stopTimeout = Duration.ofSeconds(5);

    CoapServerBuilder() {}

    // ---- resources

    /** Handles GET of a path: "/a/b", "/sensors/{id}", "/files/{name*}" (see {@link ResourceTree}). */
    public CoapServerBuilder get(String path, Handler handler) {
        return on(Code.GET, path, handler);
    }

    /** Handles POST of a path. */
    public CoapServerBuilder post(String path, Handler handler) {
        return on(Code.POST, path, handler);
    }

    /** Handles PUT of a path. */
    public CoapServerBuilder put(String path, Handler handler) {
        return on(Code.PUT, path, handler);
    }

    /** Handles DELETE of a path. */
    public CoapServerBuilder delete(String path, Handler handler) {
        return on(Code.DELETE, path, handler);
    }

    /** Handles FETCH of a path. */
    public CoapServerBuilder fetch(String path, Handler handler) {
        return on(Code.FETCH, path, handler);
    }

    /** Handles PATCH of a path. */
    public CoapServerBuilder patch(String path, Handler handler) {
        return on(Code.PATCH, path, handler);
    }

    /** Handles iPATCH of a path. */
    public CoapServerBuilder ipatch(String path, Handler handler) {
        return on(Code.IPATCH, path, handler);
    }

    /** Handles a method of a path. */
    public CoapServerBuilder on(Code method, String path, Handler handler) {
        route(path).on(method, handler);
        return this;
    }

    /** Handles GET of a path, and answers later. */
    public CoapServerBuilder getAsync(String path, AsyncHandler handler) {
        return onAsync(Code.GET, path, handler);
    }

    /** Handles POST of a path, and answers later. */
    public CoapServerBuilder postAsync(String path, AsyncHandler handler) {
        return onAsync(Code.POST, path, handler);
    }

    /** Handles PUT of a path, and answers later. */
    public CoapServerBuilder putAsync(String path, AsyncHandler handler) {
        return onAsync(Code.PUT, path, handler);
    }

    /** Handles a method of a path, and answers later. */
    public CoapServerBuilder onAsync(Code method, String path, AsyncHandler handler) {
        route(path).onAsync(method, handler);
        return this;
    }

    /** Handles PUT of a path, and reads the body while it comes in. */
    public CoapServerBuilder putStream(String path, StreamHandler handler) {
        return onStream(Code.PUT, path, handler);
    }

    /** Handles POST of a path, and reads the body while it comes in. */
    public CoapServerBuilder postStream(String path, StreamHandler handler) {
        return onStream(Code.POST, path, handler);
    }

    /** Handles a method of a path, and reads the body while it comes in. */
    public CoapServerBuilder onStream(Code method, String path, StreamHandler handler) {
        route(path).stream(method, handler);
        return this;
    }

    private ResourceBuilder route(String path) {
        return routes.computeIfAbsent(path, ignored -> Resource.builder());
    }

    /** Serves a resource at a path. */
    public CoapServerBuilder resource(String path, Resource resource) {
        if (resources.putIfAbsent(path, resource) != null) {
            throw new IllegalArgumentException("path: \"" + path + "\" (expected: one without a resource yet)");
        }
        return this;
    }

    /** Serves a resource that can be observed (RFC 7641). */
    public CoapServerBuilder observable(String path, ObservableResource resource) {
        return resource(path, resource.resource());
    }

    /** Sets more of the resource that the methods above make at a path: where it runs, its link's attributes. */
    public CoapServerBuilder describe(String path, UnaryOperator<ResourceBuilder> description) {
        routes.put(path, description.apply(route(path)));
        return this;
    }

    /** Adds a filter before all handlers, behind those that are there. */
    public CoapServerBuilder filter(Filter filter) {
        filters.add(filter);
        return this;
    }

    // ---- how handlers run

    /** Runs handlers on the event loop where their resource does not say otherwise: fast, and they must not block. */
    public CoapServerBuilder directExecutor() {
        direct = true;
        return this;
    }

    /** How many requests workers take at a time, 4096 by default; beyond it clients hear 5.03. */
    public CoapServerBuilder maxConcurrentRequests(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("maxConcurrentRequests: " + limit + " (expected: at least 1)");
        }
        maxConcurrentRequests = limit;
        return this;
    }

    /** How long {@link CoapServer#stop()} waits for what is owed, 5 s by default. */
    public CoapServerBuilder stopTimeout(Duration timeout) {
        stopTimeout = timeout;
        return this;
    }

    // ---- where the server is

    /** Adds a port, on all addresses of IPv4 and IPv6; 0 for any free one. */
    public CoapServerBuilder bind(int port) {
        return bind(new InetSocketAddress(port));
    }

    /** Adds an address and port. Without any, the server is on port 5683 of all addresses. */
    public CoapServerBuilder bind(InetSocketAddress address) {
        addresses.add(resolved(address));
        return this;
    }

    private static InetSocketAddress resolved(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("address: " + address + " (expected: a resolved one)");
        }
        return address;
    }

    /** Adds a port on each address of a network interface. */
    public CoapServerBuilder bind(NetworkInterface networkInterface, int port) {
        networkInterface.inetAddresses().forEach(address -> bind(new InetSocketAddress(address, port)));
        return this;
    }

    /**
     * Serves coaps as well, with the credentials of this configuration: on the port after each that coap has, 5684 by
     * default, or where {@link #bindSecure(InetSocketAddress)} says.
     */
    public CoapServerBuilder dtls(TransportConfig config) {
        dtls = config;
        return this;
    }

    /** Adds a port for coaps, on all addresses; 0 for any free one. */
    public CoapServerBuilder bindSecure(int port) {
        return bindSecure(new InetSocketAddress(port));
    }

    /**
     * Adds an address and port for coaps, which {@link #dtls} needs. Without any {@link #bind} beside it, the server
     * serves coaps alone.
     */
    public CoapServerBuilder bindSecure(InetSocketAddress address) {
        secureAddresses.add(resolved(address));
        return this;
    }

    /** Sets how UDP sockets are used: event loops, buffers. */
    public CoapServerBuilder udp(UdpConfig config) {
        udp = config;
        return this;
    }

    /** Sets another transport than UDP, for coap. */
    public CoapServerBuilder transport(CoapTransport other) {
        transport = other;
        return this;
    }

    // ---- how the protocol runs

    /** Sets the transmission parameters. */
    public CoapServerBuilder transmission(TransmissionParameters parameters) {
        endpoint = endpoint.reliability(endpoint.reliability().transmission(parameters));
        return this;
    }

    /** Changes the protocol's parameters and limits. */
    public CoapServerBuilder endpoint(UnaryOperator<EndpointConfig> change) {
        endpoint = change.apply(endpoint);
        return this;
    }

    /** Sets limits and pace of observation, for each event loop. */
    public CoapServerBuilder observe(UnaryOperator<ObserveConfig> change) {
        observe = change.apply(observe);
        return this;
    }

    /** Sets what is done before much is sent to an address that is not verified; by default a ping (RFC 9175 §2.4). */
    public CoapServerBuilder amplification(AmplificationMitigation mitigation) {
        return endpoint(e -> e.freshness(e.freshness().amplification(mitigation)));
    }

    /**
     * Performs methods of all resources only where the request is fresh, see {@link ResourceBuilder#fresh}; what a
     * resource says for itself counts.
     *
     * @param maxAge how old a request may be
     * @param methods which ones; where none is named, all but GET and FETCH
     * @throws IllegalArgumentException as from {@link FreshMethods#with}
     */
    public CoapServerBuilder fresh(Duration maxAge, Code... methods) {
        fresh = fresh.with(maxAge, methods);
        return this;
    }

    /** Adds options of the application to those that the server understands. */
    public CoapServerBuilder options(OptionDefinition<?>... definitions) {
        endpoint = endpoint.options(endpoint.options().with(definitions));
        return this;
    }

    /** Sets who hears each message. */
    public CoapServerBuilder listener(EndpointListener listener) {
        endpoint = endpoint.listener(listener);
        return this;
    }

    /**
     * The server, not started.
     *
     * @throws IllegalArgumentException if two paths do not go together, or {@link #dtls} and its addresses do not
     */
    public CoapServer build() {
        ResourceTree tree = new ResourceTree(filters);
        resources.forEach(tree::add);
        routes.forEach((path, resource) -> tree.add(path, resource.build()));
        return new CoapServer(
                new ServerConfig(schemes(), endpoint, observe, direct, fresh, maxConcurrentRequests, stopTimeout),
                tree);
    }

    private List<ServedScheme> schemes() {
        List<ServedScheme> schemes = new ArrayList<>();
        List<InetSocketAddress> plain =
                addresses.isEmpty() ? List.of(new InetSocketAddress(CoapUri.DEFAULT_PORT)) : List.copyOf(addresses);
        if (!addresses.isEmpty() || secureAddresses.isEmpty()) {
            schemes.add(new ServedScheme(transport == null ? new UdpTransport(udp, "pipit-server") : transport, plain));
        }
        if (dtls != null) {
            schemes.add(new ServedScheme(
                    dtls.serverTransport(udp, "pipit-server-dtls"),
                    secureAddresses.isEmpty()
                            ? plain.stream().map(CoapServerBuilder::next).toList()
                            : List.copyOf(secureAddresses)));
        } else if (!secureAddresses.isEmpty()) {
            throw new IllegalArgumentException("bindSecure(" + secureAddresses.get(0) + ") without dtls(...)");
        }
        return schemes;
    }

    private static InetSocketAddress next(InetSocketAddress address) {
        int port = address.getPort();
        if (port == 65535) {
            throw new IllegalArgumentException(
                    "port: 65535 (expected: one with another behind it for coaps, or bindSecure(...))");
        }
        return port == 0 ? address : new InetSocketAddress(address.getAddress(), port + 1);
    }

    /** Builds and starts. */
    public CoapServer start() {
        return build().start();
    }

    /** Builds and starts on a port of all addresses; 0 for any free one, for coaps another one. */
    public CoapServer start(int port) {
        return bind(port).start();
    }
}
