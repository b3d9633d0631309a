package dev.pipit.coap.freshness;

import static dev.pipit.coap.message.Code.BAD_REQUEST;
import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.CREATED;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.POST;
import static dev.pipit.coap.message.Code.UNAUTHORIZED;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.message.MessageType.RST;
import static dev.pipit.coap.option.StandardOptions.BLOCK2;
import static dev.pipit.coap.option.StandardOptions.ECHO;
import static dev.pipit.coap.option.StandardOptions.LOCATION_QUERY;
import static dev.pipit.coap.option.StandardOptions.NO_RESPONSE;
import static dev.pipit.coap.option.StandardOptions.SIZE2;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.testkit.scenario.Scenario;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Large responses to peers that have not shown where they are, by default. */
class PingScenarioTest {
    private static final Duration PATIENCE = Duration.ofMillis(1500);
    private static final Block SMALL = new Block(0, true, 2);

    private final Limited limited = new Limited(AmplificationMitigation.PING);
    private final Scenario scenario = limited.scenario;
    private final WireScript peer = scenario.peer;

    private static byte[] start(int bytes) {
        return Arrays.copyOf(Limited.BODY, bytes);
    }

    private void get(String token) {
        peer.send(CON, GET, "/large/resource").mid(token).token(token);
    }

    @AfterEach
    void nothingFollows() {
        peer.expectNothing(Duration.ofMinutes(5));
        scenario.assertForgetsEverything();
    }

    @Test
    void aPeerThatAnswersAPingGetsTheWholeInTheAcknowledgement() {
        get("a");
        limited.expectPing();
        peer.pause(Duration.ofMillis(700));
        limited.pong();
        peer.expect(ACK, CONTENT).mid("a").token("a").payload(Limited.BODY);
        get("b");
        peer.expect(ACK, CONTENT).mid("b").payload(Limited.BODY);
        assertEquals(1, scenario.count(Counter.PEERS_VERIFIED));
        assertEquals(1, scenario.count(Counter.RESPONSES_HELD));
        assertEquals(0, scenario.count(Counter.RESPONSES_CUT));
        assertEquals(2, scenario.requests.size());
    }

    @Test
    void theAcknowledgementWaitsAsWellWhereSomeResponsesAreNotWanted() {
        peer.send(CON, GET, "/large/resource").mid("a").token("a").option(NO_RESPONSE, 16L);
        limited.expectPing();
        peer.pause(Duration.ofMillis(700));
        limited.pong();
        peer.expect(ACK, CONTENT).mid("a").token("a").payload(Limited.BODY);
    }

    @Test
    void noPingGoesForAResponseThatIsNotWanted() {
        peer.send(CON, GET, "/large/resource").mid("a").token("a").option(NO_RESPONSE, 2L);
        peer.expect(ACK, EMPTY).mid("a");
        assertEquals(0, scenario.count(Counter.RESPONSES_HELD));
    }

    @Test
    @Requirement({"R9175-018", "R9175-019", "R7252-161"})
    void aPeerThatDoesNotGetsASmallBlockAndAnEcho() {
        get("a");
        Limited.staySilent(peer);
        WireReceipt first = peer.expect(ACK, CONTENT)
                .mid("a")
                .token("a")
                .option(BLOCK2, SMALL)
                .option(SIZE2, 1000L)
                .payload(start(64))
                .after(PATIENCE.dividedBy(2));
        assertTrue(first.bytes().length <= 136);
        assertTrue(limited.amplification("192.0.2.2") <= 3);

        peer.send(CON, GET, "/large/resource")
                .token("b")
                .option(BLOCK2, new Block(1, false, 6))
                .option(ECHO, Limited.echoOf(first));
        peer.expect(ACK, BAD_REQUEST).token("b");
        get("c");
        peer.expect(ACK, CONTENT).token("c").payload(Limited.BODY);
        assertEquals(1, scenario.count(Counter.PEERS_VERIFIED));
    }

    @Test
    void withoutEchoItGetsTheBodyInSmallBlocksAndIsNotPingedForEach() {
        get("a");
        Limited.staySilent(peer);
        WireReceipt receipt = peer.expect(ACK, CONTENT).option(BLOCK2, SMALL);
        byte[] body = receipt.message().message().payload();
        for (int i = 1; i < 16; i++) {
            peer.send(CON, GET, "/large/resource").token("a").option(BLOCK2, new Block(i, false, 2));
            receipt = peer.expect(ACK, CONTENT).option(BLOCK2, new Block(i, i < 15, 2));
            byte[] block = receipt.message().message().payload();
            body = Arrays.copyOf(body, body.length + block.length);
            System.arraycopy(block, 0, body, body.length - block.length, block.length);
        }
        assertTrue(Arrays.equals(Limited.BODY, body));
        assertTrue(limited.amplification("192.0.2.2") <= 3);
        assertEquals(1, scenario.requests.size());
    }

