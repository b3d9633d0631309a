package dev.pipit.coap.examples.interop;

import dev.pipit.coap.event.EndpointListener;
import dev.pipit.coap.message.Datagram;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.peer.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The messages of a client, in the order in which it sent and received them. */
final class Recording implements EndpointListener {
    private static final long PATIENCE_MILLIS = 10_000;

    private final List<UdpMessage> sent = new ArrayList<>();
    private final List<UdpMessage> received = new ArrayList<>();

    @Override
    public synchronized void onSent(Peer peer, UdpMessage message) {
        sent.add(message);
        notifyAll();
    }

    @Override
    public synchronized void onReceived(Peer peer, Datagram datagram) {
        if (datagram instanceof UdpMessage message) {
            received.add(message);
        }
    }

    synchronized List<UdpMessage> received() {
        return List.copyOf(received);
    }

    synchronized UdpMessage sent(int index) {
        return sent.get(index);
    }

    /** Waits for a message to be sent, as the acknowledgement of a response that has been handed out already. */
    synchronized UdpMessage awaitSent(Predicate<UdpMessage> condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (true) {
            for (UdpMessage message : sent) {
                if (condition.test(message)) {
                    return message;
                }
            }
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("not sent within " + PATIENCE_MILLIS + " ms; sent: " + sent);
            }
            wait(left);
        }
    }

    synchronized void clear() {
        sent.clear();
        received.clear();
    }
}
