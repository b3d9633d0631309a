package dev.pipit.coap.client;

import dev.pipit.coap.cache.CacheConfig;
import dev.pipit.coap.cache.CacheStatistics;
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
import dev.pipit.coap.transport.Binding;
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
 * by any thread. Its threads are daemons, one for each scheme in use, and are there from the first request until {@link
 * #close()}.
 */
public final class CoapClient implements AutoCloseable {
    private final ClientBindings bindings;
    private final EndpointConfig endpoint;
    private final HostResolver resolver = new HostResolver();
    private final ClientTimers timers;
    private final BodyThreads bodyThreads = new BodyThreads();
    private final List<ClientFilter> filters;
    private final @Nullable CacheFilter cache;
    private final ClientFilter.Next chain;

    CoapClient(
            ClientBindings bindings,
            EndpointConfig endpoint,
            List<ClientFilter> filters,
            @Nullable CacheConfig cacheLimits) {
        this.bindings = bindings;
        this.endpoint = endpoint;
        this.timers = new ClientTimers(bindings::any);
        this.filters = new ArrayList<>(filters);
        this.cache = cacheLimits == null ? null : new CacheFilter(cacheLimits, bindings::nowNanos);
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
        bindings.require(parsed.scheme(), uri);
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
        CoapUri parsed = CoapUri.parse(uri);
        bindings.require(parsed.scheme(), uri);
        return resolve(parsed).thenCompose(address -> ping(parsed, address));
    }

    private CompletableFuture<Duration> ping(CoapUri uri, InetSocketAddress address) {
        Binding where = bindings.of(uri.scheme());
        PingOutcome outcome = new PingOutcome(
                where, uri.host(), address, endpoint.reliability().transmission());
        if (!where.execute(outcome)) {
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
                    : new StreamingFuture(
                            streams, new BodyExecution(bindings.of(call.uri().scheme()), bodyThreads));
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
        return new ObservationStart(this, bindings.of(call.uri().scheme()), cache).start(call, listener);
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
        RequestStart start;
        try {
            where = bindings.of(call.uri().scheme());
            start = new RequestStart(where, call, complete(call, to), to, future);
        } catch (RuntimeException e) {
            future.completeExceptionally(e);
            return;
        }
        if (!where.execute(start)) {
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

    Binding binding(String scheme) {
        return bindings.of(scheme);
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
        if (!future.isDone() && bindings.inLoop()) {
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

    /** What has been counted since the client was made, over all schemes. */
    public Map<Counter, Long> counters() {
        return bindings.counters();
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
        resolver.close();
        CompletableFuture<Void> gone = bindings.close().thenRun(timers::close);
        if (!bindings.inLoop()) {
            gone.join();
        }
        bodyThreads.close();
    }
}