    @Test
    void aRepeatedRequestGetsTheSameAnswerAndBringsTheBytesForIt() {
        get("a");
        Limited.staySilent(peer);
        WireReceipt answer = peer.expect(ACK, CONTENT);
        for (int i = 0; i < 100; i++) {
            peer.sendAgain();
            peer.expectAgain(answer);
        }
        assertTrue(limited.amplification("192.0.2.2") <= 3);
        assertEquals(1, scenario.requests.size());
    }

    @Test
    void aLargerResponseThatCreditAllowsIsStillAtMostThreeTimesItsOwnRequest() {
        scenario.answers(request -> Response.content(""));
        for (int i = 0; i < 50; i++) {
            peer.send(CON, GET, "/t").token("t");
            peer.expect(ACK, CONTENT);
        }
        scenario.answers(request -> Response.content(Limited.BODY, ContentFormat.OCTET_STREAM));
        get("a");
        Limited.staySilent(peer);
        WireReceipt answer = peer.expect(ACK, CONTENT).option(BLOCK2, SMALL);
        for (int i = 0; i < 100; i++) {
            peer.sendAgain();
            peer.expectAgain(answer);
        }
    }

    @Test
    void aRequestThatIsRepeatedEarlyIsPingedForAgainWithWhatItHasPaid() {
        get("a");
        limited.expectPing();
        peer.sendAgain();
        peer.expect(CON, EMPTY);
        peer.expect(CON, EMPTY).mid("third");
        peer.send(RST, EMPTY).mid("third");
        peer.expect(ACK, CONTENT).mid("a").payload(Limited.BODY);
        assertEquals(1, scenario.requests.size());
    }

    @Test
    void aPeerThatNeitherAnswersNorAsksAgainIsAnsweredAtLast() {
        get("a");
        limited.expectPing();
        peer.expect(CON, EMPTY).after(PATIENCE.dividedBy(2));
        peer.expect(ACK, CONTENT).mid("a").after(PATIENCE.dividedBy(2).plusSeconds(9));
        assertTrue(limited.amplification("192.0.2.2") <= 3);
    }

    @Test
    void aPingThatIsLostCostsTimeAndNoSmallBlocks() {
        get("a");
        limited.expectPing();
        peer.expect(CON, EMPTY).mid("second");
        peer.pause(Duration.ofSeconds(2));
        peer.sendAgain();
        peer.expect(CON, EMPTY).mid("third");
        peer.send(RST, EMPTY).mid("third");
        peer.expect(ACK, CONTENT).mid("a").payload(Limited.BODY);
    }

    @Test
    @Requirement("R9175-019")
    void aResponseThatComesLateGoesCutAsNon() {
        scenario.answers(Scenario.LATER);
        get("a");
        peer.expect(ACK, EMPTY).mid("a");
        scenario.respond(Response.content(Limited.BODY, ContentFormat.OCTET_STREAM));
        limited.expectPing();
        WireReceipt cut = peer.expect(NON, CONTENT).token("a").after(PATIENCE);
        assertTrue(cut.bytes().length <= 136);
        assertTrue(limited.amplification("192.0.2.2") <= 3);
    }

    @Test
    void aResponseThatComesLateGoesWholeAndConfirmablyWhereThePingIsAnswered() {
        scenario.answers(Scenario.LATER);
        get("a");
        peer.expect(ACK, EMPTY).mid("a");
        scenario.respond(Response.content(Limited.BODY, ContentFormat.OCTET_STREAM));
        limited.expectPing();
        limited.pong();
        peer.expect(CON, CONTENT).mid("b").token("a").payload(Limited.BODY);
        peer.send(ACK, EMPTY).mid("b");
    }

    @Test
    void anAcknowledgedResponseShowsWhereItsPeerIs() {
        scenario.answers(Scenario.LATER);
        get("a");
        peer.expect(ACK, EMPTY).mid("a");
        scenario.respond(Response.content("small"));
        peer.expect(CON, CONTENT).mid("b").token("a").payload("small");
        peer.send(ACK, EMPTY).mid("b");
        scenario.answers(request -> Response.content(Limited.BODY, ContentFormat.OCTET_STREAM));
        get("c");
        peer.expect(ACK, CONTENT).mid("c").payload(Limited.BODY);
    }

    @Test
    void aSeparateResponseIsNotRepeatedBeyondTheLimit() {
        scenario.answers(Scenario.LATER);
        get("a");
        peer.expect(ACK, EMPTY).mid("a");
        scenario.respond(Response.content("x".repeat(50)));
        peer.expect(CON, CONTENT).token("a");
        peer.pause(Duration.ofMinutes(3));
        assertTrue(limited.amplification("192.0.2.2") <= 3, () -> limited.amplification("192.0.2.2") + "");
        assertTrue(scenario.count(Counter.AMPLIFICATION_PREVENTED) > 0);
    }

