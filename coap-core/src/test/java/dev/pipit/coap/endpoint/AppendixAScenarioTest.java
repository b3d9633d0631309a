package dev.pipit.coap.endpoint;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.message.MessageType.RST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.message.Response;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.testkit.scenario.Outcome;
import dev.pipit.coap.testkit.scenario.Scenario;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The figures 16 to 22 of RFC 7252, appendix A, once as their server and once as their client. */
class AppendixAScenarioTest {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private final Scenario scenario = new Scenario();

    @AfterEach
    void nothingFollows() {
        scenario.peer.expectNothing(FIVE_MINUTES);
        scenario.assertForgetsEverything();
    }

    @Test
    @Requirement({"R7252-018", "R7252-020", "R7252-038"})
    void figure16ServerPiggybacksTheResponse() {
        scenario.peer.send(CON, GET, "/temperature").mid(0x7d34);
        scenario.peer.expect(ACK, CONTENT).mid(0x7d34).payload("22.3 C");
    }

    @Test
    @Requirement("R7252-055")
    void figure16ClientTakesThePiggybackedResponse() {
        Outcome outcome = scenario.get("/temperature");
        scenario.peer.expect(CON, GET, "/temperature").mid("m").token("t");
        scenario.peer.send(ACK, CONTENT).mid("m").token("t").payload("22.3 C");
        scenario.network.runUntilQuiet();
        outcome.assertText("22.3 C");
    }

    @Test
    void figure18ClientRepeatsALostRequest() {
        scenario.network.dropNext("192.0.2.1", "192.0.2.2", 1);
        Outcome outcome = scenario.get("/temperature");
        scenario.peer
                .expect(CON, GET, "/temperature")
                .mid("m")
                .token("t")
                .between(Duration.ofSeconds(2), Duration.ofSeconds(4));
        scenario.peer.send(ACK, CONTENT).mid("m").token("t").payload("22.3 C");
        scenario.network.runUntilQuiet();
        outcome.assertText("22.3 C");
    }

    @Test
    @Requirement({"R7252-042", "R7252-043"})
    void figure19ServerRepeatsALostAcknowledgement() {
        scenario.network.dropNext("192.0.2.1", "192.0.2.2", 1);
        scenario.peer.send(CON, GET, "/temperature").mid("m").token("t");
        scenario.peer.expectNothing(Duration.ofSeconds(2));
        scenario.answers(request -> Response.content("changed meanwhile"));
        scenario.peer.sendAgain();
        scenario.peer.expect(ACK, CONTENT).mid("m").token("t").payload("22.3 C");
        assertEquals(1, scenario.requests.size());
    }

    @Test
    @Requirement({"R7252-056", "R7252-018"})
    void figure20ServerRespondsSeparately() {
        scenario.answers(Scenario.LATER);
        scenario.peer.send(CON, GET, "/temperature").mid("m").token("t");
        scenario.peer.expect(ACK, EMPTY).mid("m").after(Duration.ofMillis(252));
        scenario.peer.expectNothing(Duration.ofSeconds(3));
        scenario.respond(Response.content("22.3 C"));
        scenario.peer.expect(CON, CONTENT).mid("n").token("t").payload("22.3 C");
        scenario.peer.send(ACK, EMPTY).mid("n");
    }

    @Test
    @Requirement({"R7252-055", "R7252-057"})
    void figure20ClientTakesTheSeparateResponse() {
        Outcome outcome = scenario.get("/temperature");
        scenario.peer.expect(CON, GET, "/temperature").mid("m").token("t");
        scenario.peer.send(ACK, EMPTY).mid("m");
        scenario.peer.expectNothing(Duration.ofSeconds(10));
        outcome.assertOpen();
        scenario.peer.send(CON, CONTENT).mid("n").token("t").payload("22.3 C");
        scenario.peer.expect(ACK, EMPTY).mid("n");
        outcome.assertText("22.3 C");
    }

    @Test
    @Requirement({"R7252-068", "R7252-021"})
    void figure21ClientResetsAResponseThatItDoesNotExpect() {
        scenario.peer.send(CON, CONTENT).mid(0xad7c).token("lost").payload("22.3 C");
        WireReceipt reset = scenario.peer.expect(RST, EMPTY).mid(0xad7c);
        assertEquals(4, reset.bytes().length);
    }

    @Test
    @Requirement("R7252-058")
    void figure21ServerStopsAtTheReset() {
        scenario.answers(Scenario.LATER);
        scenario.peer.send(CON, GET, "/temperature").mid("m").token("t");
        scenario.peer.expect(ACK, EMPTY).mid("m");
        scenario.respond(Response.content("22.3 C"));
        scenario.peer.expect(CON, CONTENT).mid("n").token("t");
        scenario.peer.send(RST, EMPTY).mid("n");
    }

    @Test
    @Requirement({"R7252-060", "R7252-035"})
    void figure22ServerAnswersNonWithNon() {
        scenario.peer.send(NON, GET, "/temperature").mid("m").token("t");
        scenario.peer.expect(NON, CONTENT).token("t").payload("22.3 C");
    }

    @Test
    void figure22ClientTakesANonResponse() {
        Outcome outcome = scenario.getNon("/temperature");
        scenario.peer.expect(NON, GET, "/temperature").mid("m").token("t");
        scenario.peer.send(NON, CONTENT).token("t").payload("22.3 C");
        scenario.network.runUntilQuiet();
        outcome.assertText("22.3 C");
    }
}
