package dev.pipit.coap.cache;

import static dev.pipit.coap.cache.CacheUnderTest.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import org.junit.jupiter.api.Test;

/** A cache that is full. */
class CacheLimitsTest {
    @Test
    void forgetsWhatWasUsedLongestAgoBeyondItsEntries() {
        CacheUnderTest cache = new CacheUnderTest(CacheConfig.DEFAULT.maxEntries(3));
        cache.exchange(get("/1"), Response.content("1"));
        cache.exchange(get("/2"), Response.content("2"));
        cache.exchange(get("/3"), Response.content("3"));
        cache.assertHit(get("/1"), "1");
        cache.exchange(get("/4"), Response.content("4"));
        cache.assertMiss(get("/2"));
        cache.assertHit(get("/1"), "1");
        cache.assertHit(get("/3"), "3");
        cache.assertHit(get("/4"), "4");
        assertEquals(1, cache.cache.statistics().evictions());
        assertEquals(3, cache.cache.statistics().entries());
    }

    @Test
    void neverHoldsMoreBytesThanAllowed() {
        CacheUnderTest cache = new CacheUnderTest(CacheConfig.DEFAULT.maxBytes(20_000));
        for (int i = 0; i < 1000; i++) {
            byte[] body = new byte[i * 37 % 5000];
            Request fetch = Request.builder(Code.FETCH)
                    .path("/" + i % 50)
                    .payload(new byte[i * 11 % 900])
                    .build();
            cache.exchange(
                    i % 3 == 0 ? fetch : get("/" + i % 50 + "?" + i),
                    Response.content(body, ContentFormat.OCTET_STREAM).etag(EntityTag.ofVersion(i)));
            assertTrue(cache.cache.statistics().bytes() <= 20_000);
        }
        assertTrue(cache.cache.statistics().bytes() > 10_000);
        cache.cache.clear();
        assertEquals(0, cache.cache.statistics().bytes());
        assertEquals(0, cache.cache.statistics().entries());
    }

    @Test
    void doesNotKeepWhatAloneIsLargerThanAllowed() {
        CacheUnderTest cache = new CacheUnderTest(CacheConfig.DEFAULT.maxBytes(2000));
        cache.exchange(get("/small"), Response.content("1"));
        cache.exchange(get("/large"), Response.content("x".repeat(2000)));
        cache.assertMiss(get("/large"));
        cache.assertHit(get("/small"), "1");
        assertEquals(0, cache.cache.statistics().evictions());
    }

    @Test
    void dropsOlderRepresentationsWhereTheyDoNotFitTogether() {
        CacheUnderTest cache = new CacheUnderTest(CacheConfig.DEFAULT.maxBytes(3000));
        for (int i = 1; i <= 5; i++) {
            cache.exchange(get("/a"), Response.content("x".repeat(1000)).etag(EntityTag.ofVersion(i)));
            cache.pass(61);
        }
        assertEquals(2, cache.tagsSentWith(get("/a")).size());
    }

    @Test
    void countsWhatItDoes() {
        CacheUnderTest cache = new CacheUnderTest();
        Request a = get("/a");
        cache.exchange(a, Response.content("1").etag(CacheUnderTest.ONE));
        cache.assertHit(a, "1");
        cache.pass(61);
        cache.exchange(a, Response.valid(CacheUnderTest.ONE));
        cache.assertHit(a, "1");
        cache.exchange(CacheUnderTest.request(Code.PUT, "/a"), Response.changed());
        CacheStatistics counted = cache.cache.statistics();
        assertEquals(new CacheStatistics(2, 1, 1, 1, 1, 0, 1, counted.bytes()), counted);
    }

    @Test
    void refusesLimitsThatAreNone() {
        assertEquals(
                "maxEntries: 0 (expected: at least 1)",
                assertThrows(IllegalArgumentException.class, () -> CacheConfig.DEFAULT.maxEntries(0))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> CacheConfig.DEFAULT.maxBytes(1023));
        assertThrows(IllegalArgumentException.class, () -> CacheConfig.DEFAULT.maxRepresentations(17));
    }
}
