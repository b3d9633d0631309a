package dev.pipit.coap.reliability;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.POST;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.message.MessageType.RST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.testkit.scenario.Outcome;
import dev.pipit.coap.testkit.scenario.Scenario;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DuplicateScenarioTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Scenario scenario = new Scenario();
    private final WireScript peer = scenario.peer;

    @Test
    @Requirement({"R7252-042", "R7252-043"})
    void answersADuplicateWithTheSameBytesAndCallsTheHandlerOnce() {
        peer.send(CON, POST, "/count").mid("m").token("t");
        WireReceipt answer = peer.expect(ACK, CONTENT).mid("m");
        scenario.answers(request -> Response.content("another"));
        for (int i = 0; i < 5; i++) {
            peer.sendAgain();
            peer.expectAgain(answer);
        }
        assertEquals(1, scenario.requests.size());
        assertEquals(5, scenario.count(Counter.DUPLICATES));
        scenario.assertForgetsEverything();
    }

    @Test
    @Requirement({"R7252-032", "R7252-056", "R7252-043"})
    void acknowledgesADuplicateInEveryStateOfASeparateResponse() {
        scenario.answers(Scenario.LATER);
        peer.send(CON, POST, "/slow").mid("m").token("t");
        peer.pause(Duration.ofMillis(100));
        peer.sendAgain();
        WireReceipt ack = peer.expect(ACK, EMPTY).mid("m");
        peer.sendAgain();
        peer.expectAgain(ack);
        scenario.respond(Response.content("done"));
        WireReceipt response = peer.expect(CON, CONTENT).mid("n").token("t");
        peer.send(CON, POST, "/slow").mid("m").token("t");
        peer.expectAgain(ack);
        peer.expectAgain(response);
        peer.send(ACK, EMPTY).mid("n");
        peer.send(CON, POST, "/slow").mid("m").token("t");
        peer.expectAgain(ack);
        peer.expectNothing(Duration.ofMinutes(2));
        assertEquals(1, scenario.requests.size());
        scenario.assertForgetsEverything();
    }

    @Test
    @Requirement({"R7252-045", "R7252-037"})
    void ignoresADuplicateNon() {
        peer.send(NON, POST, "/count").mid("m").token("t");
        peer.expect(NON, CONTENT).token("t");
        peer.sendAgain();
        peer.expectNothing(SECOND);
        assertEquals(1, scenario.requests.size());
    }

    @Test
    @Requirement("R7252-046")
    void tellsDuplicatesByAddressAndPortAndMessageId() {
        WireScript other = peer.atPort(9999);
        peer.send(CON, POST, "/count").mid("m").token("t");
        peer.expect(ACK, CONTENT).mid("m");
        other.send(CON, POST, "/count").mid("m").token("t");
        other.expect(ACK, CONTENT).mid("m");
        peer.send(CON, POST, "/other").mid("m").token("u");
        peer.expect(ACK, CONTENT).mid("m").token("t");
        peer.send(CON, POST, "/count").mid("n").token("t");
        peer.expect(ACK, CONTENT).mid("n");
        assertEquals(3, scenario.requests.size());
    }

    @Test
    @Requirement("R7252-042")
    void remembersAConfirmableMessageForExchangeLifetime() {
        peer.send(CON, POST, "/count").mid("m");
        peer.expect(ACK, CONTENT);
        long first = scenario.network.now() - 1_000_000;
        waitUntil(first + 247_000_000_000L - 3_000_000);
        peer.sendAgain();
        peer.expect(ACK, CONTENT);
        assertEquals(1, scenario.requests.size());
        waitUntil(first + 247_000_000_000L + 2_000_000);
        peer.sendAgain();
        peer.expect(ACK, CONTENT);
        assertEquals(2, scenario.requests.size());
    }

    @Test
    @Requirement("R7252-045")
    void remembersANonConfirmableMessageForNonLifetime() {
        peer.send(NON, POST, "/count").mid("m");
        peer.expect(NON, CONTENT);
        long first = scenario.network.now() - 1_000_000;
        waitUntil(first + 145_000_000_000L - 3_000_000);
        peer.sendAgain();
        peer.expectNothing(Duration.ofMillis(4));
        assertEquals(1, scenario.requests.size());
        peer.sendAgain();
        peer.expect(NON, CONTENT);
        assertEquals(2, scenario.requests.size());
    }

    private void waitUntil(long nanos) {
        peer.pause(Duration.ofNanos(nanos - scenario.network.now()));
    }

    @Test
    @Requirement("R7252-042")
    void repeatsTheAcknowledgementOrResetOfAResponse() {
        Outcome outcome = scenario.get("/t");
        peer.expect(CON, GET, "/t").mid("m").token("t");
        peer.send(CON, CONTENT).mid("n").token("t").payload("22.3 C");
        WireReceipt ack = peer.expect(ACK, EMPTY).mid("n");
        peer.sendAgain();
        peer.expectAgain(ack);
        outcome.assertText("22.3 C");

        peer.send(CON, CONTENT).mid("o").token("unknown");
        WireReceipt reset = peer.expect(RST, EMPTY).mid("o");
        peer.sendAgain();
        peer.expectAgain(reset);
        scenario.assertForgetsEverything();
    }

    @Test
    @Requirement({"R7252-016", "R7252-018", "R7252-019"})
    void answersAPingWithAReset() {
        peer.send(CON, EMPTY).mid(0x4711);
        peer.expectHex("7000 4711");
        peer.sendAgain();
        peer.expectHex("7000 4711");
        assertEquals(0, scenario.requests.size());
    }

    @Test
    @Requirement("R7252-058")
    void anyAcknowledgementEndsASeparateResponse() {
        scenario.answers(Scenario.LATER);
        peer.send(CON, GET, "/slow").mid("m").token("t");
        peer.expect(ACK, EMPTY).mid("m");
        scenario.respond(Response.content("done"));
        peer.expect(CON, CONTENT).mid("n").token("t");
        peer.send(ACK, CONTENT).mid("n").token("t").payload("thanks");
        peer.expectNothing(Duration.ofMinutes(5));
        scenario.assertForgetsEverything();
    }

    @Test
    void respondingTwiceSendsOneResponse() {
        scenario.answers(Scenario.LATER);
        peer.send(CON, GET, "/slow").mid("m").token("t");
        peer.pause(Duration.ofMillis(10));
        scenario.respond(Response.content("first"));
        scenario.respond(Response.content("second"));
        scenario.requests.get(0).reject("too late", scenario.network.now());
        peer.expect(ACK, CONTENT).mid("m").payload("first");
        peer.expectNothing(Duration.ofMinutes(1));
    }

    @Test
    void aRejectedConIsResetAndARejectedNonIgnored() {
        scenario.answers(Scenario.LATER);
        peer.send(CON, GET, "/a").mid("m").token("t");
        peer.pause(Duration.ofMillis(10));
        scenario.requests.get(0).reject("no", scenario.network.now());
        WireReceipt reset = peer.expect(RST, EMPTY).mid("m");
        peer.sendAgain();
        peer.expectAgain(reset);
        peer.send(NON, GET, "/a");
        peer.pause(Duration.ofMillis(10));
        scenario.requests.get(1).reject("no", scenario.network.now());
        peer.expectNothing(SECOND);
        scenario.assertForgetsEverything();
    }
}
