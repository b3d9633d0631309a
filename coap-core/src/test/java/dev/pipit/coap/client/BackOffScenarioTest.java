package dev.pipit.coap.client;

import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.message.Code.SERVICE_UNAVAILABLE;
import static dev.pipit.coap.message.Code.TOO_MANY_REQUESTS;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.StandardOptions.MAX_AGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.body.Body;
import dev.pipit.coap.body.BodySource;
import dev.pipit.coap.body.Execution;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.EndpointClosedException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireScript;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** A client that is told to come later (RFC 8516 §4). */
class BackOffScenarioTest {
    private static final Duration MOMENT = Duration.ofMillis(10);

    private final VirtualNetwork network = new VirtualNetwork(5);
    private final WireScript server = network.script("192.0.2.1:5683", "192.0.2.3:49152");
    private BackOff backOff = BackOff.attempts(3);
    private CoapClient client = client();

    private CoapClient client() {
        return CoapClient.builder()
                .transport(network.host("192.0.2.3"))
                .filter(backOff)
                .build();
    }

    private CompletableFuture<Response> get(String path) {
        CompletableFuture<Response> response =
                client.get("coap://192.0.2.1" + path).sendAsync();
        network.run(MOMENT);
        return response;
    }

    /** The next datagram is a GET; it is answered with this code, and Max-Age where it is not 60. */
    private void answer(String path, Code code, long maxAge) {
        server.expect(CON, GET, path).mid("m" + maxAge + path + code).token("t" + network.now());
        var response = server.send(ACK, code).mid("m" + maxAge + path + code).token("t" + network.now());
        if (maxAge != 60) {
            response.option(MAX_AGE, maxAge);
        }
        server.pause(MOMENT);
    }

    private static Code code(CompletableFuture<Response> response) {
        assertTrue(response.isDone());
        return response.join().code();
    }

    @Test
    void waitsForMaxAgeAndSendsAgain() {
        CompletableFuture<Response> response = get("/t");
        answer("/t", TOO_MANY_REQUESTS, 10);
        server.expectNothing(Duration.ofMillis(9980));
        assertFalse(response.isDone());
        answer("/t", CONTENT, 1);
        assertEquals(CONTENT, code(response));
        assertEquals(0, backOff.pauses());
    }

    @Test
    void maxAgeIs60SecondsWhereItIsNotTold() {
        CompletableFuture<Response> response = get("/t");
        answer("/t", TOO_MANY_REQUESTS, 60);
        server.expectNothing(Duration.ofMillis(59_980));
        answer("/t", CONTENT, 1);
        assertEquals(CONTENT, code(response));
    }

    @Test
    void givesUpAfterSoManyAttempts() {
        CompletableFuture<Response> response = get("/t");
        for (long maxAge = 1; maxAge <= 3; maxAge++) {
            answer("/t", TOO_MANY_REQUESTS, maxAge);
            network.run(Duration.ofSeconds(maxAge));
        }
        assertEquals(TOO_MANY_REQUESTS, code(response));
        assertEquals(3, response.join().maxAge());
        server.expectNothing(Duration.ofMinutes(2));
        assertEquals(0, backOff.pauses());
    }

