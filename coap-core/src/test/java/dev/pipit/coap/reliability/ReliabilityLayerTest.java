package dev.pipit.coap.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.event.Counters;
import dev.pipit.coap.event.EndpointListener;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.peer.PeerTable;
import dev.pipit.coap.port.MessagePort.DeliveryListener;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.timer.DeadlineQueue;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What only shows below the endpoint: messages that answer nothing, and many of them. */
class ReliabilityLayerTest implements DeliveryListener {
    private static final SendOptions CON = SendOptions.confirmable(TransmissionParameters.DEFAULT);
    private static final long LIFETIME = TransmissionParameters.DEFAULT.exchangeLifetimeNanos();

    private final List<byte[]> sent = new ArrayList<>();
    private final List<CoapException> failures = new ArrayList<>();
    private final DeadlineQueue deadlines = new DeadlineQueue();
    private final PeerTable peers = new PeerTable(10, LIFETIME, new Random(1));
    private final ReliabilityLayer layer = new ReliabilityLayer(
            ReliabilityConfig.DEFAULT,
            new ReliabilityLayer.Environment(
                    (peer, datagram) -> sent.add(datagram),
                    peers,
                    deadlines,
                    new Random(1),
                    new Counters(),
                    EndpointListener.NONE));
    private final PeerSlot peer = slot(5683);

    private PeerSlot slot(int port) {
        PeerSlot slot = peers.touch(new InetSocketAddress("192.0.2.2", port), PeerIdentity.NONE, 0);
        if (slot == null) {
            throw new AssertionError("no room");
        }
        return slot;
    }

    @Override
    public void onAcknowledged(long nowNanos) {}

    @Override
    public void onFailure(CoapException failure, long nowNanos) {
        failures.add(failure);
    }

    private void send(Message message, SendOptions options, long nowNanos) {
        layer.send(peer, Token.EMPTY, message, options, this, nowNanos);
    }

    private int messageId(int index) {
        byte[] datagram = sent.get(index);
        return (datagram[2] & 0xff) << 8 | (datagram[3] & 0xff);
    }

    @Test
    @Requirement("R7252-039")
    void usesNoMessageIdTwiceWithinItsLifetime() {
        for (int i = 0; i < 70_000; i++) {
            send(Response.content("x"), CON.nonConfirmable(), i);
        }
        Set<Integer> used = new HashSet<>();
        for (int i = 0; i < sent.size(); i++) {
            used.add(messageId(i));
        }
        assertEquals(sent.size(), used.size());
        assertEquals(70_000, sent.size() + failures.size() + ReliabilityConfig.DEFAULT.maxQueuedPerPeer());
    }

    @Test
    void losesNothingThatWaitsForAMessageId() {
        while (failures.isEmpty()) {
            send(Response.content("x"), CON.nonConfirmable(), 0);
        }
        int before = sent.size();
        int waiting = ReliabilityConfig.DEFAULT.maxQueuedPerPeer();
        deadlines.handleTimeout(LIFETIME);
        assertEquals(before + waiting, sent.size());
        assertTrue(layer.isQuiet());
    }

    @Test
    void sendsEveryRequestThatWaitsBehindANonResponse() {
        send(Response.content("x"), CON.nonConfirmable(), 0);
        PeerTraffic traffic = Objects.requireNonNull(peer.get(PeerTraffic.KEY));
        Sender sender = Objects.requireNonNull(traffic.sender);
        int taken = 1;
        while (sender.takeMessageId(0) != MessageIds.NONE) {
            taken++;
        }
        assertTrue(taken > 64_000);
        send(Response.content("y"), CON.nonConfirmable(), 0);
        send(Request.get("/1"), CON, 0);
        send(Request.get("/2"), CON, 0);
        assertEquals(1, sent.size());

        deadlines.handleTimeout(LIFETIME);
        assertEquals(3, sent.size());
        layer.handleDatagram(peer, UdpMessage.empty(MessageType.ACK, messageId(2)), LIFETIME);
        assertEquals(4, sent.size());
    }
}
