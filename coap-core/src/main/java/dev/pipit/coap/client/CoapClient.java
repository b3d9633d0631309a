package dev.pipit.coap.client;

import dev.pipit.coap.cache.CacheConfig;
import dev.pipit.coap.cache.CacheStatistics;
import dev.pipit.coap.endpoint.CoapEndpoint;
import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.link.Link;
import dev.pipit.coap.link.LinkFormat;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.EndpointClosedException;
import dev.pipit.coap.message.ErrorResponseException;
import dev.pipit.coap.message.NoResponseException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.RequestCancelledException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.observe.ObservationListener;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.OptionsBuilder;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.transport.Binding;
import dev.pipit.coap.transport.CoapTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A CoAP client: one object for every server.
 *
 * <pre>{@code
 * try (CoapClient client = CoapClient.create()) {
 *     Response now = client.get("coap://host/sensors/1").send();
 *     CompletableFuture<Response> later = client.get(uri).accept(ContentFormat.CBOR).sendAsync();
 * }
 * }</pre>
 *
 * <p>Every response is a {@link Response}, 4.xx and 5.xx too; what prevents one is a {@link CoapException}. Safe for use
 * by any thread. Its thread is a daemon, and is there from the first request until {@link #close()}.
 */
public final class CoapClient implements AutoCloseable {
    private final CoapTransport transport;
    private final InetSocketAddress local;
    private final EndpointConfig endpoint;
    private final HostResolver resolver = new HostResolver();
    private final ClientTimers timers = new ClientTimers(this::binding);
    private final BodyThreads bodyThreads = new BodyThreads();
    private final List<ClientFilter> filters;
    private final @Nullable CacheFilter cache;
    private final ClientFilter.Next chain;
    private volatile @Nullable Binding binding;
    private boolean closed; // guarded by this, as the making of the binding is

    CoapClient(
            CoapTransport transport,
            InetSocketAddress local,
            EndpointConfig endpoint,
            List<ClientFilter> filters,
            @Nullable CacheConfig cacheLimits) {
        this.transport = transport;
        this.local = local;
        this.endpoint = endpoint;
        this.filters = new ArrayList<>(filters);
        this.cache = cacheLimits == null ? null : new CacheFilter(cacheLimits, this::nowNanos);
        if (cache != null) {
            // Behind all others: what they add to a request is part of what a stored response has to match.
            this.filters.add(cache);
        }
        this.chain = chain(this::transmit);
    }

    /** A way through the filters. */
    ClientFilter.Next chain(ClientFilter.Next last) {
        return FilterChain.of(filters, last, timers);
    }

    private long nowNanos() {
        Binding where = binding;
        return where == null ? 0 : where.nowNanos();
    }

    /** A client with RFC 7252's parameters. */
    public static CoapClient create() {
        return builder().build();
    }

    /** A builder for a client. */
    public static CoapClientBuilder builder() {
        return new CoapClientBuilder();
    }

    /** A GET. */
    public ClientRequest get(String uri) {
        return request(Code.GET, uri);
    }

    /** A POST. */
    public ClientRequest post(String uri) {
        return request(Code.POST, uri);
    }

    /** A PUT. */
    public ClientRequest put(String uri) {
        return request(Code.PUT, uri);
    }

    /** A DELETE. */
    public ClientRequest delete(String uri) {
        return request(Code.DELETE, uri);
    }

    /** A FETCH (RFC 8132 §2). */
    public ClientRequest fetch(String uri) {
        return request(Code.FETCH, uri);
    }

    /** A PATCH (RFC 8132 §3). */
    public ClientRequest patch(String uri) {
        return request(Code.PATCH, uri);
    }

    /** An iPATCH (RFC 8132 §3). */
    public ClientRequest ipatch(String uri) {
        return request(Code.IPATCH, uri);
    }

    /**
     * A request with any method.
     *
     * @throws IllegalArgumentException if the URI is not one that this client can use
     */
    public ClientRequest request(Code method, String uri) {
        CoapUri parsed = CoapUri.parse(uri);
        if (!parsed.scheme().equals(transport.scheme())) {
            throw new IllegalArgumentException(
                    "URI: \"" + uri + "\" (expected: the scheme " + transport.scheme() + ")");
        }
        return new ClientRequest(this, parsed, method, endpoint.reliability().transmission());
    }

    /**
     * Observes a resource (RFC 7641): the callback gets its state now and whenever it changes, on the event loop. For
     * more than that, {@code get(uri).observe(listener)}.
     *
     * @throws IllegalArgumentException if the URI is not one that this client can use
     */
    public Observation observe(String uri, ObservationListener callback) {
        return get(uri).observe(callback);
    }

    /**
     * The links of a server's {@code /.well-known/core}, or of another link-format resource (RFC 6690). Waits for them.
     *
     * @param uri "coap://host", "coap://host/?rt=light" with a filter, or the URI of a resource
     * @throws CoapException if no response can be had, or it is not one with links
     */
    public List<Link> discover(String uri) {
        CoapUri parsed = CoapUri.parse(uri);
        boolean whole = parsed.path().isEmpty();
        String query = uri.indexOf('?') < 0 ? "" : uri.substring(uri.indexOf('?'));
        String target = whole
                ? new CoapUri(parsed.scheme(), parsed.host(), parsed.port(), List.of(".well-known", "core"), List.of())
                        + query
                : uri;
        Response response = get(target).accept(ContentFormat.LINK_FORMAT).send();
        if (response.code() != Code.CONTENT) {
            throw new ErrorResponseException(target + " answered " + response.code() + " (expected: 2.05)", response);
        }
        return LinkFormat.parse(response.payload());
    }

    /**
     * Pings a server: an Empty CON, which a CoAP endpoint answers with a Reset (RFC 7252 §4.3).
     *
     * @return the time until the answer; or a {@link CoapException}
     */
    public CompletableFuture<Duration> ping(String uri) {
        return resolve(CoapUri.parse(uri)).thenCompose(this::pingAddress);
    }

    private CompletableFuture<Duration> pingAddress(InetSocketAddress address) {
        PingOutcome outcome = new PingOutcome();
        TransmissionParameters parameters = endpoint.reliability().transmission();
        Binding where = binding();
        if (!where.execute(now -> outcome.send(where.endpoint(), address, parameters, now))) {
            outcome.completeExceptionally(closedException());
        }
        return outcome;
    }

    CompletableFuture<Response> send(ClientCall call) {
        return chain.send(call);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its outcome goes to the request's own future
    private CompletableFuture<Response> transmit(ClientCall call) {
        CallStreams streams = call.streams();
        RequestFuture future;
        try {
            future = streams == null
                    ? new RequestFuture()
                    : new StreamingFuture(streams, new BodyExecution(binding(), bodyThreads));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        Optional<InetAddress> known = resolver.known(call.uri());
        if (known.isPresent()) {
            transmit(call, new InetSocketAddress(known.get(), call.uri().port()), future);
            return future;
        }
        resolve(call.uri()).whenComplete((address, failure) -> {
            if (failure != null) {
                future.completeExceptionally(failure);
            } else if (!future.isDone()) {
                transmit(call, address, future);
            }
        });
        return future;
    }

    Observation observe(ClientCall call, ObservationListener listener) {
        return new ObservationStart(this, binding(), cache).start(call, listener);
    }

    HostResolver resolver() {
        return resolver;
    }

    CompletableFuture<InetSocketAddress> resolve(CoapUri uri) {
        return resolver.known(uri)
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> resolver.resolve(uri))
                .thenApply(address -> new InetSocketAddress(address, uri.port()));
    }

    private void transmit(ClientCall call, InetSocketAddress to, RequestFuture future) {
        Binding where;
        Request request;
        try {
            where = binding();
            request = complete(call, to);
        } catch (RuntimeException e) {
            future.completeExceptionally(e);
            return;
        }
        boolean taken = where.execute(now -> {
            if (!future.isDone()) {
                future.started(
                        where,
                        where.endpoint().request(to, PeerIdentity.NONE, request, call.options(), future, now),
                        now);
            }
        });
        if (!taken) {
            future.completeExceptionally(closedException());
        }
    }

    /** Adds the Uri-* options; query arguments that the application added come behind those of the URI. */
    static Request complete(ClientCall call, InetSocketAddress to) {
        OptionsBuilder options = Options.builder();
        // RFC 7252 §5.10.2: with Proxy-Uri, the Uri-* options "MUST NOT be included"; the URI is that of the proxy then
        if (!call.request().options().has(StandardOptions.PROXY_URI)) {
            call.uri().addTo(options, to);
        }
        call.request().options().forEach(option -> options.addRaw(option.number(), option.value()));
        return call.request().withOptions(options.build());
    }

    private Binding binding() {
        Binding existing = binding;
        return existing == null ? open() : existing;
    }

    private synchronized Binding open() {
        Binding existing = binding;
        if (closed) {
            throw closedException();
        }
        if (existing == null) {
            try {
                existing = transport
                        .bind(local, (where, port, random) -> new CoapEndpoint(endpoint, port, null, random))
                        .get(0);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
            binding = existing;
        }
        return existing;
    }

    static CoapException closedException() {
        return new EndpointClosedException("the client is closed");
    }

    int maxTokenLength() {
        return endpoint.maxTokenLength();
    }

    BodyThreads bodyThreads() {
        return bodyThreads;
    }

    /** Waits for a future in the caller's thread. */
    <T> T await(CompletableFuture<T> future) {
        Binding where = binding;
        if (where != null && where.inLoop() && !future.isDone()) {
            throw new IllegalStateException("send() on the event loop would wait for itself (expected: sendAsync())");
        }
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(false);
            Thread.currentThread().interrupt();
            throw new RequestCancelledException("interrupted while waiting for a response");
        } catch (CancellationException e) {
            throw new RequestCancelledException("the request was cancelled");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CoapException failure) {
                // Where it was found says little: who waited for it is what one wants to know.
                failure.setStackTrace(new Throwable().getStackTrace());
                throw failure;
            }
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new NoResponseException("the request failed: " + e.getCause());
        }
    }

    /** What has been counted since the client was made. */
    public Map<Counter, Long> counters() {
        Binding where = binding;
        return where == null ? Map.of() : where.endpoint().counters().snapshot();
    }

    /** What the cache has done and holds; nothing where it is not switched on ({@link CoapClientBuilder#cache()}). */
    public CacheStatistics cacheStatistics() {
        return cache == null ? CacheStatistics.EMPTY : cache.statistics();
    }

    /** Forgets the stored responses. */
    public void clearCache() {
        if (cache != null) {
            cache.clear();
        }
    }

    /** Fails what waits for a response with {@link EndpointClosedException}, and frees socket and threads. */
    @Override
    public void close() {
        Binding where;
        synchronized (this) {
            closed = true;
            where = binding;
        }
        resolver.close();
        if (where == null) {
            timers.close();
        } else {
            CompletableFuture<Void> gone = where.close().thenRun(timers::close);
            if (!where.inLoop()) {
                gone.join();
            }
        }
        bodyThreads.close();
    }
}
