package dev.pipit.coap.exchange;

import static dev.pipit.coap.message.Code.BAD_REQUEST;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.PRECONDITION_FAILED;
import static dev.pipit.coap.message.Code.SERVICE_UNAVAILABLE;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.message.MessageType.RST;
import static dev.pipit.coap.option.StandardOptions.IF_NONE_MATCH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.NoResponseException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.testkit.scenario.Outcome;
import dev.pipit.coap.testkit.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tokens of more than 8 bytes (RFC 8974), as client and as server. */
class ExtendedTokensScenarioTest {
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final Scenario scenario = new Scenario(
            3, Scenario.with(TransmissionParameters.DEFAULT.nstart(8)).maxTokenLength(100));
    private final WireScript peer = scenario.peer;

    private static Token token(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) length);
        return Token.of(bytes);
    }

    private Outcome get(String path, Token token) {
        SendOptions options = SendOptions.confirmable(TransmissionParameters.DEFAULT.nstart(8));
        return scenario.send(Request.get(path), options.withToken(token));
    }

    /** The next datagram is a trial with a token of this length. */
    private WireReceipt expectTrial(int length, String name) {
        WireReceipt trial =
                peer.expect(CON, GET, "/").option(IF_NONE_MATCH, true).mid(name).token(name);
        assertEquals(length, trial.message().token().length());
        return trial;
    }

    private void answer(String path, Token token, String text) {
        peer.expect(CON, GET, path).mid(path + text).token(token);
        peer.send(ACK, CONTENT).mid(path + text).token(token).payload(text);
        peer.pause(MOMENT);
    }

    // ---- as a client

    @Test
    @Requirement({"R8974-009", "R8974-010", "R8974-018"})
    void triesBeforeItUsesALongToken() {
        Outcome first = get("/a", token(20));
        Outcome second = get("/b", token(12));
        expectTrial(20, "trial");
        first.assertOpen();
        peer.send(ACK, PRECONDITION_FAILED).mid("trial").token("trial");
        answer("/a", token(20), "a");
        answer("/b", token(12), "b");
        first.assertText("a");
        second.assertText("b");
        // Known now; for longer ones it is not.
        Outcome third = get("/c", token(20));
        answer("/c", token(20), "c");
        third.assertText("c");
        get("/d", token(21));
        expectTrial(21, "second");
    }

    @Test
    @Requirement({"R8974-010", "R8974-004"})
    void fallsBackWhereTheTrialIsReset() {
        Outcome first = get("/a", token(20));
        expectTrial(20, "trial");
        peer.send(RST, EMPTY).mid("trial");
        WireReceipt request = peer.expect(CON, GET, "/a").mid("m").token("t");
        assertEquals(8, request.message().token().length());
        peer.send(ACK, CONTENT).mid("m").token("t").payload("a");
        peer.pause(MOMENT);
        first.assertText("a");
        get("/b", token(9));
        assertEquals(8, peer.expect(CON, GET, "/b").message().token().length());
    }

    @Test
    void fallsBackWhereTheTokenIsTooLongForTheServer() {
        for (Code code : List.of(BAD_REQUEST, SERVICE_UNAVAILABLE)) {
            int length = code == BAD_REQUEST ? 60 : 50;
            get("/a", token(length));
            expectTrial(length, "trial" + length);
            peer.send(ACK, code).mid("trial" + length).token("trial" + length);
            WireReceipt request = peer.expect(CON, GET, "/a").mid("m" + length).token("t" + length);
            assertEquals(8, request.message().token().length());
            peer.send(ACK, CONTENT).mid("m" + length).token("t" + length);
        }
    }

    @Test
    @Requirement("R8974-011")
    void doesNotBelieveForEver() {
        get("/a", token(20));
        expectTrial(20, "trial");
        peer.send(ACK, CONTENT).mid("trial").token("trial");
        answer("/a", token(20), "a");
        for (int i = 0; i < 9; i++) {
            scenario.network.run(Duration.ofSeconds(190));
            get("/a", token(20));
            answer("/a", token(20), "a" + i);
        }
        scenario.network.run(Duration.ofSeconds(91));
        get("/b", token(20));
        expectTrial(20, "again");
    }

    @Test
    void aServerThatHasLostTheAbilityIsAskedWithAShortToken() {
        get("/a", token(20));
        expectTrial(20, "trial");
        peer.send(ACK, CONTENT).mid("trial").token("trial");
        answer("/a", token(20), "a");
        Outcome second = get("/b", token(20));
        peer.expect(CON, GET, "/b").mid("b").token(token(20));
        peer.send(RST, EMPTY).mid("b");
        peer.expect(CON, GET, "/b").mid("c").token("c");
        peer.send(ACK, CONTENT).mid("c").token("c").payload("b");
        peer.pause(MOMENT);
        second.assertText("b");
        scenario.assertForgetsEverything();
    }

    @Test
    void whereNobodyAnswersTheRequestFailsAsWell() {
        Outcome outcome = get("/a", token(20));
        scenario.network.run(Duration.ofMinutes(3));
        outcome.failure(NoResponseException.class);
        scenario.assertForgetsEverything();
    }

    @Test
    void aRequestThatIsCancelledMeanwhileIsNotSent() {
        Outcome outcome = get("/a", token(20));
        expectTrial(20, "trial");
        scenario.cancel(outcome);
        peer.send(ACK, CONTENT).mid("trial").token("trial");
        peer.expectNothing(Duration.ofMinutes(5));
        outcome.assertOpen();
        scenario.assertForgetsEverything();
    }

    @Test
    void whatWaitsForATrialIsBounded() {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            outcomes.add(get("/a", token(20)));
        }
        assertEquals(
                6, outcomes.stream().filter(outcome -> !outcome.calls.isEmpty()).count());
    }

    @Test
    @Requirement("R8974-004")
    void tokensOfItsOwnStayShort() {
        scenario.get("/a");
        assertEquals(8, peer.expect(CON, GET, "/a").message().token().length());
    }

    @Test
    void supportCanBeAskedFor() {
        List<Boolean> heard = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            scenario.endpoint.discoverTokens(
                    peer.address(),
                    PeerIdentity.NONE,
                    40,
                    SendOptions.confirmable(TransmissionParameters.DEFAULT),
                    (supported, now) -> heard.add(supported),
                    scenario.network.now());
        }
        expectTrial(40, "trial");
        peer.send(ACK, CONTENT).mid("trial").token("trial");
        peer.pause(MOMENT);
        assertEquals(List.of(true, true), heard);
    }

    @Test
    void aTokenThatIsTooLongForTheClientIsRefused() {
        CoapClient client = CoapClient.create();
        assertEquals(
                "token length: 9 (expected: 0-8; EndpointConfig.maxTokenLength allows more)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> client.get("coap://[::1]/").token(token(9)))
                        .getMessage());
    }

    // ---- as a server

    @Test
    @Requirement("R8974-012")
    void aTokenLongerThanIsTakenIsAnsweredAndNotReset() {
        peer.send(CON, GET, "/t").mid("m").token(token(101));
        peer.expect(ACK, BAD_REQUEST).mid("m").token(token(101));
        peer.send(NON, GET, "/t").mid("n").token(token(500));
        peer.expect(NON, BAD_REQUEST).token(token(500));
        assertEquals(0, scenario.requests.size());
        peer.send(CON, GET, "/t").mid("o").token(token(100));
        peer.expect(ACK, CONTENT).mid("o").token(token(100));
        scenario.assertForgetsEverything();
    }

    @Test
    void withoutExtendedTokensItIsReset() {
        WireScript client = new Scenario(4, EndpointConfig.DEFAULT).peer;
        client.send(CON, GET, "/t").mid("m").token(token(9));
        client.expect(RST, EMPTY).mid("m");
    }

    @Test
    void aSeparateResponseHasTheLongToken() {
        scenario.answers(Scenario.LATER);
        peer.send(CON, GET, "/t").mid("m").token(token(100));
        peer.expect(ACK, EMPTY).mid("m");
        scenario.respond(Response.content("later"));
        peer.expect(CON, CONTENT).mid("n").token(token(100));
        peer.send(ACK, EMPTY).mid("n");
        scenario.network.run(MOMENT);
        scenario.assertForgetsEverything();
    }
}
