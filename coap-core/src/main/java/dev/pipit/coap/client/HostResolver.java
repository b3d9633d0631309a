package dev.pipit.coap.client;

import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.UnreachableException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * From host names to addresses, on threads of its own, because asking a name service blocks. What was found is used
 * again for half a minute.
 */
final class HostResolver implements AutoCloseable {
    private static final long FRESH_NANOS = 30_000_000_000L;
    private static final int CACHED = 1024;
    private static final int THREADS = 4;

    private final Map<String, Found> cache = new ConcurrentHashMap<>();
    private final ExecutorService threads;

    private record Found(InetAddress address, long atNanos) {}

    HostResolver() {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(THREADS, THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(4096), task -> {
                    Thread thread = new Thread(task, "pipit-resolver");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        threads = pool;
    }

    /** The address where it is known without asking: a literal, or found lately. */
    Optional<InetAddress> known(CoapUri uri) {
        Optional<InetAddress> literal = uri.literalAddress();
        if (literal.isPresent()) {
            return literal;
        }
        Found found = cache.get(uri.host());
        return found != null && System.nanoTime() - found.atNanos < FRESH_NANOS
                ? Optional.of(found.address)
                : Optional.empty();
    }

    /** Asks; fails with {@link UnreachableException} where the name does not resolve. */
    CompletableFuture<InetAddress> resolve(CoapUri uri) {
        CompletableFuture<InetAddress> result = new CompletableFuture<>();
        try {
            threads.execute(() -> lookUp(uri.host(), result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new UnreachableException("cannot look up \"" + uri.host() + "\" now: "
                    + (threads.isShutdown() ? "the client is closed" : "too many look-ups under way")));
        }
        return result;
    }

    private void lookUp(String host, CompletableFuture<InetAddress> result) {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (cache.size() >= CACHED) {
                cache.clear();
            }
            cache.put(host, new Found(address, System.nanoTime()));
            result.complete(address);
        } catch (UnknownHostException e) {
            result.completeExceptionally(new UnreachableException("unknown host \"" + host + "\""));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
