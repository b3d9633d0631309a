package dev.pipit.coap.endpoint;

import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.CON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.EndpointListener;
import dev.pipit.coap.message.Datagram;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.peer.Peer;
import dev.pipit.coap.testing.LoggedDatagram;
import dev.pipit.coap.testkit.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenerScenarioTest implements EndpointListener {
    private final List<String> sent = new ArrayList<>();
    private final List<String> received = new ArrayList<>();
    private final List<String> rejected = new ArrayList<>();
    private final Scenario scenario = new Scenario(1, EndpointConfig.DEFAULT.listener(this));

    @Override
    public void onReceived(Peer peer, Datagram datagram) {
        received.add(datagram.toString());
    }

    @Override
    public void onSent(Peer peer, UdpMessage message) {
        sent.add(message.toString());
    }

    @Override
    public void onRejected(Peer peer, Counter counter, String reason) {
        rejected.add(peer + " " + counter + " " + reason);
    }

    @Test
    void hearsEveryDatagramOnce() {
        scenario.peer.send(CON, GET, "/t").mid("m");
        scenario.peer.sendAgain();
        scenario.get("/u");
        scenario.network.run(Duration.ofMinutes(2));
        scenario.peer.sendHex("40001234");
        scenario.network.run(Duration.ofSeconds(1));

        List<String> log = scenario.network.log().from("192.0.2.1").stream()
                .map(LoggedDatagram::datagram)
                .map(Object::toString)
                .toList();
        assertEquals(log, sent);
        assertEquals(3, received.size());
        assertEquals(List.of(), rejected);
    }

    @Test
    void hearsWhatIsRejectedAndWhy() {
        scenario.peer.sendHex("4000123400");
        scenario.peer.sendHex("60001234");
        scenario.network.run(Duration.ofSeconds(1));
        assertEquals(
                List.of(
                        "192.0.2.2:5683 MALFORMED Empty message of 5 bytes (expected: 4)",
                        "192.0.2.2:5683 IGNORED ACK that matches nothing"),
                rejected);
    }
}
