package dev.pipit.coap.client;

import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.message.Code.VALID;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.StandardOptions.ETAG;
import static dev.pipit.coap.option.StandardOptions.MAX_AGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.cache.CacheConfig;
import dev.pipit.coap.cache.CacheStatistics;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The client's cache (RFC 7252 §5.6), seen from the application and from the wire. */
class ClientCacheScenarioTest {
    private static final EntityTag ONE = EntityTag.of((byte) 1);
    private static final EntityTag TWO = EntityTag.of((byte) 2);
    private static final String URI = "coap://192.0.2.1/t?u=c";

    private final VirtualNetwork network = new VirtualNetwork(9);
    private final WireScript server = network.script("192.0.2.1:5683", "192.0.2.3:49152");
    private final CoapClient client =
            CoapClient.builder().transport(network.host("192.0.2.3")).cache().build();

    private CompletableFuture<Response> get() {
        return client.get(URI).sendAsync();
    }

    private CompletableFuture<Response> getAnswered(long maxAge, EntityTag tag, String text) {
        CompletableFuture<Response> sent = get();
        server.expect(CON, GET, "/t?u=c").mid(text).token(text);
        server.send(ACK, CONTENT)
                .mid(text)
                .token(text)
                .option(MAX_AGE, maxAge)
                .option(ETAG, tag)
                .payload(text);
        server.pause(Duration.ofMillis(10));
        assertEquals(text, sent.join().text());
        return sent;
    }

    @Test
    @Requirement({"R7252-085", "R7252-086"})
    void asksNobodyWhileTheResponseIsFresh() {
        getAnswered(30, ONE, "1");
        network.run(Duration.ofSeconds(29));
        int before = network.log().all().size();
        CompletableFuture<Response> again = get();
        assertTrue(again.isDone());
        assertEquals("1", again.join().text());
        assertEquals(0, again.join().maxAge());
        network.run(Duration.ofSeconds(1));
        assertEquals(before, network.log().all().size());
        assertFalse(get().isDone());
    }

    @Test
    @Requirement({"R7252-088", "R7252-089"})
    void asksWithTheTagsAtHandAndGivesTheStoredBodyFor203() {
        getAnswered(5, ONE, "1");
        network.run(Duration.ofSeconds(6));
        getAnswered(5, TWO, "2");
        network.run(Duration.ofSeconds(6));
        CompletableFuture<Response> sent = get();
        server.expect(CON, GET, "/t?u=c").mid("n").token("n").option(ETAG, TWO, ONE);
        server.send(ACK, VALID).mid("n").token("n").option(ETAG, ONE).option(MAX_AGE, 20L);
        server.pause(Duration.ofMillis(10));
        assertEquals(CONTENT, sent.join().code());
        assertEquals("1", sent.join().text());
        network.run(Duration.ofSeconds(19));
        assertEquals("1", get().join().text());
    }

    @Test
    void asksAgainWhereA203NamesNoTagOfOurs() {
        getAnswered(5, ONE, "1");
        network.run(Duration.ofSeconds(6));
        CompletableFuture<Response> sent = get();
        server.expect(CON, GET, "/t?u=c").mid("n").token("n").option(ETAG, ONE);
        server.send(ACK, VALID).mid("n").token("n").option(ETAG, TWO);
        server.expect(CON, GET, "/t?u=c").mid("o").token("o").option(ETAG);
        server.send(ACK, CONTENT).mid("o").token("o").payload("2");
        server.pause(Duration.ofMillis(10));
        assertEquals("2", sent.join().text());
    }

    @Test
    @Requirement("R7252-104")
    void asksAgainAfterAChange() {
        getAnswered(100, ONE, "1");
        CompletableFuture<Response> change = client.put(URI).payload("2").sendAsync();
        server.expect(CON, PUT, "/t?u=c").mid("p").token("p");
        server.send(ACK, CHANGED).mid("p").token("p");
        server.pause(Duration.ofMillis(10));
        assertEquals(CHANGED, change.join().code());
        assertFalse(get().isDone());
    }

