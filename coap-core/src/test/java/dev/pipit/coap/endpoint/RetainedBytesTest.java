package dev.pipit.coap.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.reliability.ReliabilityConfig;
import dev.pipit.coap.testkit.HeapBytes;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an endpoint keeps in memory of a request that it answered, and of a peer that has gone quiet. */
class RetainedBytesTest {
    private static final EndpointConfig CONFIG = EndpointConfig.DEFAULT
            .reliability(ReliabilityConfig.DEFAULT.maxDuplicateBytes(1L << 40))
            .maxPeers(1_000_000);

    private final Request request = Request.get("/t");
    private final Response response = Response.content("12345678901");

    @Test
    void anAnsweredRequestKeepsAtMostThreeHundredBytes() throws Exception {
        // In arrays that double, an entry costs most when they have just grown, and least when they are about to.
        for (int entries : new int[] {135_000, 260_000}) {
            long bytes = HeapBytes.medianOf(() -> retainedBy(100, entries)) / entries;
            System.out.println(
                    "Retained bytes per duplicate-filter entry, answer of 21 bytes, " + entries + " entries: " + bytes);
            assertTrue(bytes <= 300, () -> bytes + " bytes (expected: at most 300)");
        }
    }

    @Test
    void anIdlePeerKeepsAFewHundredBytes() throws Exception {
        int peers = 50_000;
        long bytes = HeapBytes.medianOf(() -> retainedBy(peers, peers)) / peers;
        System.out.println("Retained bytes per peer, its address and one duplicate-filter entry included: " + bytes);
        assertTrue(bytes <= 600, () -> bytes + " bytes (expected: at most 600)");
    }

    /** Lets so many peers send so many requests in all, and answers with how much the heap has grown. */
    private long retainedBy(int peers, int requests) throws UnknownHostException {
        CoapEndpoint endpoint = new CoapEndpoint(
                CONFIG,
                (peer, datagram) -> assertEquals(21, datagram.length),
                (incoming, now) -> incoming.respond(response, now),
                new Random(1));
        long before = HeapBytes.used();
        for (int i = 0; i < requests; i++) {
            int peer = i % peers;
            byte[] ip = {10, (byte) (peer >> 16), (byte) (peer >> 8), (byte) peer};
            // As a socket gives them: a fresh address object for each datagram.
            InetSocketAddress from = new InetSocketAddress(InetAddress.getByAddress(ip), 5683);
            UdpMessage message = new UdpMessage(
                    MessageType.CON, i / peers, Token.of((byte) 1, (byte) 2, (byte) 3, (byte) 4), request);
            endpoint.handleDatagram(from, PeerIdentity.NONE, message, i);
        }
        long retained = HeapBytes.used() - before;
        assertEquals(requests, endpoint.rememberedMessages());
        assertEquals(peers, endpoint.peers());
        Reference.reachabilityFence(endpoint);
        return retained;
    }
}