    /** A body that is at hand, and says whether it can be read again. */
    private record Bytes(String text, boolean isRepeatable) implements Body {
        private Body bytes() {
            return Body.of(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public OptionalLong length() {
            return bytes().length();
        }

        @Override
        public BodySource open(Execution execution, int readAheadBytes) {
            return bytes().open(execution, readAheadBytes);
        }
    }

    @Test
    void aBodyIsSentAgainOnlyWhereItCanBeReadAgain() {
        for (boolean repeatable : new boolean[] {false, true}) {
            CompletableFuture<Response> response = client.put("coap://192.0.2.1/" + repeatable)
                    .body(new Bytes("1", repeatable))
                    .sendAsync();
            server.expect(CON, PUT, "/" + repeatable)
                    .mid("m" + repeatable)
                    .token("t" + repeatable)
                    .payload("1");
            server.send(ACK, TOO_MANY_REQUESTS).mid("m" + repeatable).token("t" + repeatable);
            server.pause(MOMENT);
            assertEquals(!repeatable, response.isDone());
        }
        network.run(Duration.ofMinutes(1));
        server.expect(CON, PUT, "/true").payload("1");
    }

    @Test
    void similarRequestsWaitAndFollowOneThatWasTaken() {
        List<CompletableFuture<Response>> responses = new ArrayList<>();
        responses.add(get("/t"));
        answer("/t", TOO_MANY_REQUESTS, 5);
        responses.add(get("/t"));
        responses.add(get("/t"));
        server.expectNothing(Duration.ofSeconds(4));
        network.run(Duration.ofSeconds(1));
        answer("/t", TOO_MANY_REQUESTS, 7);
        server.expectNothing(Duration.ofSeconds(6));
        assertEquals(3, backOff.waiting());
        network.run(Duration.ofSeconds(1));
        answer("/t", CONTENT, 1);
        answer("/t", CONTENT, 2);
        answer("/t", CONTENT, 3);
        responses.forEach(response -> assertEquals(CONTENT, code(response)));
        assertEquals(0, backOff.pauses() + backOff.waiting());
    }

    @Test
    void otherRequestsDoNotWait() {
        CompletableFuture<Response> first = get("/t");
        answer("/t", TOO_MANY_REQUESTS, 5);
        CompletableFuture<Response> other = get("/t?n=2");
        answer("/t?n=2", CONTENT, 1);
        assertEquals(CONTENT, code(other));
        CompletableFuture<Response> put =
                client.put("coap://192.0.2.1/t").payload("x").sendAsync();
        network.run(MOMENT);
        server.expect(CON, PUT, "/t").mid("p").token("p");
        server.send(ACK, CHANGED).mid("p").token("p");
        server.pause(MOMENT);
        assertEquals(CHANGED, code(put));
        assertFalse(first.isDone());
    }

    @Test
    void whatIsSimilarCanBeChosen() {
        backOff = BackOff.attempts(2).similarBy(call -> call.uri().host());
        client = client();
        get("/t");
        answer("/t", TOO_MANY_REQUESTS, 5);
        get("/u");
        server.expectNothing(Duration.ofSeconds(4));
        assertEquals(2, backOff.waiting());
    }

    @Test
    void nobodyWaitsLongerThanIsAllowed() {
        backOff = BackOff.attempts(3).maxWait(Duration.ofSeconds(30));
        client = client();
        CompletableFuture<Response> response = get("/t");
        answer("/t", TOO_MANY_REQUESTS, 31);
        assertEquals(TOO_MANY_REQUESTS, code(response));
        // It is not sent, and has the answer that it would have had.
        assertEquals(TOO_MANY_REQUESTS, code(get("/t")));
        server.expectNothing(Duration.ofSeconds(31));
        CompletableFuture<Response> after = get("/t");
        answer("/t", CONTENT, 1);
        assertEquals(CONTENT, code(after));
    }

    @Test
    void aServerThatIsUnavailableIsAskedAgainWhereItSaysWhen() {
        CompletableFuture<Response> response = get("/t");
        answer("/t", SERVICE_UNAVAILABLE, 60);
        assertEquals(SERVICE_UNAVAILABLE, code(response));
        CompletableFuture<Response> another = get("/t");
        answer("/t", SERVICE_UNAVAILABLE, 4);
        assertFalse(another.isDone());
        server.expectNothing(Duration.ofMillis(3900));
        network.run(Duration.ofMillis(100));
        answer("/t", CONTENT, 1);
        assertEquals(CONTENT, code(another));
    }

    @Test
    void aRequestThatIsCancelledIsNotSentAgain() {
        CompletableFuture<Response> response = get("/t");
        answer("/t", TOO_MANY_REQUESTS, 10);
        response.cancel(false);
        server.expectNothing(Duration.ofMinutes(1));
        assertEquals(0, backOff.pauses() + backOff.waiting());
    }

    @Test
    void whatWaitsFailsWhenTheClientIsClosed() {
        CompletableFuture<Response> response = get("/t");
        answer("/t", TOO_MANY_REQUESTS, 10);
        CompletableFuture<Response> second = get("/t");
        client.close();
        for (CompletableFuture<Response> each : List.of(response, second)) {
            assertInstanceOf(
                    EndpointClosedException.class,
                    assertThrows(CompletionException.class, each::join).getCause());
        }
    }

    @Test
    void whatWaitsIsBounded() {
        get("/t");
        answer("/t", TOO_MANY_REQUESTS, 10);
        List<CompletableFuture<Response>> more = new ArrayList<>();
        for (int i = 0; i < 1100; i++) {
            more.add(client.get("coap://192.0.2.1/t").sendAsync());
        }
        assertEquals(1024, backOff.waiting());
        assertEquals(77, more.stream().filter(CompletableFuture::isDone).count());
        assertThrows(IllegalArgumentException.class, () -> BackOff.attempts(0));
    }
}
