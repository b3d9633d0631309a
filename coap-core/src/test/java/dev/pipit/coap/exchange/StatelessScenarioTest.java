package dev.pipit.coap.exchange;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.message.MessageType.RST;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.peer.Peer;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.testkit.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that keeps nothing of its requests (RFC 8974 §3.3). */
class StatelessScenarioTest {
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final Scenario scenario = new Scenario(3, EndpointConfig.DEFAULT.maxTokenLength(100));
    private final WireScript server = scenario.peer;
    private final StatelessTokens tokens = new StatelessTokens(new Random(1), Duration.ofSeconds(93), 32);
    private final List<String> heard = new ArrayList<>();

    @BeforeEach
    void connect() {
        scenario.endpoint.stateless((peer, token, response, now) -> tokens.open(peer.peer(), token, now)
                .map(state -> heard.add(new String(state, UTF_8) + ": " + response.text()))
                .orElse(false));
    }

    private Token ask(String path) {
        Peer to = Peer.of(server.address());
        Token token = tokens.seal(to, ("who asked for " + path).getBytes(UTF_8), scenario.network.now());
        scenario.endpoint.sendStateless(
                to,
                token,
                Request.get(path),
                SendOptions.confirmable(TransmissionParameters.DEFAULT),
                scenario.network.now());
        server.expect(NON, GET, path).mid("m" + path).token(token);
        assertEquals(0, scenario.endpoint.waitingRequests());
        assertEquals(true, scenario.endpoint.isQuiet());
        return token;
    }

    @Test
    @Requirement("R8974-015")
    void takesAResponseOfAnyTypeOnce() {
        Token first = ask("/a");
        server.send(NON, CONTENT).token(first).payload("1");
        server.pause(MOMENT);
        Token second = ask("/b");
        server.send(CON, CONTENT).mid("c").token(second).payload("2");
        server.expect(ACK, EMPTY).mid("c");
        // A replay under another message ID
        server.send(CON, CONTENT).mid("d").token(second).payload("2");
        server.expect(RST, EMPTY).mid("d");
        server.send(NON, CONTENT).token(first).payload("1");
        server.expectNothing(Duration.ofSeconds(1));
        assertEquals(List.of("who asked for /a: 1", "who asked for /b: 2"), heard);
    }

    @Test
    @Requirement("R8974-015")
    void rejectsAResponseWithATokenThatDoesNotCount() {
        Token token = ask("/a");
        server.send(CON, CONTENT).mid("m").token(Token.of(new byte[40]));
        server.expect(RST, EMPTY).mid("m");
        WireScript another = server.atPort(9999);
        another.send(CON, CONTENT).mid("n").token(token);
        another.expect(RST, EMPTY).mid("n");
        server.send(ACK, CONTENT).mid("unheard-of").token(Token.ofLong(1));
        server.send(CON, CONTENT).mid("o").token(token).rawOption(65001, new byte[0]);
        server.expect(RST, EMPTY).mid("o");
        assertEquals(List.of(), heard);
        scenario.assertForgetsEverything();
    }

    @Test
    void aResetEndsNothing() {
        ask("/a");
        server.send(RST, EMPTY).mid("m/a");
        server.pause(MOMENT);
        assertEquals(List.of(), heard);
        assertEquals(1, scenario.count(Counter.IGNORED));
        scenario.assertForgetsEverything();
    }

    @Test
    void requestsWithStateGoOnAsBefore() {
        scenario.get("/t");
        scenario.peerAnswers("/t", "kept");
        assertEquals(List.of(), heard);
        assertEquals(1, scenario.count(Counter.RESPONSES_RECEIVED));
    }
}
