package dev.pipit.coap.reliability;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.RST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.NoResponseException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.ResetException;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.testing.LoggedDatagram;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.testkit.scenario.Outcome;
import dev.pipit.coap.testkit.scenario.Scenario;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetransmissionScenarioTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    @Test
    @Requirement({"R7252-025", "R7252-026", "R7252-027", "R7252-030"})
    void retransmitsFourTimesWithDoubledTimeout() {
        Scenario scenario = new Scenario();
        Outcome outcome = scenario.get("/temperature");

        WireReceipt first =
                scenario.peer.expect(CON, GET, "/temperature").mid("m").token("t");
        WireReceipt second = scenario.peer.expectAgain(first).between(Duration.ofSeconds(2), Duration.ofSeconds(3));
        long timeout = second.atNanos() - first.atNanos();
        scenario.peer.expectAgain(first).after(Duration.ofNanos(2 * timeout));
        scenario.peer.expectAgain(first).after(Duration.ofNanos(4 * timeout));
        WireReceipt last = scenario.peer.expectAgain(first).after(Duration.ofNanos(8 * timeout));
        assertTrue(last.atNanos() - first.atNanos() <= 45 * SECOND);
        outcome.assertOpen();

        scenario.peer.expectNothing(FIVE_MINUTES);
        assertEquals(31 * timeout, outcome.atNanos);
        assertEquals(
                "no acknowledgement from 192.0.2.2:5683 for GET [Uri-Path:temperature], sent 5 times",
                outcome.failure(NoResponseException.class).getMessage());
        assertEquals(1, scenario.count(Counter.TIMEOUTS));
        assertEquals(4, scenario.count(Counter.RETRANSMISSIONS));
        scenario.assertForgetsEverything();
    }

    @Test
    @Requirement({"R7252-026", "R7252-030"})
    void drawsTheFirstTimeoutEvenlyFromTwoToThreeSeconds() {
        int[] tenths = new int[10];
        for (int seed = 0; seed < 200; seed++) {
            Scenario scenario = new Scenario(seed, EndpointConfig.DEFAULT);
            Outcome outcome = scenario.get("/t");
            scenario.network.run(FIVE_MINUTES);

            List<LoggedDatagram> sent = scenario.network.log().from("192.0.2.1");
            assertEquals(5, sent.size());
            long timeout = sent.get(1).atNanos() - sent.get(0).atNanos();
            assertTrue(timeout >= 2 * SECOND && timeout <= 3 * SECOND, () -> "first timeout: " + timeout);
            for (int i = 2; i < 5; i++) {
                assertEquals(
                        timeout << (i - 1),
                        sent.get(i).atNanos() - sent.get(i - 1).atNanos());
            }
            outcome.failure(NoResponseException.class);
            assertTrue(outcome.atNanos >= 62 * SECOND && outcome.atNanos <= 93 * SECOND);
            tenths[(int) Math.min(9, (timeout - 2 * SECOND) / (SECOND / 10))]++;
        }
        assertTrue(Arrays.stream(tenths).allMatch(count -> count >= 5), () -> Arrays.toString(tenths));
    }

    @Test
    void followsTheParametersOfTheRequest() {
        Scenario scenario = new Scenario();
        TransmissionParameters parameters = TransmissionParameters.DEFAULT
                .ackTimeout(Duration.ofMillis(500))
                .ackRandomFactor(1)
                .maxRetransmit(1);
        Outcome outcome = scenario.send(Request.get("/t"), SendOptions.confirmable(parameters));

        scenario.peer.expect(CON, GET, "/t");
        scenario.peer.expect(CON, GET, "/t").after(Duration.ofMillis(500));
        scenario.peer.expectNothing(FIVE_MINUTES);
        outcome.failure(NoResponseException.class);
        assertEquals(1_500_000_000L, outcome.atNanos);
    }

    @Test
    @Requirement("R7252-029")
    void stopsAtAnEmptyAcknowledgementAndWaitsForTheResponse() {
        Scenario scenario = new Scenario();
        Outcome outcome = scenario.get("/temperature");
        scenario.peer.expect(CON, GET, "/temperature").mid("m");
        scenario.peer.send(ACK, EMPTY).mid("m");
        scenario.peer.expectNothing(Duration.ofSeconds(92));
        outcome.assertOpen();

        scenario.peer.expectNothing(FIVE_MINUTES);
        assertEquals(
                "no response from 192.0.2.2:5683 within 93000 ms to GET [Uri-Path:temperature], sent 1 times,"
                        + " acknowledged",
                outcome.failure(NoResponseException.class).getMessage());
        assertEquals(93 * SECOND, outcome.atNanos);
        scenario.assertForgetsEverything();
    }

    @Test
    @Requirement("R7252-028")
    void reportsAResetAndStops() {
        Scenario scenario = new Scenario();
        Outcome outcome = scenario.get("/temperature");
        scenario.peer.expect(CON, GET, "/temperature").mid("m");
        scenario.peer.send(RST, EMPTY).mid("m");
        scenario.peer.expectNothing(FIVE_MINUTES);
        assertEquals(
                "192.0.2.2:5683 answered with a Reset: GET [Uri-Path:temperature]",
                outcome.failure(ResetException.class).getMessage());
        assertEquals(1, scenario.count(Counter.RESETS_RECEIVED));
        scenario.assertForgetsEverything();
    }

    @Test
    @Requirement("R7252-031")
    void stopsWhenCancelled() {
        Scenario scenario = new Scenario();
        Outcome outcome = scenario.get("/temperature");
        scenario.peer.expect(CON, GET, "/temperature");
        scenario.peer.expect(CON, GET, "/temperature");
        scenario.cancel(outcome);
        scenario.peer.expectNothing(FIVE_MINUTES);
        outcome.assertOpen();
        scenario.assertForgetsEverything();
    }

    @Test
    @Requirement("R7252-024")
    void ignoresAResetThatIsNotEmpty() {
        Scenario scenario = new Scenario();
        Outcome outcome = scenario.get("/t");
        WireReceipt request = scenario.peer.expect(CON, GET, "/t").mid("m").token("t");
        scenario.peer.send(RST, CONTENT).mid("m").token("t").payload("no");
        scenario.peer.expectAgain(request);
        outcome.assertOpen();
        scenario.peer.sendHex(String.format("7000%04xff", request.message().messageId()));
        scenario.peer.expectAgain(request);
        outcome.assertOpen();
    }

    @Test
    @Requirement("R7252-023")
    void ignoresAnAcknowledgementThatCarriesARequestOrAReservedCode() {
        Scenario scenario = new Scenario();
        Outcome outcome = scenario.get("/t");
        WireReceipt request = scenario.peer.expect(CON, GET, "/t").mid("m").token("t");
        scenario.peer.send(ACK, GET, "/t").mid("m").token("t");
        scenario.peer.expectAgain(request);
        scenario.peer.sendHex(String.format("60e0%04x", request.message().messageId()));
        scenario.peer.expectAgain(request);
        outcome.assertOpen();
        assertEquals(List.of(), scenario.requests);
    }

    @Test
    @Requirement("R7252-040")
    void startsMessageIdsAtRandom() {
        Set<Integer> first = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            Scenario scenario = new Scenario(seed, EndpointConfig.DEFAULT);
            scenario.get("/t");
            first.add(scenario.peer.expect(CON, GET, "/t").message().messageId());
        }
        assertTrue(first.size() >= 19, first::toString);
    }

    @Test
    void pingIsAnsweredWithAReset() {
        Scenario scenario = new Scenario();
        Outcome outcome = scenario.ping();
        scenario.peer.expect(CON, EMPTY).mid("m");
        scenario.peer.send(RST, EMPTY).mid("m");
        scenario.network.runUntilQuiet();
        outcome.failure(ResetException.class);
        scenario.assertForgetsEverything();
    }

    @Test
    void pingIsRepeatedAndFailsWithoutAnswer() {
        Scenario scenario = new Scenario();
        Outcome outcome = scenario.ping();
        WireReceipt ping = scenario.peer.expect(CON, EMPTY);
        assertEquals(4, ping.bytes().length);
        for (int i = 0; i < 4; i++) {
            scenario.peer.expectAgain(ping);
        }
        scenario.peer.expectNothing(FIVE_MINUTES);
        assertEquals(
                "no acknowledgement from 192.0.2.2:5683 for ping, sent 5 times",
                outcome.failure(NoResponseException.class).getMessage());
    }
}
