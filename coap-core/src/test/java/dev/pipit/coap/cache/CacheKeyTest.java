package dev.pipit.coap.cache;

import static dev.pipit.coap.cache.CacheUnderTest.HOST;
import static dev.pipit.coap.cache.CacheUnderTest.ONE;
import static dev.pipit.coap.cache.CacheUnderTest.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.OptionNumber;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.testkit.Requirement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** For which requests a stored response may be used (RFC 7252 §5.6, RFC 8132 §2). */
class CacheKeyTest {
    private static final Request A = get("/a?x=1");

    private final CacheUnderTest cache = new CacheUnderTest();

    @Test
    @Requirement("R7252-085")
    void matchesPathQueryAndAccept() {
        cache.exchange(A, Response.content("1"));
        cache.assertHit(get("/a?x=1"), "1");
        cache.assertMiss(get("/a"));
        cache.assertMiss(get("/a?x=2"));
        cache.assertMiss(get("/b?x=1"));
        cache.assertMiss(A.toBuilder().accept(ContentFormat.JSON).build());
    }

    @Test
    @Requirement("R7252-085")
    void matchesTheMethod() {
        cache.exchange(A, Response.content("1"));
        cache.assertMiss(Request.of(Code.FETCH, A.options(), new byte[0]));
    }

    @Test
    @Requirement({"R7252-080", "R7252-085"})
    void matchesEveryOptionButThoseThatAreNoCacheKeyAndThoseTheCacheKnows() {
        cache.exchange(A, Response.content("1"));
        for (int number = 1; number <= OptionNumber.MAX; number += number < 400 ? 1 : 97) {
            boolean known = number == StandardOptions.ETAG.number() || number == StandardOptions.BLOCK2.number();
            // These are never answered from the cache, whatever matches.
            boolean passed = number == StandardOptions.OBSERVE.number()
                    || number == StandardOptions.BLOCK1.number()
                    || number == StandardOptions.OSCORE.number();
            Request with = A.toBuilder().rawOption(number, new byte[] {0}).build();
            boolean matches = !passed && (known || (number & 0x1e) == 0x1c);
            assertEquals(matches, cache.stored(with).isPresent(), "option " + number);
        }
    }

    @Test
    void matchesThePayloadOfFetch() {
        Request one = Request.builder(Code.FETCH).path("/a").payload("1").build();
        Request two = Request.builder(Code.FETCH).path("/a").payload("2").build();
        cache.exchange(one, Response.content("one"));
        cache.assertMiss(two);
        cache.exchange(two, Response.content("two"));
        cache.assertHit(one, "one");
        cache.assertHit(two, "two");
        cache.assertMiss(get("/a"));
    }

    @Test
    @Requirement("R7252-160")
    void matchesSchemeHostPortAndIdentity() {
        PeerIdentity alice = () -> true;
        PeerIdentity bob = () -> true;
        CacheScope secure = new CacheScope("coaps", "host", 5683, alice);
        CacheLookup lookup = cache.cache.look(secure, A, 0);
        cache.cache.handleResponse(lookup, Response.content("for alice").etag(ONE), 0);
        assertTrue(cache.cache.look(secure, A, 0).answer().isPresent());
        for (CacheScope other : List.of(
                HOST,
                new CacheScope("coaps", "host", 5683, bob),
                new CacheScope("coaps", "host", 5683, PeerIdentity.NONE),
                new CacheScope("coap", "host", 5683, alice),
                new CacheScope("coaps", "other", 5683, alice),
                new CacheScope("coaps", "host", 5684, alice))) {
            CacheLookup found = cache.cache.look(other, A, 0);
            assertTrue(found.answer().isEmpty(), other::toString);
            // Nor is asked whether it is valid: the answer would give it away.
            assertEquals(A, found.applyTo(A), other::toString);
        }
    }
}
