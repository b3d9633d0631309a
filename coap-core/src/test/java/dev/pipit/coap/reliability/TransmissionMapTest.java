package dev.pipit.coap.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.pipit.coap.event.Counters;
import dev.pipit.coap.event.EndpointListener;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.peer.PeerTable;
import dev.pipit.coap.port.MessagePort;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.timer.DeadlineQueue;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TransmissionMapTest {
    private static final MessagePort.DeliveryListener NOBODY = new MessagePort.DeliveryListener() {
        @Override
        public void onAcknowledged(long nowNanos) {}

        @Override
        public void onFailure(CoapException failure, long nowNanos) {}
    };

    private final PeerSlot peer = Objects.requireNonNull(
            new PeerTable(1, 1, new Random(1)).touch(new InetSocketAddress("192.0.2.2", 5683), PeerIdentity.NONE, 0));
    private final Outgoing outgoing = new Outgoing(
            ReliabilityConfig.DEFAULT,
            new Wire((slot, datagram) -> {}, new Counters(), EndpointListener.NONE),
            new DeadlineQueue(),
            new Random(1));

    private Transmission transmission(int messageId) {
        Transmission transmission = new Transmission(
                new Sender(outgoing, peer, 0),
                Token.EMPTY,
                Request.get("/t"),
                SendOptions.confirmable(TransmissionParameters.DEFAULT),
                NOBODY);
        transmission.start(messageId, 0);
        return transmission;
    }

    @Test
    void behavesLikeAHashMap() {
        Random random = new Random(5);
        TransmissionMap map = new TransmissionMap();
        Map<Integer, Transmission> model = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            // Few different remainders, so that many have to move along.
            int messageId = random.nextInt(40) * 64 + random.nextInt(4);
            Transmission there = model.get(messageId);
            assertSame(there, map.get(messageId));
            if (there == null && random.nextInt(3) > 0) {
                Transmission added = transmission(messageId);
                map.put(added);
                model.put(messageId, added);
            } else if (there != null && random.nextBoolean()) {
                map.remove(there);
                model.remove(messageId);
            } else if (there == null) {
                map.remove(transmission(messageId));
            }
            assertEquals(model.size(), map.size());
        }
        List<Transmission> all = map.all();
        assertEquals(model.size(), all.size());
        assertEquals(new HashSet<>(model.values()), new HashSet<>(all));
        for (Transmission each : new ArrayList<>(all)) {
            map.remove(each);
        }
        assertEquals(0, map.size());
        assertEquals(List.of(), map.all());
    }
}
