package dev.pipit.coap.reliability;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.message.MessageType.RST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.MessageTooLargeException;
import dev.pipit.coap.message.NoResponseException;
import dev.pipit.coap.message.QueueFullException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.ResetException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.UnreachableException;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.testing.LoggedDatagram;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.testkit.scenario.Outcome;
import dev.pipit.coap.testkit.scenario.Scenario;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SenderScenarioTest {
    private static final TransmissionParameters DEFAULT = TransmissionParameters.DEFAULT;
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    @Requirement("R7252-048")
    void keepsOneInteractionOutstandingAndTheOthersInOrder() {
        Scenario scenario = new Scenario();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            outcomes.add(scenario.get("/" + i));
        }
        for (int i = 0; i < 5; i++) {
            scenario.peer.expect(CON, GET, "/" + i).mid("m" + i).token("t" + i);
            scenario.peer.expectNothing(SECOND);
            scenario.peer.send(ACK, CONTENT).mid("m" + i).token("t" + i).payload("answer " + i);
        }
        scenario.network.runUntilQuiet();
        for (int i = 0; i < 5; i++) {
            outcomes.get(i).assertText("answer " + i);
        }
        scenario.assertForgetsEverything();
    }

    @Test
    @Requirement("R7252-048")
    void keepsAsManyOutstandingAsNstartSays() {
        Scenario scenario = new Scenario(1, Scenario.with(DEFAULT.nstart(3)));
        for (int i = 0; i < 5; i++) {
            scenario.get("/" + i);
        }
        scenario.peer.expect(CON, GET, "/0");
        scenario.peer.expect(CON, GET, "/1").mid("m");
        scenario.peer.expect(CON, GET, "/2");
        scenario.peer.expectNothing(SECOND);
        scenario.peer.send(ACK, EMPTY).mid("m");
        scenario.peer.expect(CON, GET, "/3");
        scenario.peer.expectNothing(Duration.ofMillis(900));
    }

    @Test
    void sendsTheNextRequestWhenOneFailsOrIsCancelled() {
        Scenario scenario = new Scenario();
        Outcome first = scenario.get("/1");
        Outcome second = scenario.get("/2");
        Outcome third = scenario.get("/3");
        scenario.peer.expect(CON, GET, "/1").mid("m");
        scenario.cancel(second);
        scenario.peer.send(RST, EMPTY).mid("m");
        scenario.peer.expect(CON, GET, "/3").mid("n");
        first.failure(ResetException.class);
        scenario.cancel(third);
        scenario.peer.expectNothing(Duration.ofMinutes(5));
        second.assertOpen();
        third.assertOpen();
        scenario.assertForgetsEverything();
    }

    @Test
    void saysThatARequestNeverHadItsTurn() {
        Scenario scenario = new Scenario();
        scenario.get("/1");
        SendOptions patient = SendOptions.confirmable(DEFAULT);
        Outcome second = scenario.send(
                Request.get("/2"),
                new SendOptions(
                        true, patient.parameters(), Duration.ofSeconds(30).toNanos()));
        scenario.network.run(Duration.ofMinutes(5));
        assertEquals(
                "no response from 192.0.2.2:5683 within 30000 ms to GET [Uri-Path:2], sent 0 times: still waiting for"
                        + " its turn",
                second.failure(NoResponseException.class).getMessage());
        scenario.assertForgetsEverything();
    }

    @Test
    @Requirement("R7252-049")
    void sendsNoMoreThanProbingRateToASilentPeer() {
        Scenario scenario = new Scenario(1, Scenario.with(DEFAULT.nstart(4)));
        long bytes = 0;
        for (int i = 0; i < 2000; i++) {
            scenario.cancel(scenario.getNon("/temperature"));
            scenario.getNon("/temperature");
            scenario.network.run(SECOND);
        }
        for (LoggedDatagram datagram : scenario.network.log().from("192.0.2.1")) {
            bytes += datagram.bytes().length;
        }
        int one = scenario.network.log().from("192.0.2.1").get(0).bytes().length;
        double seconds = scenario.network.now() / 1e9;
        assertTrue(bytes <= seconds + 4 * one, bytes + " bytes in " + seconds + " s");
        assertTrue(bytes > seconds / 2, bytes + " bytes in " + seconds + " s");
    }

    @Test
    @Requirement({"R7252-048", "R7252-049"})
    void expectsAnAnswerToANonRequestForAsLongAsItsBytesTakeAtProbingRate() {
        Scenario scenario = new Scenario(1, Scenario.with(DEFAULT));
        for (int i = 0; i < 5; i++) {
            scenario.getNon("/temperature");
        }
        scenario.get("/temperature");
        scenario.network.run(Duration.ofSeconds(80));
        List<LoggedDatagram> sent = scenario.network.log().from("192.0.2.1");
        int bytes = sent.get(0).bytes().length;
        // None is answered and none given up; still the next one goes, at one byte a second.
        assertEquals(80 / bytes + 1, sent.size());
        assertEquals(bytes * 1_000_000_000L, sent.get(1).atNanos() - sent.get(0).atNanos());
    }

    @Test
    @Requirement("R7252-049")
    void sendsNonRequestsWithoutDelayWhileThePeerAnswers() {
        Scenario scenario = new Scenario();
        for (int i = 0; i < 50; i++) {
            Outcome outcome = scenario.getNon("/" + i);
            scenario.peer.expect(NON, GET, "/" + i).token("t" + i);
            scenario.peer.send(NON, CONTENT).token("t" + i).payload("x");
            scenario.peer.pause(Duration.ofMillis(1));
            outcome.assertText("x");
        }
        assertTrue(scenario.network.now() < 1_000_000_000L);
    }

    @Test
    @Requirement("R7252-047")
    void refusesARequestThatIsTooLarge() {
        Scenario scenario = new Scenario();
        Request.Builder large = Request.builder(Code.PUT).path("/x");
        for (int i = 0; i < 5; i++) {
            large.query("q".repeat(250));
        }
        Outcome outcome = scenario.send(large.build(), SendOptions.confirmable(DEFAULT));
        String message = outcome.failure(MessageTooLargeException.class).getMessage();
        assertTrue(
                message.startsWith("message of 1274 bytes (expected: at most 1152): PUT [Uri-Path:x, Uri-Query:qq"),
                message);
        assertEquals(0, scenario.network.log().count());
        assertEquals(1, scenario.count(Counter.TOO_LARGE));
        scenario.assertForgetsEverything();
    }

    @Test
    @Requirement("R7252-047")
    void answersInternalServerErrorWhereTheResponseIsTooLarge() {
        Scenario scenario = new Scenario(1, Scenario.trusting()).answers(request -> {
            Response.Builder large = Response.builder(CONTENT);
            for (int i = 0; i < 5; i++) {
                large.option(StandardOptions.LOCATION_QUERY, "q".repeat(250));
            }
            return large.build();
        });
        scenario.peer.send(CON, GET, "/large").mid("m").token("t");
        scenario.peer
                .expect(ACK, Code.INTERNAL_SERVER_ERROR)
                .mid("m")
                .token("t")
                .payload("response of 1273 bytes (expected: at most 1152)");
    }

    @Test
    @Requirement("R7252-033")
    void reportsAnUnreachablePeer() {
        Scenario scenario = new Scenario();
        scenario.network.reportUnreachable(true);
        Outcome con = toNowhere(scenario, true);
        Outcome waiting = toNowhere(scenario, true);
        Outcome other = scenario.get("/t");
        scenario.network.run(SECOND);
        assertEquals(
                "192.0.2.9:5683 is unreachable (port unreachable): GET [Uri-Path:t]",
                con.failure(UnreachableException.class).getMessage());
        waiting.failure(UnreachableException.class);
        other.assertOpen();
        assertEquals(1, scenario.count(Counter.UNREACHABLE));
    }

    private static Outcome toNowhere(Scenario scenario, boolean confirmable) {
        SendOptions options = SendOptions.confirmable(DEFAULT);
        return scenario.send(
                new InetSocketAddress("192.0.2.9", 5683),
                PeerIdentity.NONE,
                Request.get("/t"),
                confirmable ? options : options.nonConfirmable());
    }

    @Test
    void separateResponsesDoNotWaitBehindRequests() {
        Scenario scenario = new Scenario();
        scenario.answers(Scenario.LATER);
        scenario.peer.send(CON, GET, "/slow").mid("m").token("t");
        scenario.peer.expect(ACK, EMPTY).mid("m");
        scenario.get("/1");
        scenario.get("/2");
        scenario.peer.expect(CON, GET, "/1");
        scenario.respond(Response.content("here"));
        scenario.peer.expect(CON, CONTENT).token("t").between(Duration.ZERO, Duration.ofMillis(10));
    }

    @Test
    void failsARequestThatFindsTheQueueFull() {
        Scenario scenario = new Scenario(1, Scenario.with(ReliabilityConfig.DEFAULT.maxQueuedPerPeer(2)));
        scenario.get("/1");
        Outcome second = scenario.get("/2");
        scenario.get("/3");
        assertEquals(
                "2 messages wait for 192.0.2.2:5683 already (NSTART is 1)",
                scenario.get("/4").failure(QueueFullException.class).getMessage());

        scenario.cancel(second);
        scenario.get("/5").assertOpen();
        scenario.peerAnswers("/1", "one");
        scenario.peerAnswers("/3", "three");
        scenario.peerAnswers("/5", "five");
        scenario.assertForgetsEverything();
    }

    @Test
    @Requirement("R7252-041")
    void reportsAResetOfANonRequest() {
        Scenario scenario = new Scenario();
        Outcome non = scenario.getNon("/t");
        scenario.peer.expect(NON, GET, "/t").mid("m");
        scenario.peer.send(RST, EMPTY).mid("m");
        scenario.network.runUntilQuiet();
        non.failure(ResetException.class);
        scenario.assertForgetsEverything();
    }

    @Test
    void reportsAnUnreachablePeerOfANonRequest() {
        Scenario scenario = new Scenario();
        scenario.network.reportUnreachable(true);
        Outcome non = toNowhere(scenario, false);
        scenario.network.run(SECOND);
        non.failure(UnreachableException.class);
        scenario.assertForgetsEverything();
    }

    @Test
    void ignoresAnAcknowledgementOfANonRequest() {
        Scenario scenario = new Scenario();
        Outcome non = scenario.getNon("/t");
        scenario.peer.expect(NON, GET, "/t").mid("m").token("t");
        scenario.peer.send(ACK, CONTENT).mid("m").token("t").payload("wrong");
        scenario.peer.send(NON, CONTENT).token("t").payload("right");
        scenario.network.runUntilQuiet();
        non.assertText("right");
    }

    @Test
    void aRetryUponAFailureIsNotFailedByTheSameCause() {
        Scenario scenario = new Scenario(1, Scenario.with(DEFAULT.nstart(2)));
        Outcome retry = new Outcome();
        for (int i = 0; i < 3; i++) {
            RequestPort.ResponseListener retrying = new RequestPort.ResponseListener() {
                @Override
                public void onResponse(Response response, long nowNanos) {}

                @Override
                public void onFailure(CoapException failure, long nowNanos) {
                    scenario.endpoint.request(
                            scenario.peer.address(),
                            PeerIdentity.NONE,
                            Request.get("/retry"),
                            SendOptions.confirmable(DEFAULT),
                            retry,
                            nowNanos);
                }
            };
            scenario.endpoint.request(
                    scenario.peer.address(),
                    PeerIdentity.NONE,
                    Request.get("/first"),
                    SendOptions.confirmable(DEFAULT),
                    retrying,
                    0);
        }
        scenario.endpoint.handleUnreachable(scenario.peer.address(), "no route", 0);
        retry.assertOpen();
        assertEquals(3, scenario.endpoint.waitingRequests());
    }
}
