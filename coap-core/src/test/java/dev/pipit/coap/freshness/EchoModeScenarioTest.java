package dev.pipit.coap.freshness;

import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.CONTENT;
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
import static dev.pipit.coap.option.StandardOptions.NO_RESPONSE;
import static dev.pipit.coap.option.StandardOptions.OBSERVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.codec.MessageEncoder;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.testkit.scenario.Scenario;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Large responses where Echo is demanded, where nothing is, and where there is no room to wait. */
class EchoModeScenarioTest {
    private static final String PATH = "/large/resource";

    private final Limited limited = new Limited(AmplificationMitigation.ECHO);
    private final Scenario scenario = limited.scenario;
    private final WireScript peer = scenario.peer;

    private record Named(String name) implements PeerIdentity {
        @Override
        public boolean isSecure() {
            return true;
        }
    }

    @Test
    @Requirement({"R9175-018", "R9175-019", "R7252-161"})
    void aLargeRepresentationIsForThoseWhoShowAnEcho() {
        peer.send(CON, GET, PATH).mid("a").token("a");
        WireReceipt challenge =
                peer.expect(ACK, UNAUTHORIZED).mid("a").token("a").payload("");
        peer.send(CON, GET, PATH).mid("b").token("b").option(ECHO, Limited.echoOf(challenge));
        peer.expect(ACK, CONTENT).mid("b").payload(Limited.BODY);
        peer.send(NON, GET, PATH).token("c");
        peer.expect(NON, CONTENT).token("c").payload(Limited.BODY);
        assertEquals(1, scenario.count(Counter.CHALLENGES_SENT));
        assertEquals(1, scenario.count(Counter.PEERS_VERIFIED));
    }

    @Test
    @Requirement("R9175-019")
    void aChallengeThatComesLateIsNotConfirmable() {
        scenario.answers(Scenario.LATER);
        peer.send(CON, GET, PATH).mid("a").token("a");
        peer.expect(ACK, EMPTY).mid("a");
        scenario.respond(Response.content(Limited.BODY, ContentFormat.OCTET_STREAM));
        peer.expect(NON, UNAUTHORIZED).token("a");
        peer.expectNothing(Duration.ofMinutes(5));
        scenario.assertForgetsEverything();
    }

    @Test
    @Requirement({"R9175-019", "R7967-005"})
    void noChallengeGoesInThePlaceOfAResponseThatIsNotWanted() {
        peer.send(CON, GET, PATH).mid("a").token("a").option(NO_RESPONSE, 2L);
        peer.expect(ACK, EMPTY).mid("a");
        peer.send(NON, GET, PATH).token("b").option(NO_RESPONSE, 2L);
        peer.send(NON, GET, PATH).token("c").option(NO_RESPONSE, 8L);
        peer.expectNothing(Duration.ofMinutes(5));
        assertEquals(3, scenario.count(Counter.RESPONSES_SUPPRESSED));
        assertEquals(1, scenario.count(Counter.CHALLENGES_SENT));
    }

    @Test
    @Requirement("R9175-019")
    void aLateChallengeIsNotConfirmableWhereSomeResponsesAreNotWanted() {
        scenario.answers(Scenario.LATER);
        peer.send(CON, GET, PATH).mid("a").token("a").option(NO_RESPONSE, 16L);
        peer.expect(ACK, EMPTY).mid("a");
        scenario.respond(Response.content(Limited.BODY, ContentFormat.OCTET_STREAM));
        peer.expect(NON, UNAUTHORIZED).token("a");
        peer.expectNothing(Duration.ofMinutes(5));
        scenario.assertForgetsEverything();
    }

    @Test
    void whatIsNotSafeIsDoneOnceAndAnsweredInSmallBlocks() {
        scenario.answers(
                request -> Response.builder(CHANGED).payload(Limited.BODY).build());
        peer.send(CON, POST, PATH).token("a").payload("go");
        peer.expect(ACK, CHANGED).token("a").option(BLOCK2, new Block(0, true, 2));
        assertEquals(1, scenario.requests.size());
    }

    @Test
    @Requirement({"R9175-003", "R9175-014"})
    void anEchoFromAnotherPortShowsNothing() {
        peer.send(CON, GET, PATH).token("a");
        byte[] echo = Limited.echoOf(peer.expect(ACK, UNAUTHORIZED));
        WireScript other = peer.atPort(7777);
        other.send(CON, GET, PATH).token("b").option(ECHO, echo);
        other.expect(ACK, UNAUTHORIZED).token("b");
    }

    @Test
    void anEchoShowsItForAWhile() {
        peer.send(CON, GET, PATH).token("a");
        byte[] echo = Limited.echoOf(peer.expect(ACK, UNAUTHORIZED));
        peer.pause(FreshnessConfig.DEFAULT.echoLifetime().plusSeconds(1));
        peer.send(CON, GET, PATH).token("b").option(ECHO, echo);
        peer.expect(ACK, UNAUTHORIZED).token("b");
    }

