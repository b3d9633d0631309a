package dev.pipit.coap.freshness;

import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.CONTINUE;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.message.Code.UNAUTHORIZED;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.option.StandardOptions.BLOCK1;
import static dev.pipit.coap.option.StandardOptions.BLOCK2;
import static dev.pipit.coap.option.StandardOptions.ECHO;
import static dev.pipit.coap.option.StandardOptions.OBSERVE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.message.NoResponseException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.testkit.scenario.Outcome;
import dev.pipit.coap.testkit.scenario.Scenario;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EchoClientScenarioTest {
    private static final SendOptions CONFIRMABLE = SendOptions.confirmable(TransmissionParameters.DEFAULT);
    private static final byte[] ONE = {1, 2, 3};
    private static final byte[] TWO = {4, 5, 6};

    private final Scenario scenario = new Scenario();
    private final WireScript server = scenario.peer;

    private void challenge(WireReceipt request, byte[] echo) {
        request.mid("m" + request.atNanos()).token("t" + request.atNanos());
        server.send(ACK, UNAUTHORIZED)
                .mid("m" + request.atNanos())
                .token("t" + request.atNanos())
                .option(ECHO, echo);
    }

    private void answer(WireReceipt request, String text) {
        request.mid("m" + request.atNanos()).token("t" + request.atNanos());
        server.send(ACK, CONTENT)
                .mid("m" + request.atNanos())
                .token("t" + request.atNanos())
                .payload(text);
        server.pause(Duration.ofMillis(5));
    }

    @Test
    @Requirement({"R9175-002", "R9175-007"})
    void sendsAChallengedRequestAgainUnderANewMessageId() {
        for (int length : new int[] {1, 8, 40}) {
            byte[] echo = new byte[length];
            new Random(length).nextBytes(echo);
            Outcome outcome =
                    scenario.send(Request.of(PUT, Request.get("/lock").options(), new byte[] {1}), CONFIRMABLE);
            // From the second on with the Echo of the one before, which is too old.
            WireReceipt first = server.expect(CON, PUT, "/lock");
            challenge(first, echo);
            WireReceipt second = server.expect(CON, PUT, "/lock").option(ECHO, echo);
            assertNotEquals(first.message().messageId(), second.message().messageId());
            answer(second, "done");
            outcome.assertText("done");
        }
    }

    @Test
    void keepsTheTokenThatWasChosenAndTheType() {
        Outcome outcome = scenario.getNon("/t");
        WireReceipt first = server.expect(NON, GET, "/t").token("chosen");
        server.send(NON, UNAUTHORIZED).token("chosen").option(ECHO, ONE);
        WireReceipt second = server.expect(NON, GET, "/t").option(ECHO, ONE);
        server.send(NON, CONTENT).token(second.message().token()).payload("x");
        server.pause(Duration.ofMillis(5));
        outcome.assertText("x");

        Outcome fixed = scenario.send(
                Request.get("/u"), CONFIRMABLE.withToken(first.message().token()));
        WireReceipt third = server.expect(CON, GET, "/u").token("chosen");
        challenge(third, TWO);
        WireReceipt fourth = server.expect(CON, GET, "/u").token("chosen").option(ECHO, TWO);
        answer(fourth, "y");
        fixed.assertText("y");
    }

    @Test
    @Requirement("R9175-008")
    void theLatestEchoGoesWithTheRequestsThatFollowForAWhile() {
        Outcome first = scenario.get("/t");
        WireReceipt request = server.expect(CON, GET, "/t").option(ECHO);
        request.mid("m").token("t");
        server.send(ACK, CONTENT).mid("m").token("t").option(ECHO, ONE).payload("1");
        server.pause(Duration.ofMillis(5));
        first.assertText("1");

        scenario.get("/t");
        WireReceipt second = server.expect(CON, GET, "/t").option(ECHO, ONE);
        challenge(second, TWO);
        answer(server.expect(CON, GET, "/t").option(ECHO, TWO), "2");
        scenario.get("/t");
        answer(server.expect(CON, GET, "/t").option(ECHO, TWO), "3");
        for (int i = 0; i < 4; i++) {
            server.pause(Duration.ofSeconds(70));
            scenario.get("/t");
            answer(server.expect(CON, GET, "/t").option(ECHO, TWO), "4");
        }
        server.pause(Duration.ofSeconds(70));
        scenario.get("/t");
        answer(server.expect(CON, GET, "/t").option(ECHO), "5");
    }

    @Test
    @Requirement({"R9175-009", "R9175-010"})
    void anEchoGoesToNobodyElse() {
        scenario.get("/t");
        challenge(server.expect(CON, GET, "/t"), ONE);
        answer(server.expect(CON, GET, "/t").option(ECHO, ONE), "1");
        WireScript other = server.atPort(7777);
        scenario.send(other.address(), PeerIdentity.NONE, Request.get("/t"), CONFIRMABLE);
        other.expect(CON, GET, "/t").option(ECHO);
        PeerIdentity secure = new PeerIdentity() {
            @Override
            public boolean isSecure() {
                return true;
            }
        };
        scenario.send(server.address(), secure, Request.get("/t"), CONFIRMABLE);
        server.expect(CON, GET, "/t").option(ECHO);
        scenario.send(server.address(), PeerIdentity.NONE, Request.get("/t"), CONFIRMABLE);
        server.expect(CON, GET, "/t").option(ECHO, ONE);
    }

    @Test
    void aServerThatIsNeverContentIsHeardByTheApplication() {
        Outcome outcome = scenario.get("/t");
        for (int i = 0; i < 4; i++) {
            challenge(server.expect(CON, GET, "/t"), new byte[] {(byte) i});
        }
        server.pause(Duration.ofSeconds(1));
        assertEquals(UNAUTHORIZED, outcome.response().code());
        server.expectNothing(Duration.ofMinutes(3));

        Outcome same = scenario.get("/t");
        challenge(server.expect(CON, GET, "/t").option(ECHO, new byte[] {3}), new byte[] {3});
        server.pause(Duration.ofSeconds(1));
        assertEquals(UNAUTHORIZED, same.response().code());
    }

    @Test
    void anEchoOfTheApplicationIsItsOwnBusiness() {
        Request request = Request.get("/t");
        Outcome outcome = scenario.send(request.withOptions(request.options().with(ECHO, TWO)), CONFIRMABLE);
        challenge(server.expect(CON, GET, "/t").option(ECHO, TWO), ONE);
        server.pause(Duration.ofSeconds(1));
        assertArrayEquals(ONE, outcome.response().options().get(ECHO).orElseThrow());
    }

    @Test
    void anUnauthorizedWithoutEchoIsFinal() {
        Outcome outcome = scenario.get("/t");
        server.expect(CON, GET, "/t").mid("m").token("t");
        server.send(ACK, UNAUTHORIZED).mid("m").token("t");
        server.pause(Duration.ofSeconds(1));
        assertEquals(UNAUTHORIZED, outcome.response().code());
    }

    @Test
    void theTimeOfARequestIsThatOfAllItsAttempts() {
        Outcome outcome = scenario.send(
                Request.get("/t"), new SendOptions(true, TransmissionParameters.DEFAULT, 10_000_000_000L));
        WireReceipt first = server.expect(CON, GET, "/t");
        server.pause(Duration.ofSeconds(1));
        challenge(first, ONE);
        server.expect(CON, GET, "/t").option(ECHO, ONE);
        server.pause(Duration.ofSeconds(20));
        outcome.failure(NoResponseException.class);
        assertEquals(10.0, outcome.atNanos / 1e9, 0.01);
    }

    @Test
    void aCancelledRequestIsNotSentAgain() {
        Outcome outcome = scenario.get("/t");
        WireReceipt first = server.expect(CON, GET, "/t");
        scenario.cancel(outcome);
        challenge(first, ONE);
        server.expectNothing(Duration.ofMinutes(2));
        outcome.assertOpen();
    }

    @Test
    void aChallengeInTheMiddleOfATransferIsAnsweredThere() {
        byte[] body = new byte[2500];
        Outcome outcome = scenario.send(Request.of(PUT, Request.get("/large").options(), body), CONFIRMABLE);
        for (int i = 0; i < 3; i++) {
            Block block = new Block(i, i < 2, 6);
            WireReceipt part = server.expect(CON, PUT, "/large").token("one").option(BLOCK1, block);
            if (i == 1) {
                part.mid("x");
                server.send(ACK, UNAUTHORIZED).mid("x").token("one").option(ECHO, ONE);
                part = server.expect(CON, PUT, "/large")
                        .token("one")
                        .option(BLOCK1, block)
                        .option(ECHO, ONE);
            }
            part.mid("m" + i);
            server.send(ACK, i < 2 ? CONTINUE : CHANGED)
                    .mid("m" + i)
                    .token("one")
                    .option(BLOCK1, block);
        }
        server.pause(Duration.ofSeconds(1));
        assertEquals(CHANGED, outcome.response().code());
    }

    @Test
    void aSmallFirstBlockWithAnEchoIsFollowedByRequestsWithIt() {
        Outcome outcome = scenario.get("/large");
        server.expect(CON, GET, "/large").mid("a").token("t");
        server.send(ACK, CONTENT)
                .mid("a")
                .token("t")
                .option(BLOCK2, new Block(0, true, 0))
                .option(ECHO, ONE)
                .payload("0123456789abcdef");
        server.expect(CON, GET, "/large").mid("b").option(ECHO, ONE).option(BLOCK2, new Block(1, false, 0));
        server.send(ACK, CONTENT)
                .mid("b")
                .token("t")
                .option(BLOCK2, new Block(1, false, 0))
                .payload("g");
        server.pause(Duration.ofSeconds(1));
        outcome.assertText("0123456789abcdefg");
    }

    @Test
    void aRegistrationIsRepeatedUnderItsToken() {
        VirtualNetwork network = new VirtualNetwork(2);
        WireScript observed = network.script("192.0.2.1:5683", "192.0.2.9:5700");
        CoapClient client = CoapClient.builder()
                .transport(network.host("192.0.2.9"))
                .local(new InetSocketAddress("192.0.2.9", 5700))
                .build();
        List<String> states = new ArrayList<>();
        client.observe("coap://192.0.2.1/t", response -> states.add(response.text()));
        observed.expect(CON, GET, "/t").mid("a").token("t").option(OBSERVE, 0L);
        observed.send(ACK, UNAUTHORIZED).mid("a").token("t").option(ECHO, ONE);
        observed.expect(CON, GET, "/t").mid("b").token("t").option(OBSERVE, 0L).option(ECHO, ONE);
        observed.send(ACK, CONTENT).mid("b").token("t").option(OBSERVE, 1L).payload("1");
        observed.send(NON, CONTENT)
                .token("t")
                .option(OBSERVE, 2L)
                .option(ECHO, TWO)
                .payload("2");
        observed.pause(Duration.ofSeconds(1));
        assertEquals(List.of("1", "2"), states);
        client.close();
    }
}
