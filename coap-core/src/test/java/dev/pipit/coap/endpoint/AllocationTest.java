package dev.pipit.coap.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.pipit.coap.codec.MessageDecoder;
import dev.pipit.coap.codec.MessageEncoder;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.IpLiteral;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.RequestPort;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a request on the direct path costs in new memory, its entry in the duplicate filter included: counted, not timed. */
final class AllocationTest {
    private static final int PEERS = 100;
    private static final int REQUESTS = 200_000;
    private static final Response HELLO = Response.content("hello world");

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final InetSocketAddress[] addresses = new InetSocketAddress[PEERS];
    private final byte[] get = MessageEncoder.encode(
            MessageType.CON, 0, Token.of((byte) 1, (byte) 2, (byte) 3, (byte) 4), Request.get("/bench"));
    private final MessageDecoder decoder = new MessageDecoder(8);
    private int messageId;
    private long nowNanos;

    private final CoapEndpoint endpoint = new CoapEndpoint(
            EndpointConfig.DEFAULT,
            (peer, datagram) -> {},
            new RequestPort.Receiver() {
                @Override
                public void handleRequest(IncomingRequest request, long now) {
                    request.respond(HELLO, now);
                }
            },
            new SplittableRandom(1));

    @Test
    void anAnsweredRequestAllocatesAtMostSixHundredBytes() {
        for (int i = 0; i < PEERS; i++) {
            addresses[i] = new InetSocketAddress(IpLiteral.parse("127.0.0.1").orElseThrow(), 10_000 + i);
        }
        answer(REQUESTS); // until the compiler has seen it
        long before = threads.getCurrentThreadAllocatedBytes();
        answer(REQUESTS);
        long each = (threads.getCurrentThreadAllocatedBytes() - before) / REQUESTS;

        assertEquals(2L * REQUESTS, endpoint.counters().get(Counter.RESPONSES_SENT));
        assertTrue(each <= 600, each + " bytes for each request (expected: at most 600)");
        System.out.println("allocated for each request: " + each + " bytes");
    }

    private void answer(int requests) {
        for (int i = 0; i < requests; i++) {
            if (i % PEERS == 0) {
                messageId++;
                get[2] = (byte) (messageId >> 8);
                get[3] = (byte) messageId;
            }
            nowNanos += 5_000;
            endpoint.handleDatagram(
                    addresses[i % PEERS], PeerIdentity.NONE, decoder.decode(get, 0, get.length), nowNanos);
        }
    }
}
