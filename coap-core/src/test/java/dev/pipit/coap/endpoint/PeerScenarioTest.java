package dev.pipit.coap.endpoint;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.AssociationLostException;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.QueueFullException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.testkit.scenario.Outcome;
import dev.pipit.coap.testkit.scenario.Scenario;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PeerScenarioTest {
    private static final SendOptions CONFIRMABLE = SendOptions.confirmable(TransmissionParameters.DEFAULT);

    private record Name(String name) implements PeerIdentity {
        @Override
        public boolean isSecure() {
            return true;
        }
    }

    private static Scenario roomFor(int peers) {
        return new Scenario(1, EndpointConfig.DEFAULT.maxPeers(peers));
    }

    private static void greet(Scenario scenario, int from, int to) {
        for (int port = from; port < to; port++) {
            WireScript stranger = scenario.peer.atPort(port);
            stranger.send(CON, GET, "/t");
            stranger.pause(Duration.ofMillis(3));
        }
    }

    @Test
    void strangersReplaceStrangers() {
        Scenario scenario = roomFor(10);
        greet(scenario, 10000, 10100);
        assertEquals(100, scenario.requests.size());
        assertEquals(10, scenario.endpoint.peers());
        assertEquals(10, scenario.endpoint.rememberedMessages());
        scenario.assertForgetsEverything();
    }

    @Test
    void aPeerThatAnsweredUsIsNotReplacedByStrangers() {
        Scenario scenario = roomFor(10);
        Outcome outcome = scenario.get("/t");
        scenario.peerAnswers("/t", "22.3 C");
        outcome.assertText("22.3 C");
        scenario.peer.send(CON, GET, "/t").mid("m");
        WireReceipt answer = scenario.peer.expect(ACK, CONTENT);
        scenario.answers(request -> Response.content("changed"));
        greet(scenario, 10000, 10100);
        scenario.peer.sendAgain();
        scenario.peer.expectAgain(answer);
    }

    @Test
    void refusesNewcomersWhereAllPeersAreBusy() {
        Scenario scenario = roomFor(2).answers(Scenario.LATER);
        greet(scenario, 10000, 10002);
        greet(scenario, 10002, 10010);
        assertEquals(2, scenario.requests.size());
        assertEquals(8, scenario.count(Counter.PEERS_REFUSED));
        assertEquals(
                "no room for another peer, /192.0.2.2:5683, beside 2 busy ones",
                scenario.get("/t").failure(QueueFullException.class).getMessage());
        scenario.ping().failure(QueueFullException.class);
    }

    @Test
    void aPeerWhoseRequestIsBeingAnsweredIsNotReplaced() {
        Scenario scenario = roomFor(10).answers(Scenario.LATER);
        scenario.peer.send(CON, GET, "/slow").mid("m").token("t");
        scenario.peer.expect(ACK, EMPTY).mid("m");
        scenario.answers(request -> Response.content("quick"));
        greet(scenario, 10000, 10100);
        scenario.requests.get(0).respond(Response.content("slow"), scenario.network.now());
        scenario.peer.expect(CON, CONTENT).mid("n").token("t").payload("slow");
        scenario.peer.send(ACK, EMPTY).mid("n");
        scenario.peer.expectNothing(Duration.ofMinutes(5));
        scenario.assertForgetsEverything();
    }

    @Test
    @Requirement("R7252-066")
    void theEndOfAnAssociationEndsWhatItsPeerOwes() {
        Scenario scenario = new Scenario();
        InetSocketAddress address = scenario.peer.address();
        Name alice = new Name("alice");
        Name bob = new Name("bob");
        Outcome unacknowledged = scenario.send(address, alice, Request.get("/1"), CONFIRMABLE);
        WireReceipt request = scenario.peer.expect(CON, GET, "/1");
        UdpMessage empty = UdpMessage.empty(MessageType.ACK, request.message().messageId());
        scenario.endpoint.handleDatagram(address, alice, empty, scenario.network.now());
        Outcome second = scenario.send(address, alice, Request.get("/2"), CONFIRMABLE);
        Outcome third = scenario.send(address, alice, Request.get("/3"), CONFIRMABLE);
        scenario.peer.expect(CON, GET, "/2");

        UdpMessage stolen =
                new UdpMessage(MessageType.NON, 77, request.message().token(), Response.content("from bob"));
        scenario.endpoint.handleDatagram(address, bob, stolen, scenario.network.now());
        assertEquals(3, scenario.endpoint.waitingRequests());
        scenario.endpoint.handleAssociationEnd(alice, scenario.network.now());
        for (Outcome outcome : new Outcome[] {unacknowledged, second, third}) {
            outcome.failure(AssociationLostException.class);
        }
        assertEquals(0, scenario.endpoint.waitingRequests());
        scenario.peer.expectNothing(Duration.ofMinutes(2));
        scenario.assertForgetsEverything();
    }
}
