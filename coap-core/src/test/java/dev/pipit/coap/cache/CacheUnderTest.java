package dev.pipit.coap.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerIdentity;
import java.util.List;
import java.util.Optional;

/** A cache, and the time. */
final class CacheUnderTest {
    static final EntityTag ONE = EntityTag.of((byte) 1);
    static final EntityTag TWO = EntityTag.of((byte) 2);
    static final EntityTag THREE = EntityTag.of((byte) 3);
    static final CacheScope HOST = new CacheScope("coap", "host", 5683, PeerIdentity.NONE);

    final ResponseCache cache;
    private long nowNanos;

    CacheUnderTest() {
        this(CacheConfig.DEFAULT);
    }

    CacheUnderTest(CacheConfig config) {
        cache = new ResponseCache(config);
    }

    static Request get(String path) {
        return Request.get(path);
    }

    static Request request(Code method, String path) {
        return Request.builder(method).path(path).build();
    }

    void pass(double seconds) {
        nowNanos += (long) (seconds * 1e9);
    }

    CacheLookup look(Request request) {
        return cache.look(HOST, request, nowNanos);
    }

    Optional<Response> stored(Request request) {
        return look(request).answer();
    }

    /** The request is answered from the cache. */
    void assertHit(Request request, String text) {
        assertEquals(Optional.of(text), stored(request).map(Response::text), request::toString);
    }

    /** The request has to be sent. */
    void assertMiss(Request request) {
        assertEquals(Optional.empty(), stored(request), request::toString);
    }

    /** The request is sent, and answered so by the server. */
    Optional<Response> exchange(Request request, Response response) {
        CacheLookup lookup = look(request);
        assertTrue(lookup.answer().isEmpty(), request + " is answered from the cache");
        return handle(lookup, response);
    }

    Optional<Response> handle(CacheLookup lookup, Response response) {
        return cache.handleResponse(lookup, response, nowNanos);
    }

    void notify(Request registration, Response state) {
        cache.handleNotification(HOST, registration, state, nowNanos);
    }

    /** The entity-tags with which the request would be sent. */
    List<EntityTag> tagsSentWith(Request request) {
        return look(request).applyTo(request).options().all(StandardOptions.ETAG);
    }
}
