package dev.pipit.coap.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.DatagramPort;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.RequestPort;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A peer that was at another address when its association began, and has not shown that it receives at this one. */
class MovedPeerTest implements DatagramPort, RequestPort.Receiver {
    private static final InetSocketAddress HERE = new InetSocketAddress("192.0.2.7", 7);
    private static final PeerIdentity IDENTITY = () -> true;

    private final List<byte[]> sent = new ArrayList<>();
    private final CoapEndpoint endpoint = new CoapEndpoint(EndpointConfig.DEFAULT, this, this, new Random(1));
    private boolean moved;
    private int messageId;
    private long now = 1;

    @Override
    public void send(PeerSlot peer, byte[] datagram) {
        sent.add(datagram);
    }

    @Override
    public boolean hasMoved(PeerSlot peer) {
        return moved;
    }

    @Override
    public void handleRequest(IncomingRequest incoming, long nowNanos) {
        incoming.respond(Response.content(new byte[1000], ContentFormat.OCTET_STREAM), nowNanos);
    }

    private void get() {
        Message get = Request.get("/large");
        endpoint.handleDatagram(HERE, IDENTITY, new UdpMessage(MessageType.CON, messageId++, Token.EMPTY, get), now);
    }

    @Test
    void hasNotMovedAndGetsAllAtOnce() {
        get();
        assertEquals(1, sent.size());
    }

    // What is known of a peer goes when it has been silent for EXCHANGE_LIFETIME; its association stays.
    @Test
    void isAStrangerAlsoWhereItWasForgottenMeanwhile() {
        moved = true;
        for (int i = 0; i < 2; i++) {
            sent.clear();
            get();
            assertEquals(1, sent.size());
            assertEquals(4, sent.get(0).length, "a ping");
            while (endpoint.nextDeadline() != Long.MAX_VALUE) {
                now = Math.max(now, endpoint.nextDeadline());
                endpoint.handleTimeout(now);
            }
            assertEquals(0, endpoint.peers());
        }
    }
}