    @Test
    void aNonRequestIsAnsweredByANonResponse() {
        peer.send(NON, GET, "/large/resource").token("a");
        limited.expectPing();
        limited.pong();
        peer.expect(NON, CONTENT).token("a").payload(Limited.BODY);
        WireScript silent = peer.atPort(4444);
        silent.send(NON, GET, "/large/resource").token("b");
        silent.expect(CON, EMPTY);
        silent.expect(CON, EMPTY);
        silent.expect(NON, CONTENT).token("b").after(PATIENCE.dividedBy(2));
    }

    @Test
    void whatARequestDidIsNeverDoneAgainForTheRestOfItsResponse() {
        scenario.answers(
                request -> Response.builder(CHANGED).payload(Limited.BODY).build());
        peer.send(CON, POST, "/act/on/something").mid("a").token("a").payload("go");
        Limited.staySilent(peer);
        WireReceipt first =
                peer.expect(ACK, CHANGED).mid("a").option(BLOCK2, SMALL).payload(start(64));
        for (int i = 1; i < 16; i++) {
            peer.send(CON, POST, "/act/on/something")
                    .token("a")
                    .option(BLOCK2, new Block(i, false, 2))
                    .option(ECHO, Limited.echoOf(first));
            peer.expect(ACK, CHANGED).payload(Arrays.copyOfRange(Limited.BODY, i * 64, Math.min(1000, i * 64 + 64)));
        }
        assertEquals(1, scenario.requests.size());
    }

    @Test
    void whatGoesWholeOtherwiseIsKeptWhereItGoesInBlocks() {
        byte[] body = start(200);
        scenario.answers(request -> Response.builder(CHANGED).payload(body).build());
        peer.send(CON, POST, "/act/on/something").mid("a").token("a").payload("go");
        Limited.staySilent(peer);
        peer.expect(ACK, CHANGED).option(BLOCK2, SMALL).payload(start(64));
        for (int i = 1; i < 4; i++) {
            peer.send(CON, POST, "/act/on/something").token("a").option(BLOCK2, new Block(i, false, 2));
            peer.expect(ACK, CHANGED)
                    .option(BLOCK2, new Block(i, i < 3, 2))
                    .payload(Arrays.copyOfRange(body, i * 64, Math.min(200, i * 64 + 64)));
        }
        assertEquals(1, scenario.requests.size());
        assertTrue(limited.amplification("192.0.2.2") <= 3);
    }

    @Test
    void whatCannotBeCutGoesAsItsCode() {
        scenario.answers(request -> Response.builder(request.code().equals(GET) ? CONTENT : CREATED)
                .option(LOCATION_QUERY, "q".repeat(200))
                .build());
        peer.send(CON, POST, "/act/on/something").token("a").payload("go");
        Limited.staySilent(peer);
        peer.expect(ACK, CREATED).token("a").option(LOCATION_QUERY);
        WireScript other = peer.atPort(4444);
        other.send(CON, GET, "/act/on/something").token("a");
        Limited.staySilent(other);
        WireReceipt challenge = other.expect(ACK, UNAUTHORIZED).token("a");
        other.send(CON, GET, "/act/on/something").token("b").option(ECHO, Limited.echoOf(challenge));
        other.expect(ACK, CONTENT).option(LOCATION_QUERY, "q".repeat(200));
    }

    @Test
    void anErrorGoesWithoutItsDiagnostic() {
        scenario.answers(request -> Response.error(BAD_REQUEST, "x".repeat(300)));
        get("a");
        Limited.staySilent(peer);
        peer.expect(ACK, BAD_REQUEST).token("a").payload("");
    }

    @Test
    void aPeerThatDidNotAnswerIsPingedAgainLater() {
        get("a");
        Limited.staySilent(peer);
        peer.expect(ACK, CONTENT).option(BLOCK2, SMALL);
        get("b");
        peer.expect(ACK, CONTENT).option(BLOCK2, SMALL);
        peer.pause(Duration.ofSeconds(5));
        get("c");
        peer.expect(CON, EMPTY).mid("second");
        peer.send(RST, EMPTY).mid("second");
        peer.expect(ACK, CONTENT).mid("c").payload(Limited.BODY);
    }

    @Test
    void anAnswerThatComesLateCountsAsWell() {
        get("a");
        limited.expectPing();
        peer.expect(CON, EMPTY);
        peer.expect(ACK, CONTENT);
        peer.pause(Duration.ofSeconds(3));
        limited.pong();
        get("b");
        peer.expect(ACK, CONTENT).payload(Limited.BODY);
    }

    @Test
    void severalResponsesWaitForOnePing() {
        for (String token : new String[] {"a", "b", "c"}) {
            get(token);
        }
        limited.expectPing();
        limited.pong();
        for (String token : new String[] {"a", "b", "c"}) {
            peer.expect(ACK, CONTENT).mid(token).token(token).payload(Limited.BODY);
        }
    }
}
