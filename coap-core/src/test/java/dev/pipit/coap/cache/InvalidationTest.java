package dev.pipit.coap.cache;

import static dev.pipit.coap.cache.CacheUnderTest.HOST;
import static dev.pipit.coap.cache.CacheUnderTest.ONE;
import static dev.pipit.coap.cache.CacheUnderTest.get;
import static dev.pipit.coap.cache.CacheUnderTest.request;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.testkit.Requirement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a change makes not fresh (RFC 7252 §5.9.1, RFC 8132 §3). */
class InvalidationTest {
    private static final Request A = get("/a");
    private static final Request A_AS_JSON =
            A.toBuilder().accept(ContentFormat.JSON).build();
    private static final Request A_WITH_QUERY = get("/a?x=1");
    private static final Request FETCH_A =
            Request.builder(Code.FETCH).path("/a").payload("1").build();
    private static final Request B = get("/b");
    private static final Request CREATED = get("/a/1");

    private final CacheUnderTest cache = new CacheUnderTest();

    @BeforeEach
    void fill() {
        for (Request each : List.of(A, A_AS_JSON, A_WITH_QUERY, FETCH_A, B, CREATED)) {
            cache.exchange(each, Response.content("1").etag(ONE));
        }
    }

    private void assertOnlyTheTargetIsNotFresh() {
        List.of(A, A_AS_JSON, A_WITH_QUERY, FETCH_A).forEach(cache::assertMiss);
        cache.assertHit(B, "1");
        cache.assertHit(CREATED, "1");
        assertEquals(List.of(ONE), cache.tagsSentWith(A), "it may be valid still");
    }

    @Test
    @Requirement("R7252-104")
    void aDeletedResourceIsNotFresh() {
        cache.exchange(request(Code.DELETE, "/a"), Response.deleted());
        assertOnlyTheTargetIsNotFresh();
        assertEquals(4, cache.cache.statistics().invalidations());
    }

    @Test
    @Requirement("R7252-104")
    void aChangedResourceIsNotFresh() {
        for (Code method : List.of(Code.PUT, Code.POST, Code.PATCH, Code.IPATCH)) {
            cache.cache.clear();
            fill();
            cache.exchange(request(method, "/a"), Response.changed());
            assertOnlyTheTargetIsNotFresh();
        }
    }

    @Test
    @Requirement("R7252-103")
    void aResourceCreatedAtTheTargetIsNotFresh() {
        cache.exchange(request(Code.PUT, "/a"), Response.created());
        assertOnlyTheTargetIsNotFresh();
    }

    @Test
    @Requirement("R7252-103")
    void aResourceCreatedElsewhereIsNotFreshNorIsWhereItWasPosted() {
        cache.exchange(request(Code.POST, "/a"), Response.created("/a/1?v=2"));
        cache.assertMiss(CREATED);
        cache.assertMiss(A);
        cache.assertHit(B, "1");
    }

    @Test
    void aChangeByOneIdentityIsOneForAll() {
        CacheScope other = new CacheScope(HOST.scheme(), HOST.host(), HOST.port(), new PeerIdentity() {
            @Override
            public boolean isSecure() {
                return true;
            }
        });
        CacheLookup change = cache.cache.look(other, request(Code.PUT, "/a"), 0);
        cache.cache.handleResponse(change, Response.changed(), 0);
        assertOnlyTheTargetIsNotFresh();
    }

    @Test
    void aRefusedChangeIsNone() {
        cache.exchange(request(Code.PUT, "/a"), Response.of(Code.FORBIDDEN));
        cache.assertHit(A, "1");
    }

    @Test
    void aChangeWhoseOutcomeIsNotKnownMayHaveBeenOne() {
        cache.exchange(request(Code.PUT, "/a"), Response.of(Code.GATEWAY_TIMEOUT));
        assertOnlyTheTargetIsNotFresh();
        cache.cache.clear();
        fill();
        cache.cache.handleFailure(cache.look(request(Code.PUT, "/a")));
        assertOnlyTheTargetIsNotFresh();
    }

    @Test
    void aChangeWithoutAnAnswerMayHaveBeenOne() {
        cache.exchange(request(Code.PUT, "/a"), Response.NONE);
        assertOnlyTheTargetIsNotFresh();
    }

    @Test
    void aReadThatFailsChangesNothing() {
        CacheLookup lookup = cache.look(get("/c"));
        cache.cache.handleFailure(lookup);
        cache.assertHit(A, "1");
    }

    @Test
    @Requirement("R7959-053")
    void aBlockOfABodyThatIsActedOnIsAChange() {
        Request block = request(Code.PUT, "/a")
                .withOptions(request(Code.PUT, "/a").options().with(StandardOptions.BLOCK1, new Block(0, true, 0)));
        cache.exchange(block, Response.of(Code.CONTINUE).with(StandardOptions.BLOCK1, new Block(0, true, 0)));
        assertOnlyTheTargetIsNotFresh();
    }

    @Test
    void aResponseThatAChangeHasOvertakenIsNotStored() {
        Request unread = get("/a?unread");
        CacheLookup slow = cache.look(unread);
        cache.exchange(request(Code.PUT, "/a"), Response.changed());
        assertEquals(
                "old",
                cache.handle(slow, Response.content("old").etag(ONE))
                        .orElseThrow()
                        .text());
        cache.assertMiss(unread);
        cache.exchange(unread, Response.content("new"));
        cache.assertHit(unread, "new");
    }

    @Test
    void aValidationThatAChangeHasOvertakenAnswersButIsNotFresh() {
        cache.pass(61);
        CacheLookup slow = cache.look(A);
        cache.exchange(request(Code.PUT, "/a"), Response.changed());
        assertEquals("1", cache.handle(slow, Response.valid(ONE)).orElseThrow().text());
        cache.assertMiss(A);
    }

    @Test
    void aChangeThroughAProxyIsOneForAllThatIsNamedInTheSameWay() {
        Request read = Request.builder(Code.GET)
                .option(StandardOptions.PROXY_URI, "coap://far/x")
                .build();
        Request change = Request.builder(Code.PUT)
                .option(StandardOptions.PROXY_URI, "coap://far/y")
                .build();
        cache.exchange(read, Response.content("1"));
        cache.assertHit(read, "1");
        cache.exchange(change, Response.created("/z"));
        cache.assertMiss(read);
        cache.assertHit(A, "1");
    }
}
