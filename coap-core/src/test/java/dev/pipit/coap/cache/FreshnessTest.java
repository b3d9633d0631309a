package dev.pipit.coap.cache;

import static dev.pipit.coap.cache.CacheUnderTest.ONE;
import static dev.pipit.coap.cache.CacheUnderTest.TWO;
import static dev.pipit.coap.cache.CacheUnderTest.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.testkit.Requirement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is stored, and for how long it is used without asking (RFC 7252 §5.6.1, §5.9). */
class FreshnessTest {
    private static final Request A = get("/a");

    private final CacheUnderTest cache = new CacheUnderTest();

    @Test
    @Requirement("R7252-086")
    void isFreshUntilItsAgeIsGreaterThanMaxAge() {
        cache.exchange(A, Response.content("1").maxAge(5));
        cache.pass(5);
        cache.assertHit(A, "1");
        cache.pass(0.001);
        cache.assertMiss(A);
    }

    @Test
    @Requirement("R7252-086")
    void isFreshFor60SecondsWhereItDoesNotSay() {
        cache.exchange(A, Response.content("1"));
        cache.pass(60);
        cache.assertHit(A, "1");
        cache.pass(0.001);
        cache.assertMiss(A);
    }

    @Test
    void isFreshForTheLargestMaxAge() {
        cache.exchange(A, Response.content("1").maxAge(0xffffffffL));
        cache.pass(4e9);
        cache.assertHit(A, "1");
    }

    @Test
    void givesOutWhatIsLeftOfMaxAge() {
        cache.exchange(A, Response.content("1").maxAge(100));
        assertEquals(100, cache.stored(A).orElseThrow().maxAge());
        cache.pass(20.5);
        assertEquals(79, cache.stored(A).orElseThrow().maxAge());
        cache.pass(19.5);
        assertEquals(60, cache.stored(A).orElseThrow().maxAge());
        cache.pass(60);
        assertEquals(0, cache.stored(A).orElseThrow().maxAge());
    }

    @Test
    void storesNothingOfMaxAgeZero() {
        cache.exchange(A, Response.content("1").etag(ONE).maxAge(0));
        assertEquals(List.of(), cache.tagsSentWith(A));
        assertEquals(0, cache.cache.statistics().entries());
    }

    @Test
    @Requirement("R7252-084")
    void storesContentAndErrorsButNoOtherSuccess() {
        for (int number = 2 << 5; number < 6 << 5; number++) {
            Code code = Code.of(number);
            if (code.isResponse()) {
                CacheUnderTest fresh = new CacheUnderTest();
                fresh.exchange(A, Response.of(code));
                boolean cacheable = code == Code.CONTENT || code.isClientError() || code.isServerError();
                assertEquals(cacheable, fresh.stored(A).isPresent(), code::toString);
            }
        }
    }

    @Test
    void storesNoResponseToAMethodThatChangesThings() {
        for (Code method : List.of(Code.POST, Code.PUT, Code.DELETE, Code.PATCH, Code.IPATCH)) {
            Request request = CacheUnderTest.request(method, "/a");
            cache.exchange(request, Response.of(Code.NOT_FOUND));
            cache.assertMiss(request);
        }
        assertEquals(0, cache.cache.statistics().entries());
    }

    @Test
    void storesNoBlocksAndAnswersRequestsForNone() {
        Block third = new Block(2, false, 6);
        Request block = A.withOptions(A.options().with(StandardOptions.BLOCK2, third));
        cache.exchange(A, Response.content("whole"));
        cache.assertMiss(block);
        cache.exchange(block, Response.content("c").with(StandardOptions.BLOCK2, third));
        cache.exchange(block, Response.of(Code.BAD_REQUEST));
        cache.assertHit(A, "whole");
        // Block 0 is how the whole is wished for in small blocks.
        cache.assertHit(A.withOptions(A.options().with(StandardOptions.BLOCK2, new Block(0, false, 1))), "whole");
    }

    @Test
    void storesNothingWithAnEchoValue() {
        cache.exchange(A, Response.of(Code.UNAUTHORIZED).with(StandardOptions.ECHO, new byte[] {1}));
        cache.assertMiss(A);
    }

    @Test
    void storesNothingThatIsProtectedEndToEnd() {
        Request secured = A.withOptions(A.options().with(StandardOptions.OSCORE, new byte[] {9, 1}));
        cache.exchange(secured, Response.content("sealed"));
        cache.assertMiss(secured);
    }

    @Test
    void aNewResponseTakesThePlaceOfTheOld() {
        CacheLookup early = cache.look(A);
        CacheLookup late = cache.look(A);
        cache.handle(early, Response.content("1").maxAge(100));
        cache.handle(late, Response.content("2").maxAge(5));
        cache.assertHit(A, "2");
        cache.pass(6);
        cache.assertMiss(A);
    }

    @Test
    void aNewResponseThatIsNotStoredEndsTheFreshnessOfTheOld() {
        CacheLookup early = cache.look(A);
        CacheLookup late = cache.look(A);
        cache.handle(early, Response.content("1").etag(ONE));
        cache.handle(late, Response.content("2").etag(TWO).maxAge(0));
        cache.assertMiss(A);
        assertEquals(List.of(ONE), cache.tagsSentWith(A));
    }

    @Test
    @Requirement({"R7641-003", "R7641-004"})
    void aNotificationIsGivenForAGetWithoutItsObserveOption() {
        Request registration = A.withOptions(A.options().with(StandardOptions.OBSERVE, 0L));
        cache.exchange(registration, Response.content("1").with(StandardOptions.OBSERVE, 12L));
        cache.assertHit(A, "1");
        assertFalse(cache.stored(A).orElseThrow().options().has(StandardOptions.OBSERVE));
        cache.pass(30);
        cache.notify(registration, Response.content("2").with(StandardOptions.OBSERVE, 13L));
        cache.pass(45);
        cache.assertHit(A, "2");
        cache.assertMiss(registration);
    }
}