    @Test
    void cancellingReachesTheRequest() {
        CompletableFuture<Response> sent = get();
        server.expect(CON, GET, "/t?u=c");
        sent.cancel(false);
        server.expectNothing(Duration.ofMinutes(3));
        assertEquals(1, client.cacheStatistics().misses());
    }

    @Test
    void whatFiltersAddHasToMatch() {
        String[] user = {"alice"};
        CoapServer hello = CoapServer.builder()
                .transport(network.host("192.0.2.8"))
                .directExecutor()
                .get(
                        "/me",
                        context ->
                                Response.content(context.request().query("user").orElse("nobody")))
                .start(5683);
        CoapClient filtering = CoapClient.builder()
                .transport(network.host("192.0.2.9"))
                .cache(CacheConfig.DEFAULT)
                .filter((call, next) -> next.send(call.withRequest(
                        call.request().toBuilder().query("user=" + user[0]).build())))
                .build();
        assertEquals("alice", read(filtering));
        user[0] = "bob";
        assertEquals("bob", read(filtering));
        user[0] = "alice";
        assertEquals("alice", read(filtering));
        assertEquals(1, filtering.cacheStatistics().hits());
        assertEquals(2, filtering.cacheStatistics().misses());
        filtering.clearCache();
        assertEquals("alice", read(filtering));
        assertEquals(3, filtering.cacheStatistics().misses());
        hello.stop(Duration.ZERO);
    }

    private String read(CoapClient from) {
        CompletableFuture<Response> sent = from.get("coap://192.0.2.8/me").sendAsync();
        network.run(Duration.ofSeconds(1));
        return sent.join().text();
    }

    @Test
    void isOffByDefault() {
        CoapClient plain =
                CoapClient.builder().transport(network.host("192.0.2.4")).build();
        CoapServer.builder()
                .transport(network.host("192.0.2.8"))
                .directExecutor()
                .get("/t", context -> Response.content("1"))
                .start(5683);
        for (int i = 0; i < 2; i++) {
            CompletableFuture<Response> sent = plain.get("coap://192.0.2.8/t").sendAsync();
            assertFalse(sent.isDone());
            network.run(Duration.ofSeconds(1));
            assertEquals("1", sent.join().text());
        }
        assertEquals(CacheStatistics.EMPTY, plain.cacheStatistics());
        plain.clearCache();
    }

    @Test
    void bodiesInBlocksAreStoredWhole() {
        int[] calls = {0};
        CoapServer.builder()
                .transport(network.host("192.0.2.8"))
                .directExecutor()
                .get("/large", context -> {
                    calls[0]++;
                    return Response.content("x".repeat(5000));
                })
                .fetch("/large", context -> Response.of(Code.NOT_FOUND))
                .start(5683);
        CompletableFuture<Response> sent = client.get("coap://192.0.2.8/large").sendAsync();
        network.run(Duration.ofSeconds(1));
        int made = calls[0];
        assertEquals(5000, sent.join().payload().length);
        Response stored =
                client.get("coap://192.0.2.8/large").blockSize(64).sendAsync().join();
        assertEquals(5000, stored.payload().length);
        assertFalse(stored.options().has(StandardOptions.BLOCK2));
        assertEquals(made, calls[0]);
    }

    @Test
    void keepsNothingOfAResponseThatStreams() {
        CompletableFuture<StreamedResponse> opened = client.get(URI).openAsync();
        server.expect(CON, GET, "/t?u=c").mid("a").token("a");
        server.send(ACK, CONTENT).mid("a").token("a").option(MAX_AGE, 30L).payload("1");
        server.pause(Duration.ofMillis(10));
        assertEquals(CONTENT, opened.join().response().code());
        assertEquals(0, client.cacheStatistics().entries());
        getAnswered(30, ONE, "2");
        assertFalse(client.get(URI).openAsync().isDone());
    }
}
