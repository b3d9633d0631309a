package dev.pipit.coap.examples.bench;

import dev.pipit.coap.client.ClientRequest;
import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.EndpointListener;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.peer.Peer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One client on one port, with its request. Its message IDs are counted: no ID is used again within 247 s (RFC 7252
 * §4.4), so that a port that has sent some ten thousands of messages is replaced by another. Safe for use by any thread.
 */
final class Connection {
    /** Half of the message IDs: what is in flight needs some as well. */
    static final int MOST_IDS = 32_768;

    private final CoapClient client;
    private final ClientRequest request;
    private final int mostIds;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger usedIds = new AtomicInteger();

    Connection(LoadTarget target, EventLoops loops, int mostIds) {
        this.mostIds = mostIds;
        client = target.client(loops.next(), new IdCount());
        request = target.request(client);
    }

    ClientRequest request() {
        return request;
    }

    boolean isUsedUp() {
        return usedIds.get() >= mostIds;
    }

    int inFlight() {
        return inFlight.get();
    }

    void begin() {
        inFlight.incrementAndGet();
    }

    void end() {
        inFlight.decrementAndGet();
    }

    /** Frees the port where nothing is in flight there; not on an event loop. */
    void closeWhenIdle() {
        if (inFlight.get() == 0) {
            client.close();
        }
    }

    void close() {
        client.close();
    }

    /** Messages sent again so far. */
    long retransmissions() {
        return client.counters().getOrDefault(Counter.RETRANSMISSIONS, 0L);
    }

    private final class IdCount implements EndpointListener {
        @Override
        public void onSent(Peer peer, UdpMessage message) {
            if (message.type() == MessageType.CON || message.type() == MessageType.NON) {
                usedIds.incrementAndGet();
            }
        }
    }
}
