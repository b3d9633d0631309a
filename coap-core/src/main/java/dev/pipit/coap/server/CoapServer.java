package dev.pipit.coap.server;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.IpLiteral;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.resource.ResourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A CoAP server: resources, at one or several addresses.
 *
 * <pre>{@code
 * try (CoapServer server = CoapServer.builder()
 *         .get("/sensors/{id}", ctx -> Response.content("21.5"))
 *         .put("/led", ctx -> { led.set(ctx.request().text()); return Response.changed(); })
 *         .start(5683)) {
 *     server.awaitClose();
 * }
 * }</pre>
 *
 * <p>Handlers run on worker threads and may block; {@link CoapServerBuilder#directExecutor()} runs them on the event
 * loop instead. A confirmable request whose response takes its time is acknowledged meanwhile, without further ado. All
 * threads are daemons: {@link #awaitClose()} keeps a program alive.
 *
 * <p>Safe for use by any thread, but {@link #stop()} must not be called by a handler.
 */
public final class CoapServer implements AutoCloseable {
    private final ServerConfig config;
    private final ResourceTree resources;
    private final Map<Counter, Long> past = new ConcurrentHashMap<>();

    // Changed by start and stop alone, which exclude each other; whoever only asks never waits for them.
    private volatile List<ServedScheme> asked;
    private volatile List<InetSocketAddress> addresses;
    private volatile @Nullable RunningServer running;
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile boolean started;

    CoapServer(ServerConfig config, ResourceTree resources) {
        this.config = config;
        this.resources = resources;
        this.asked = config.schemes();
        this.addresses =
                asked.stream().flatMap(each -> each.addresses().stream()).toList();
    }

    /** A builder for a server without resources but {@code /.well-known/core}. */
    public static CoapServerBuilder builder() {
        return new CoapServerBuilder();
    }

    /**
     * Binds and serves. After a stop, at the same addresses and ports as before. Does nothing where it runs already.
     *
     * @throws UncheckedIOException if an address cannot be bound; the message says which, and why
     */
    public synchronized CoapServer start() {
        if (running == null) {
            RunningServer begun;
            try {
                begun = RunningServer.start(config, asked, resources);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
            asked = begun.served();
            addresses = begun.addresses();
            stopped = new CountDownLatch(1);
            running = begun;
            started = true;
        }
        return this;
    }

    /** Stops as {@link #stop(Duration)} does, within the time set in the builder: 5 s by default. */
    public void stop() {
        stop(config.stopTimeout());
    }

    /**
     * Stops: new requests are answered 5.03, what is owed is finished within the time given, then every socket, thread
     * and buffer is freed. Does nothing where the server does not run.
     */
    public synchronized void stop(Duration timeout) {
        RunningServer ending = running;
        if (ending != null) {
            ending.stop(timeout);
            running = null;
            ending.counters().forEach((counter, value) -> past.merge(counter, value, Long::sum));
            stopped.countDown();
        }
    }

    /** The same as {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }

    /**
     * Waits until the server is stopped.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public void awaitClose() throws InterruptedException {
        stopped.await();
    }

    /** Whether the server runs. */
    public boolean isRunning() {
        return running != null;
    }

    /**
     * The port of the first address; the one really taken, where port 0 was asked for.
     *
     * @throws IllegalStateException if the server has never been started
     */
    public int port() {
        return addresses().get(0).getPort();
    }

    /**
     * The port of the first address of a scheme, such as "coaps".
     *
     * @throws IllegalArgumentException if the server does not serve it
     * @throws IllegalStateException if the server has never been started
     */
    public int port(String scheme) {
        return addresses(scheme).get(0).getPort();
    }

    /**
     * The addresses that the builder was given for a scheme, such as "coaps", with the ports really taken.
     *
     * @throws IllegalArgumentException if the server does not serve it
     * @throws IllegalStateException if the server has never been started
     */
    public List<InetSocketAddress> addresses(String scheme) {
        addresses();
        for (ServedScheme each : asked) {
            if (each.scheme().equals(scheme)) {
                return List.copyOf(each.addresses());
            }
        }
        throw new IllegalArgumentException("scheme: \"" + scheme + "\" (expected: "
                + String.join(" or ", asked.stream().map(ServedScheme::scheme).toList()) + ")");
    }

    /**
     * The addresses where the server is or was last bound.
     *
     * @throws IllegalStateException if it has never been started
     */
    public List<InetSocketAddress> addresses() {
        if (!started && addresses.stream().anyMatch(address -> address.getPort() == 0)) {
            throw new IllegalStateException("the server has not been started");
        }
        return addresses;
    }

    /**
     * A URI for a path on this server, as seen from this machine: "coap://localhost:5683/x".
     *
     * @param path percent-encoded, with or without a query
     */
    public String uri(String path) {
        return uri(asked.get(0).scheme(), path);
    }

    /**
     * The same for a scheme: {@code uri("coaps", "/x")} is "coaps://localhost:5684/x".
     *
     * @param path percent-encoded, with or without a query
     * @throws IllegalArgumentException if the server does not serve the scheme
     */
    public String uri(String scheme, String path) {
        InetSocketAddress first = addresses(scheme).get(0);
        InetAddress address = first.getAddress();
        String literal = IpLiteral.format(address);
        String host =
                address.isAnyLocalAddress() ? "localhost" : literal.indexOf(':') < 0 ? literal : "[" + literal + "]";
        boolean usual =
                CoapUri.defaultPort(scheme).map(port -> port == first.getPort()).orElse(false);
        return scheme + "://" + host + (usual ? "" : ":" + first.getPort()) + (path.startsWith("/") ? "" : "/") + path;
    }

    /** The resources; they may come and go while the server runs. */
    public ResourceTree resources() {
        return resources;
    }

    /** Adds a resource while the server runs, or before. */
    public CoapServer add(String path, Resource resource) {
        resources.add(path, resource);
        return this;
    }

    /** Removes a resource; false where there was none. */
    public boolean remove(String path) {
        return resources.remove(path);
    }

    /** What has been counted since the server was made, over all addresses. */
    public Map<Counter, Long> counters() {
        Map<Counter, Long> sum = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            sum.put(counter, past.getOrDefault(counter, 0L));
        }
        RunningServer current = running;
        if (current != null) {
            current.counters().forEach((counter, value) -> sum.merge(counter, value, Long::sum));
        }
        return sum;
    }
}
