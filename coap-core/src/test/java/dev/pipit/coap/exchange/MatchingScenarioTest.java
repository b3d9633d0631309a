package dev.pipit.coap.exchange;

import static dev.pipit.coap.message.Code.BAD_OPTION;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.message.MessageType.RST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.QueueFullException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.testkit.scenario.Outcome;
import dev.pipit.coap.testkit.scenario.Scenario;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatchingScenarioTest {
    private static final int UNKNOWN_CRITICAL = 65001;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Scenario scenario = new Scenario();
    private final WireScript peer = scenario.peer;

    @Test
    @Requirement("R7252-067")
    void ignoresAPiggybackedResponseWithTheWrongToken() {
        Outcome outcome = scenario.get("/t");
        WireReceipt request = peer.expect(CON, GET, "/t").mid("m").token("t");
        peer.send(ACK, CONTENT).mid("m").token("other").payload("wrong");
        peer.expectAgain(request);
        outcome.assertOpen();
        peer.send(ACK, CONTENT).mid("m").token("t").payload("right");
        scenario.network.runUntilQuiet();
        outcome.assertText("right");
    }

    @Test
    @Requirement({"R7252-067", "R7252-041"})
    void ignoresAPiggybackedResponseWithTheWrongMessageId() {
        Outcome outcome = scenario.get("/t");
        WireReceipt request = peer.expect(CON, GET, "/t").mid("m").token("t");
        peer.send(ACK, CONTENT).mid("other").token("t").payload("wrong");
        peer.expectAgain(request);
        outcome.assertOpen();
    }

    @Test
    @Requirement({"R7252-041", "R7252-066"})
    void ignoresAnswersFromAnotherPort() {
        WireScript other = peer.atPort(9999);
        Outcome outcome = scenario.get("/t");
        WireReceipt request = peer.expect(CON, GET, "/t").mid("m").token("t");
        other.send(ACK, CONTENT).mid("m").token("t").payload("wrong");
        peer.expectAgain(request);
        other.send(RST, EMPTY).mid("m");
        peer.expectAgain(request);
        other.send(CON, CONTENT).mid("n").token("t").payload("wrong");
        other.expect(RST, EMPTY).mid("n");
        other.send(NON, CONTENT).token("t").payload("wrong");
        other.expectNothing(Duration.ofMillis(100));
        outcome.assertOpen();
        peer.send(ACK, CONTENT).mid("m").token("t").payload("right");
        scenario.network.runUntilQuiet();
        outcome.assertText("right");
    }

    @Test
    @Requirement("R7252-059")
    void takesASeparateResponseBeforeTheEmptyAcknowledgement() {
        Outcome outcome = scenario.get("/t");
        peer.expect(CON, GET, "/t").mid("m").token("t");
        peer.send(CON, CONTENT).mid("n").token("t").payload("22.3 C");
        peer.expect(ACK, EMPTY).mid("n");
        outcome.assertText("22.3 C");
        peer.send(ACK, EMPTY).mid("m");
        peer.expectNothing(Duration.ofMinutes(5));
        outcome.assertText("22.3 C");
        scenario.assertForgetsEverything();
    }

    @Test
    @Requirement("R7252-061")
    void takesANonResponseToAConRequestBeforeOrAfterTheAcknowledgement() {
        Outcome before = scenario.get("/1");
        peer.expect(CON, GET, "/1").mid("m").token("t");
        peer.send(NON, CONTENT).token("t").payload("before");
        peer.send(ACK, EMPTY).mid("m");
        peer.expectNothing(MINUTE);
        before.assertText("before");

        Outcome after = scenario.get("/2");
        peer.expect(CON, GET, "/2").mid("n").token("u");
        peer.send(ACK, EMPTY).mid("n");
        peer.send(NON, CONTENT).token("u").payload("after");
        peer.expectNothing(MINUTE);
        after.assertText("after");
    }

    @Test
    @Requirement("R7252-061")
    void takesAndAcknowledgesAConResponseToANonRequest() {
        Outcome outcome = scenario.getNon("/t");
        peer.expect(NON, GET, "/t").token("t");
        peer.send(CON, CONTENT).mid("n").token("t").payload("22.3 C");
        peer.expect(ACK, EMPTY).mid("n");
        outcome.assertText("22.3 C");
    }

    @Test
    @Requirement("R7252-068")
    void rejectsALateResponseToACancelledRequest() {
        Outcome outcome = scenario.get("/t");
        peer.expect(CON, GET, "/t").mid("m").token("t");
        scenario.cancel(outcome);
        peer.send(CON, CONTENT).mid("n").token("t");
        peer.expect(RST, EMPTY).mid("n");
        peer.send(NON, CONTENT).token("t");
        peer.send(ACK, CONTENT).mid("m").token("t");
        peer.expectNothing(MINUTE);
        outcome.assertOpen();
        scenario.assertForgetsEverything();
    }

    @ParameterizedTest
    @EnumSource(names = {"CON", "NON"})
    void cancelsARequestInEachState(MessageType type) {
        Outcome first = type == CON ? scenario.get("/1") : scenario.getNon("/1");
        Outcome waiting = type == CON ? scenario.get("/2") : scenario.getNon("/2");
        scenario.cancel(waiting);
        peer.expect(type, GET, "/1").mid("m").token("t");
        if (type == CON) {
            peer.send(ACK, EMPTY).mid("m");
            peer.pause(Duration.ofMillis(10));
        }
        scenario.cancel(first);
        scenario.cancel(first);
        peer.expectNothing(Duration.ofMinutes(5));
        first.assertOpen();
        waiting.assertOpen();

        Outcome answered = scenario.get("/3");
        scenario.peerAnswers("/3", "three");
        scenario.cancel(answered);
        answered.assertText("three");
        scenario.assertForgetsEverything();
    }

    @Test
    @Requirement("R7252-073")
    void doesNotTakeAResponseWithAnUnknownCriticalOption() {
        Outcome outcome = scenario.get("/t");
        WireReceipt request = peer.expect(CON, GET, "/t").mid("m").token("t");
        peer.send(ACK, CONTENT).mid("m").token("t").rawOption(UNKNOWN_CRITICAL, new byte[] {1});
        peer.expectAgain(request);
        peer.send(CON, CONTENT).mid("n").token("t").rawOption(UNKNOWN_CRITICAL, new byte[] {1});
        peer.expect(RST, EMPTY).mid("n");
        outcome.assertOpen();
    }

    @Test
    @Requirement("R7252-074")
    void ignoresANonResponseWithAnUnknownCriticalOption() {
        Outcome outcome = scenario.getNon("/t");
        peer.expect(NON, GET, "/t").token("t");
        peer.send(NON, CONTENT).token("t").rawOption(UNKNOWN_CRITICAL, new byte[] {1});
        peer.expectNothing(MINUTE);
        outcome.assertOpen();
    }

    @Test
    @Requirement("R7252-070")
    void takesAResponseWithAnUnknownElectiveOption() {
        Outcome outcome = scenario.get("/t");
        peer.expect(CON, GET, "/t").mid("m").token("t");
        peer.send(ACK, CONTENT)
                .mid("m")
                .token("t")
                .rawOption(65000, new byte[] {1})
                .payload("fine");
        scenario.network.runUntilQuiet();
        outcome.assertText("fine");
    }

    @Test
    void takesABadOptionThatEchoesTheOptionSent() {
        Request request = Request.builder(GET)
                .path("/t")
                .rawOption(UNKNOWN_CRITICAL, new byte[] {1})
                .build();
        Outcome outcome = scenario.send(request, SendOptions.confirmable(TransmissionParameters.DEFAULT));
        peer.expect(CON, GET, "/t").mid("m").token("t");
        peer.send(ACK, BAD_OPTION).mid("m").token("t").rawOption(UNKNOWN_CRITICAL, new byte[] {1});
        scenario.network.runUntilQuiet();
        assertEquals(BAD_OPTION, outcome.response().code());
    }

    @Test
    @Requirement({"R7252-071", "R7252-072"})
    void answersAnUnknownCriticalOptionWithBadOption() {
        peer.send(CON, GET, "/t").mid("m").token("t").rawOption(UNKNOWN_CRITICAL, new byte[] {1});
        WireReceipt answer = peer.expect(ACK, BAD_OPTION).mid("m").token("t");
        String text = new String(answer.bytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(text.contains("option 65001 is unknown"), text);
        assertEquals(0, scenario.requests.size());
    }

    @Test
    @Requirement("R7252-074")
    void ignoresANonRequestWithAnUnknownCriticalOption() {
        peer.send(NON, GET, "/t").token("t").rawOption(UNKNOWN_CRITICAL, new byte[] {1});
        peer.expectNothing(MINUTE);
        assertEquals(0, scenario.requests.size());
    }

    @Test
    @Requirement({"R7252-062", "R7252-065"})
    void echoesTokensOfEveryLength() {
        for (int length = 0; length <= 8; length++) {
            Token token = Token.of(new byte[length]);
            peer.send(CON, GET, "/t").token(token);
            peer.expect(ACK, CONTENT).token(token);
            peer.send(NON, GET, "/t").token(token);
            peer.expect(NON, CONTENT).token(token);
        }
        scenario.answers(Scenario.LATER);
        Token odd = Token.of((byte) 0, (byte) 0xff, (byte) 0x40);
        peer.send(CON, GET, "/t").token(odd);
        peer.expect(ACK, EMPTY);
        scenario.respond(Response.content("x"));
        peer.expect(CON, CONTENT).token(odd);
    }

    @Test
    @Requirement({"R7252-063", "R7252-064", "R9175-029"})
    void drawsUniqueRandomTokens() {
        Scenario many = new Scenario(1, Scenario.with(TransmissionParameters.DEFAULT.nstart(1000)));
        Set<Token> tokens = new HashSet<>();
        int[] ones = new int[64];
        for (int i = 0; i < 1000; i++) {
            many.get("/t");
            Token token = many.peer.expect(CON, GET, "/t").message().token();
            assertEquals(8, token.length());
            tokens.add(token);
            for (int bit = 0; bit < 64; bit++) {
                ones[bit] += token.toByteArray()[bit / 8] >>> (bit % 8) & 1;
            }
        }
        assertEquals(1000, tokens.size());
        for (int bit = 0; bit < 64; bit++) {
            assertEquals(500, ones[bit], 90);
        }
    }

    @Test
    void refusesMoreRequestsThanTheLimit() {
        Scenario small = new Scenario(1, EndpointConfig.DEFAULT.maxExchanges(2));
        small.get("/1");
        Outcome second = small.get("/2");
        assertEquals(
                "2 requests wait for a response already (expected: at most 2)",
                small.get("/3").failure(QueueFullException.class).getMessage());
        small.cancel(second);
        small.get("/4").assertOpen();
    }

    @Test
    void resetsARequestWhereNothingIsServed() {
        scenario.network.host("192.0.2.3").endpoint(5683, EndpointConfig.DEFAULT, null);
        WireScript client = scenario.network.script("192.0.2.4:5683", "192.0.2.3:5683");
        client.send(CON, GET, "/t").mid("m");
        client.expect(RST, EMPTY).mid("m");
        client.send(NON, GET, "/t");
        client.expectNothing(MINUTE);
    }
}