    @Test
    void whateverIsInAnEchoItShowsNothingAndBreaksNothing() {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            byte[] echo = new byte[random.nextInt(60)];
            random.nextBytes(echo);
            peer.send(CON, GET, PATH).rawOption(252, echo);
            peer.expect(ACK, UNAUTHORIZED);
        }
        assertEquals(0, scenario.count(Counter.PEERS_VERIFIED));
        assertTrue(limited.amplification("192.0.2.2") <= 3);
    }

    @Test
    void aRegistrationThatIsChallengedIsNone() {
        VirtualNetwork network = new VirtualNetwork(3);
        ObservableResource resource =
                ObservableResource.of(context -> Response.content(Limited.BODY, ContentFormat.OCTET_STREAM));
        CoapServer.builder()
                .transport(network.host("192.0.2.1"))
                .directExecutor()
                .amplification(AmplificationMitigation.ECHO)
                .observable(PATH, resource)
                .start(5683);
        WireScript client = network.script("192.0.2.2:5683", "192.0.2.1:5683");
        client.send(CON, GET, PATH).token("a").option(OBSERVE, 0L);
        WireReceipt challenge = client.expect(ACK, UNAUTHORIZED).token("a").option(OBSERVE);
        resource.changed();
        client.expectNothing(Duration.ofMinutes(1));
        assertEquals(0, resource.observers().count());
        client.send(CON, GET, PATH).token("b").option(OBSERVE, 0L).option(ECHO, Limited.echoOf(challenge));
        client.expect(ACK, CONTENT).payload(Limited.BODY);
        assertEquals(1, resource.observers().count());
    }

    @Test
    void whoIsAuthenticatedHasNothingToShow() {
        for (AmplificationMitigation mitigation : AmplificationMitigation.values()) {
            Limited secured = new Limited(mitigation);
            UdpMessage request = new UdpMessage(MessageType.CON, 1, Token.of((byte) 1), Request.get(PATH));
            secured.scenario.endpoint.handleDatagram(
                    secured.scenario.peer.address(), new Named("a"), request, secured.scenario.network.now());
            WireReceipt answer = secured.scenario.peer.expect(ACK, CONTENT).payload(Limited.BODY);
            assertTrue(answer.bytes().length > MessageEncoder.encode(request).length);
        }
    }

    @Test
    void nothingIsAskedWhereItIsOff() {
        Limited off = new Limited(AmplificationMitigation.OFF);
        off.scenario.peer.send(CON, GET, PATH).token("a");
        off.scenario.peer.expect(ACK, CONTENT).payload(Limited.BODY);
    }

    @Test
    void responsesThatFindNoRoomToWaitGoCut() {
        Limited narrow = new Limited(config -> config.maxHeld(2));
        for (int port = 10_000; port < 10_005; port++) {
            WireScript stranger = narrow.scenario.peer.atPort(port);
            stranger.send(CON, GET, PATH).token("t" + port);
            stranger.expect(port < 10_002 ? CON : ACK, port < 10_002 ? EMPTY : CONTENT);
        }
        assertEquals(2, narrow.scenario.count(Counter.RESPONSES_HELD));
        assertEquals(3, narrow.scenario.count(Counter.RESPONSES_CUT));
        narrow.scenario.network.run(Duration.ofSeconds(12));
        assertEquals(5, narrow.scenario.count(Counter.RESPONSES_CUT));

        Limited small = new Limited(config -> config.maxHeldBytes(1500));
        for (int port = 10_000; port < 10_002; port++) {
            WireScript stranger = small.scenario.peer.atPort(port);
            stranger.send(CON, GET, PATH).token("t" + port);
            stranger.expect(port < 10_001 ? CON : ACK, port < 10_001 ? EMPTY : CONTENT);
        }
        assertEquals(1, small.scenario.count(Counter.RESPONSES_HELD));
    }

    @Test
    void aPeerThatGuessesMessageIdsShowsNothingByOne() {
        Limited guessed = new Limited(AmplificationMitigation.PING);
        WireScript forger = guessed.scenario.peer;
        forger.send(CON, GET, PATH).token("a");
        WireReceipt ping = guessed.expectPing();
        int right = ping.message().messageId();
        for (int i = 1; i <= 8; i++) {
            forger.send(RST, EMPTY).mid((right + i) & 0xffff);
        }
        forger.send(RST, EMPTY).mid(right);
        forger.expect(CON, EMPTY);
        forger.expect(ACK, CONTENT).token("a");
        assertEquals(0, guessed.scenario.count(Counter.PEERS_VERIFIED));
    }
}
