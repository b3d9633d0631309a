package dev.pipit.coap.client;

import dev.pipit.coap.cache.CacheConfig;
import dev.pipit.coap.cache.CacheLookup;
import dev.pipit.coap.cache.CacheScope;
import dev.pipit.coap.cache.CacheStatistics;
import dev.pipit.coap.cache.ResponseCache;
import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.OptionsBuilder;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerIdentity;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The client's cache, the last of its filters. Safe for use by any thread; the lock is held for look-ups only. */
final class CacheFilter implements ClientFilter {
    private final ResponseCache cache; // guarded by this
    private final LongSupplier clock;

    /** An empty cache; the clock gives nanoseconds. */
    CacheFilter(CacheConfig config, LongSupplier clock) {
        this.cache = new ResponseCache(config);
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Response> filter(ClientCall call, Next next) {
        if (streams(call)) {
            return next.send(call);
        }
        CacheLookup lookup = look(call);
        return lookup.answer()
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> ask(call, lookup, next, new CompletableFuture<>()));
    }

    /** Whether the response, or what it is the response to, goes past the filters. */
    private static boolean streams(ClientCall call) {
        Code method = call.request().code();
        boolean reads = method == Code.GET || method == Code.FETCH;
        // Of what changes a resource the cache has to hear in any case.
        return reads && (call.streamsResponse() || call.body().isPresent());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what comes of the one future goes to the other
    private CompletableFuture<Response> ask(
            ClientCall call, CacheLookup lookup, Next next, CompletableFuture<Response> result) {
        CompletableFuture<Response> sent = next.send(call.withRequest(lookup.applyTo(call.request())));
        sent.whenComplete((response, failure) -> {
            Optional<Response> answer = handle(lookup, response);
            if (response == null) {
                result.completeExceptionally(failure);
            } else if (answer.isPresent()) {
                result.complete(answer.get());
            } else {
                ask(call, lookup.withoutOffers(), next, result);
            }
        });
        // Cancelling what the application holds is to reach the request.
        result.whenComplete((response, failure) -> {
            if (result.isCancelled()) {
                sent.cancel(false);
            }
        });
        return result;
    }

    private synchronized CacheLookup look(ClientCall call) {
        return cache.look(scope(call), whole(call), clock.getAsLong());
    }

    private synchronized Optional<Response> handle(CacheLookup lookup, @Nullable Response response) {
        if (response == null) {
            cache.handleFailure(lookup);
            return Optional.empty();
        }
        return cache.handleResponse(lookup, response, clock.getAsLong());
    }

    /** Takes the state that an observation has brought. */
    synchronized void handleNotification(ClientCall registration, Response state) {
        cache.handleNotification(scope(registration), whole(registration), state, clock.getAsLong());
    }

    private static CacheScope scope(ClientCall call) {
        // A client has one set of credentials; who the server is, the URI says.
        return CacheScope.of(call.uri(), PeerIdentity.NONE);
    }

    /** The request with path and query of its URI. */
    private static Request whole(ClientCall call) {
        CoapUri uri = call.uri();
        OptionsBuilder options = Options.builder();
        options.addAll(StandardOptions.URI_PATH, uri.path());
        options.addAll(StandardOptions.URI_QUERY, uri.query());
        call.request().options().forEach(option -> options.addRaw(option.number(), option.value()));
        return call.request().withOptions(options.build());
    }

    synchronized CacheStatistics statistics() {
        return cache.statistics();
    }

    synchronized void clear() {
        cache.clear();
    }
}
