package dev.pipit.coap.cache;

import static dev.pipit.coap.cache.CacheUnderTest.ONE;
import static dev.pipit.coap.cache.CacheUnderTest.THREE;
import static dev.pipit.coap.cache.CacheUnderTest.TWO;
import static dev.pipit.coap.cache.CacheUnderTest.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.testkit.Requirement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Stored responses that the server is asked about (RFC 7252 §5.6.2, §5.9.1.3, §5.10.6). */
class ValidationTest {
    private static final Request A = get("/a");
    private static final Request A_WITH_TWO = A.toBuilder().etag(TWO).build();

    private final CacheUnderTest cache = new CacheUnderTest(CacheConfig.DEFAULT.maxRepresentations(2));

    private void store(EntityTag tag, String text) {
        cache.exchange(A, Response.content(text).etag(tag));
        cache.pass(61);
    }

    @Test
    @Requirement("R7252-088")
    void asksWithTheTagsOfAllStoredResponses() {
        store(ONE, "one");
        assertEquals(List.of(ONE), cache.tagsSentWith(A));
        store(TWO, "two");
        assertEquals(List.of(TWO, ONE), cache.tagsSentWith(A));
        store(THREE, "three");
        assertEquals(List.of(THREE, TWO), cache.tagsSentWith(A), "two are kept");
        store(TWO, "two");
        assertEquals(List.of(TWO, THREE), cache.tagsSentWith(A));
    }

    @Test
    void asksWithTheTagsOfTheRequestToo() {
        store(ONE, "one");
        store(TWO, "two");
        Request own = A.toBuilder().etag(THREE).etag(TWO).build();
        assertEquals(List.of(THREE, TWO, ONE), cache.tagsSentWith(own));
    }

    @Test
    @Requirement("R7252-089")
    void a203MakesTheStoredResponseFreshAgain() {
        store(ONE, "one");
        store(TWO, "two");
        Response answer = cache.exchange(A, Response.valid(ONE).maxAge(10)).orElseThrow();
        assertEquals(Response.content("one").etag(ONE).maxAge(10), answer);
        cache.pass(10);
        cache.assertHit(A, "one");
        cache.pass(1);
        cache.assertMiss(A);
        assertEquals(3, cache.cache.statistics().revalidations());
        assertEquals(1, cache.cache.statistics().validated());
    }

    @Test
    @Requirement("R7252-106")
    void a203BringsOptionsUpToDate() {
        Response stored = Response.builder(Code.CONTENT)
                .payload("x")
                .option(StandardOptions.ETAG, ONE)
                .option(StandardOptions.MAX_AGE, 5L)
                .rawOption(2052, new byte[] {1}) // safe to forward, repeated
                .rawOption(2052, new byte[] {2})
                .rawOption(2054, new byte[] {3}) // unsafe
                .rawOption(2048, new byte[] {4}) // safe to forward, not in the 2.03
                .build();
        cache.exchange(A, stored);
        cache.pass(6);
        Response valid = Response.builder(Code.VALID)
                .option(StandardOptions.ETAG, ONE)
                .rawOption(2052, new byte[] {9})
                .rawOption(2054, new byte[] {9})
                .build();
        Response expected = Response.builder(Code.CONTENT)
                .payload("x")
                .option(StandardOptions.ETAG, ONE)
                .rawOption(2052, new byte[] {9})
                .rawOption(2054, new byte[] {3})
                .rawOption(2048, new byte[] {4})
                .build();
        assertEquals(Optional.of(expected), cache.exchange(A, valid));
        cache.pass(60); // without Max-Age: the default
        cache.assertHit(A, "x");
        cache.pass(1);
        cache.assertMiss(A);
    }

    @Test
    void aRequestWithTheTagOfAFreshResponseGets203() {
        cache.exchange(A, Response.content("two").etag(TWO).maxAge(100));
        cache.pass(1);
        assertEquals(Optional.of(Response.valid(TWO).maxAge(99)), cache.stored(A_WITH_TWO));
        assertEquals(
                "two",
                cache.stored(A.toBuilder().etag(ONE).build()).orElseThrow().text());
    }

    @Test
    void a203ForATagOfTheRequestIsForTheApplication() {
        store(ONE, "one");
        assertEquals(Optional.of(Response.valid(TWO)), cache.exchange(A_WITH_TWO, Response.valid(TWO)));
        cache.assertMiss(A);
        store(TWO, "two");
        assertEquals(Optional.of(Response.valid(TWO)), cache.exchange(A_WITH_TWO, Response.valid(TWO)));
        cache.assertHit(A, "two");
    }

    @Test
    void a203ForATagThatNobodyNamedIsNotGuessedAt() {
        store(ONE, "one");
        CacheLookup lookup = cache.look(A);
        assertEquals(Optional.empty(), cache.handle(lookup, Response.valid(THREE)));
        assertEquals(Optional.empty(), cache.handle(lookup, Response.of(Code.VALID)));
        CacheLookup again = lookup.withoutOffers();
        assertEquals(A, again.applyTo(A));
        assertEquals(
                "three",
                cache.handle(again, Response.content("three")).orElseThrow().text());
        cache.assertHit(A, "three");
    }

    @Test
    void a203WithoutAnyTagAskedForGoesThrough() {
        assertEquals(Optional.of(Response.valid(ONE)), cache.exchange(A, Response.valid(ONE)));
        cache.assertMiss(A);
    }

    @Test
    void aStoredResponseThatIsEvictedMeanwhileStillAnswers() {
        store(ONE, "one");
        CacheLookup lookup = cache.look(A);
        cache.cache.clear();
        assertEquals(
                "one", cache.handle(lookup, Response.valid(ONE)).orElseThrow().text());
        cache.assertHit(A, "one");
    }

    @Test
    void errorsCannotBeValidated() {
        cache.exchange(A, Response.of(Code.NOT_FOUND).etag(ONE).maxAge(5));
        assertEquals(Code.NOT_FOUND, cache.stored(A).orElseThrow().code());
        cache.pass(6);
        assertEquals(List.of(), cache.tagsSentWith(A));
    }

    @Test
    void whatIsNotFreshAndHasNoTagIsForgotten() {
        cache.exchange(A, Response.content("x", ContentFormat.JSON));
        cache.pass(61);
        cache.assertMiss(A);
        assertEquals(0, cache.cache.statistics().entries());
        assertEquals(0, cache.cache.statistics().bytes());
    }
}
