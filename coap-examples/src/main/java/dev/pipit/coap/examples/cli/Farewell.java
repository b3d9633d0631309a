package dev.pipit.coap.examples.cli;

import dev.pipit.coap.event.EndpointListener;
import dev.pipit.coap.message.Datagram;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.Peer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sees in the messages whether the server has answered a deregistration (RFC 7641 §3.6). */
final class Farewell implements EndpointListener {
    private static final long DEREGISTER = 1;

    private final CountDownLatch answered = new CountDownLatch(1);
    private @Nullable Token token; // the event loop's

    /** Waits for the answer; false where there is none in that time. */
    boolean await(Duration limit) throws InterruptedException {
        return answered.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void onSent(Peer peer, UdpMessage message) {
        Message content = message.message();
        if (content instanceof Request request && request.options().uint(StandardOptions.OBSERVE, 0) == DEREGISTER) {
            token = message.token();
        }
    }

    @Override
    public void onReceived(Peer peer, Datagram datagram) {
        // A notification that is under way has the same token, and an Observe option.
        Token expected = token;
        if (expected != null
                && datagram instanceof UdpMessage message
                && message.message() instanceof Response response
                && expected.equals(message.token())
                && !response.options().has(StandardOptions.OBSERVE)) {
            answered.countDown();
        }
    }
}
