package dev.pipit.coap.exchange;

import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.INTERNAL_SERVER_ERROR;
import static dev.pipit.coap.message.Code.NOT_FOUND;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.message.MessageType.RST;
import static dev.pipit.coap.option.StandardOptions.BLOCK1;
import static dev.pipit.coap.option.StandardOptions.NO_RESPONSE;
import static dev.pipit.coap.option.StandardOptions.OBSERVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.NoResponseException;
import dev.pipit.coap.message.QueueFullException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.testkit.scenario.Outcome;
import dev.pipit.coap.testkit.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What No-Response (RFC 7967) leaves on the wire, on both sides. */
class NoResponseScenarioTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final TransmissionParameters PARAMETERS = TransmissionParameters.DEFAULT;

    private final Scenario scenario = new Scenario();
    private final WireScript peer = scenario.peer;

    // ---- as a server

    @Test
    @Requirement("R7967-004")
    void aNonRequestThatWantsNothingHearsNothing() {
        scenario.answers(request -> Response.changed());
        peer.send(NON, PUT, "/t").option(NO_RESPONSE, 26L).token("t");
        peer.expectNothing(SECOND);
        peer.sendAgain();
        peer.expectNothing(SECOND);
        assertEquals(1, scenario.requests.size());
        assertEquals(1, scenario.count(Counter.RESPONSES_SUPPRESSED));
        assertEquals(0, scenario.count(Counter.RESPONSES_SENT));
        scenario.assertForgetsEverything();
    }

    @Test
    @Requirement("R7967-008")
    void aConRequestThatWantsNothingIsAcknowledged() {
        scenario.answers(request -> Response.changed());
        peer.send(CON, PUT, "/t").option(NO_RESPONSE, 26L).mid("m").token("t");
        WireReceipt ack = peer.expect(ACK, EMPTY).mid("m");
        peer.sendAgain();
        peer.expectAgain(ack);
        peer.expectNothing(SECOND);
        assertEquals(1, scenario.requests.size());
        scenario.assertForgetsEverything();
    }

    @Test
    @Requirement("R7967-008")
    void aSeparateResponseIsNotSent() {
        scenario.answers(Scenario.LATER);
        peer.send(CON, PUT, "/t").option(NO_RESPONSE, 2L).mid("m").token("t");
        peer.expect(ACK, EMPTY).mid("m");
        scenario.respond(Response.changed());
        peer.expectNothing(SECOND);
        scenario.assertForgetsEverything();
    }

    @Test
    @Requirement("R7967-005")
    void classesThatAreWantedAreSent() {
        scenario.answers(request -> Response.of(request.path().equals("/t") ? CHANGED : NOT_FOUND));
        peer.send(NON, PUT, "/x").option(NO_RESPONSE, 2L).token("t");
        peer.expect(NON, NOT_FOUND).token("t");
        peer.send(NON, PUT, "/t").option(NO_RESPONSE, 24L).token("u");
        peer.expect(NON, CHANGED).token("u");
        peer.send(CON, PUT, "/t").option(NO_RESPONSE, 0L).mid("m").token("v");
        peer.expect(ACK, CHANGED).mid("m").token("v");
        peer.send(CON, PUT, "/x").option(NO_RESPONSE, 8L).mid("n").token("w");
        peer.expect(ACK, EMPTY).mid("n");
    }

    @Test
    void errorsOfTheLayersBelowAreSuppressedAsWell() {
        peer.send(CON, PUT, "/t")
                .option(NO_RESPONSE, 8L)
                .rawOption(65001, new byte[0])
                .mid("m");
        peer.expect(ACK, EMPTY).mid("m");
        assertEquals(0, scenario.requests.size());
    }

    @Test
    void aHandlerMayKeepQuietOfItself() {
        scenario.answers(request -> Response.NONE);
        peer.send(CON, PUT, "/t").mid("m");
        peer.expect(ACK, EMPTY).mid("m");
        peer.send(NON, PUT, "/t");
        peer.expectNothing(SECOND);
        scenario.answers(Scenario.LATER);
        peer.send(CON, PUT, "/t").mid("n");
        peer.expect(ACK, EMPTY).mid("n");
        scenario.respond(Response.NONE);
        peer.expectNothing(SECOND);
        scenario.assertForgetsEverything();
    }

    @Test
    void aRegistrationIsAnsweredAndADeregistrationNeedNotBe() {
        peer.send(CON, GET, "/t").option(OBSERVE, 0L).option(NO_RESPONSE, 26L).mid("m");
        peer.expect(ACK, CONTENT).mid("m");
        peer.send(NON, GET, "/t").option(OBSERVE, 1L).option(NO_RESPONSE, 26L);
        peer.expectNothing(SECOND);
    }

    // ---- as a client

    private Outcome put(SendOptions options, long value) {
        return scenario.send(
                Request.builder(PUT).path("/t").option(NO_RESPONSE, value).build(), options);
    }

    private static SendOptions options(boolean confirmable, Token token) {
        return new SendOptions(confirmable, PARAMETERS, 10_000_000_000L, token);
    }

    private static SendOptions options(boolean confirmable) {
        return options(confirmable, Token.ofLong(confirmable ? 1 : 2));
    }

    @Test
    @Requirement("R7967-007")
    void aNonRequestThatWantsNothingIsOverWhenItIsSent() {
        Outcome outcome = put(options(false), 26);
        assertSame(Response.NONE, outcome.response());
        peer.expect(NON, PUT, "/t").option(NO_RESPONSE, 26L);
        assertEquals(0, scenario.endpoint.waitingRequests());
        // From a server that does not know the option; nobody listens any more.
        peer.send(CON, CHANGED).mid("m").token(Token.ofLong(2));
        peer.expect(RST, EMPTY).mid("m");
        assertSame(Response.NONE, outcome.response());
        scenario.assertForgetsEverything();
    }

    @Test
    @Requirement({"R7967-007", "R7967-011"})
    void theSecondToASilentServerIsHeldBackAndThenIsOverAsWell() {
        put(options(false), 26);
        Outcome second = put(new SendOptions(false, PARAMETERS, 120_000_000_000L), 26);
        peer.expect(NON, PUT, "/t");
        second.assertOpen();
        // PROBING_RATE, 1 byte/s: whoever wants to be faster has to let the server answer now and then.
        peer.expect(NON, PUT, "/t").between(Duration.ofSeconds(10), Duration.ofSeconds(30));
        assertSame(Response.NONE, second.response());
        scenario.assertForgetsEverything();
    }

    @Test
    void aLongQueueGoesOutWithoutDeepRecursion() {
        Scenario eager = new Scenario(1, Scenario.with(PARAMETERS.nstart(1024)));
        Request request =
                Request.builder(PUT).path("/t").option(NO_RESPONSE, 26L).build();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 2048; i++) {
            outcomes.add(eager.send(request, new SendOptions(false, PARAMETERS, 900_000_000_000L)));
        }
        assertEquals(
                1024, outcomes.stream().filter(each -> each.calls.isEmpty()).count());
        eager.peer.send(NON, CONTENT);
        eager.network.run(SECOND);
        assertEquals(0, outcomes.stream().filter(each -> each.calls.isEmpty()).count());
    }

    @Test
    void aConRequestThatWantsNothingIsOverWhenItIsAcknowledged() {
        Outcome outcome = put(options(true), 26);
        peer.expect(CON, PUT, "/t").mid("m");
        outcome.assertOpen();
        peer.send(ACK, EMPTY).mid("m");
        peer.pause(Duration.ofMillis(1));
        assertSame(Response.NONE, outcome.response());
        scenario.assertForgetsEverything();
    }

    @Test
    void aConRequestThatIsNotAcknowledgedFails() {
        Outcome outcome = put(options(true), 26);
        scenario.network.run(Duration.ofMinutes(3));
        outcome.failure(NoResponseException.class);
    }

    @Test
    void aResponseThatComesNeverthelessIsReported() {
        Outcome outcome = put(options(true), 26);
        peer.expect(CON, PUT, "/t").mid("m").token("t");
        peer.send(ACK, CHANGED).mid("m").token("t");
        peer.pause(Duration.ofMillis(1));
        assertEquals(CHANGED, outcome.response().code());
        scenario.assertForgetsEverything();
    }

    @Test
    void anErrorThatIsWantedIsReported() {
        Outcome outcome = put(options(false), 2);
        peer.expect(NON, PUT, "/t").token("t");
        outcome.assertOpen();
        peer.send(NON, INTERNAL_SERVER_ERROR).token("t");
        peer.pause(Duration.ofMillis(1));
        assertEquals(INTERNAL_SERVER_ERROR, outcome.response().code());
    }

    @Test
    void whereSomeAreWantedSilenceUntilTheTimeoutIsNoFailure() {
        Outcome non = put(options(false), 2);
        peer.expect(NON, PUT, "/t");
        scenario.network.run(Duration.ofSeconds(9));
        non.assertOpen();
        scenario.network.run(Duration.ofSeconds(2));
        assertSame(Response.NONE, non.response());
        Outcome con = put(options(true), 2);
        peer.expect(CON, PUT, "/t").mid("m");
        peer.send(ACK, EMPTY).mid("m");
        scenario.network.run(Duration.ofSeconds(11));
        assertSame(Response.NONE, con.response());
        scenario.assertForgetsEverything();
    }

    @Test
    @Requirement("R7967-010")
    void aTokenIsNotUsedAgainBeforeALateResponseIsOutOfTheQuestion() {
        Token token = Token.ofLong(7);
        put(options(false, token), 26);
        peer.expect(NON, PUT, "/t");
        // NON_LIFETIME 145 s, 10 s for the response, MAX_LATENCY 100 s
        scenario.network.run(Duration.ofSeconds(254));
        put(options(false, token), 26).failure(QueueFullException.class);
        scenario.network.run(Duration.ofSeconds(1));
        assertSame(Response.NONE, put(options(false, token), 26).response());
    }

    @Test
    void retiredTokensAreBounded() {
        RetiredTokens retired = new RetiredTokens();
        for (long i = 0; i < 3000; i++) {
            retired.add(Token.ofLong(i), options(false, Token.ofLong(i)), i);
            assertEquals(true, retired.contains(Token.ofLong(i), i));
        }
        assertEquals(1024, retired.size());
        assertEquals(false, retired.contains(Token.ofLong(1975), 3000));
        assertEquals(true, retired.contains(Token.ofLong(1976), 3000));
    }

    @Test
    void blocksThatMoreFollowAreSentWithoutTheOption() {
        byte[] body = new byte[1500];
        Request request = Request.builder(PUT)
                .path("/t")
                .option(NO_RESPONSE, 26L)
                .payload(body)
                .build();
        Outcome outcome = scenario.send(request, options(true));
        peer.expect(CON, PUT, "/t").mid("m").token("t").option(NO_RESPONSE);
        peer.send(ACK, Code.CONTINUE).mid("m").token("t").option(BLOCK1, new Block(0, true, 6));
        peer.expect(CON, PUT, "/t").mid("n").token("t").option(NO_RESPONSE, 26L);
        peer.send(ACK, EMPTY).mid("n");
        peer.pause(Duration.ofMillis(1));
        assertSame(Response.NONE, outcome.response());
    }

    @Test
    void aServerAssemblesABodyThatItAnswersWithNothing() {
        scenario.answers(request -> Response.changed());
        peer.send(CON, PUT, "/t")
                .option(NO_RESPONSE, 26L)
                .option(BLOCK1, new Block(0, true, 0))
                .payload(new byte[16])
                .mid("m");
        peer.expect(ACK, Code.CONTINUE).mid("m");
        peer.send(CON, PUT, "/t")
                .option(NO_RESPONSE, 26L)
                .option(BLOCK1, new Block(1, false, 0))
                .payload(new byte[3])
                .mid("n");
        peer.expect(ACK, EMPTY).mid("n");
        assertEquals(19, scenario.requests.get(0).request().payload().length);
    }
}
