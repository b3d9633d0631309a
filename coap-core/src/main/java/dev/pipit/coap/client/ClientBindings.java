package dev.pipit.coap.client;

import dev.pipit.coap.endpoint.CoapEndpoint;
import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.transport.Binding;
import dev.pipit.coap.transport.CoapTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A client's bindings, one for each scheme, opened when they are first asked for. Safe for use by any thread.
 *
 * <p>The first transport has the client's local address; where that has a port, the next transport has the one after it.
 */
final class ClientBindings {
    private final List<CoapTransport> transports;
    private final InetSocketAddress local;
    private final EndpointConfig endpoint;
    private final Map<String, Binding> open = new ConcurrentHashMap<>();
    private volatile @Nullable Binding first;
    private boolean closed; // guarded by this, as the making of bindings is

    ClientBindings(List<CoapTransport> transports, InetSocketAddress local, EndpointConfig endpoint) {
        this.transports = List.copyOf(transports);
        this.local = local;
        this.endpoint = endpoint;
        if (local.getPort() > 65536 - transports.size()) {
            throw new IllegalArgumentException("local port: " + local.getPort()
                    + " (expected: one with another behind it, as coap and coaps have a port each)");
        }
    }

    /**
     * Checks that URIs of a scheme can be asked for.
     *
     * @throws IllegalArgumentException if they cannot
     */
    void require(String scheme, String uri) {
        List<String> schemes = transports.stream().map(CoapTransport::scheme).toList();
        if (!schemes.contains(scheme)) {
            throw new IllegalArgumentException("URI: \"" + uri + "\" (expected: the scheme "
                    + String.join(" or ", schemes)
                    + (scheme.equals("coaps") ? "; for coaps the client needs dtls(...))" : ")"));
        }
    }

    /** The binding of a scheme. */
    Binding of(String scheme) {
        Binding existing = open.get(scheme);
        return existing == null ? open(scheme) : existing;
    }

    /** The binding that was opened first; where there is none, that of the first transport. */
    Binding any() {
        Binding existing = first;
        return existing == null ? of(transports.get(0).scheme()) : existing;
    }

    /** The time of the binding that was opened first; 0 before that. */
    long nowNanos() {
        Binding existing = first;
        return existing == null ? 0 : existing.nowNanos();
    }

    private synchronized Binding open(String scheme) {
        if (closed) {
            throw CoapClient.closedException();
        }
        Binding existing = open.get(scheme);
        if (existing != null) {
            return existing;
        }
        require(scheme, scheme + ":");
        int index = transports.stream().map(CoapTransport::scheme).toList().indexOf(scheme);
        Binding made;
        try {
            made = transports
                    .get(index)
                    .bind(local(index), (where, port, random) -> new CoapEndpoint(endpoint, port, null, random))
                    .get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        open.put(scheme, made);
        if (first == null) {
            first = made;
        }
        return made;
    }

    private InetSocketAddress local(int index) {
        return index == 0 || local.getPort() == 0
                ? local
                : new InetSocketAddress(local.getAddress(), local.getPort() + index);
    }

    /** Whether the calling thread is one of the event loops. */
    boolean inLoop() {
        return open.values().stream().anyMatch(Binding::inLoop);
    }

    /** The sum over all bindings; empty where there is none yet. */
    Map<Counter, Long> counters() {
        Map<Counter, Long> sum = new EnumMap<>(Counter.class);
        for (Binding binding : open.values()) {
            binding.endpoint().counters().snapshot().forEach((counter, value) -> sum.merge(counter, value, Long::sum));
        }
        return sum;
    }

    /** Opens no more, and closes all; completes when that is done. */
    CompletableFuture<Void> close() {
        synchronized (this) {
            closed = true;
        }
        return CompletableFuture.allOf(
                open.values().stream().map(Binding::close).toArray(CompletableFuture<?>[]::new));
    }
}
