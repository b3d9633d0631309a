package dev.pipit.coap.blockwise;

import static dev.pipit.coap.blockwise.Bodies.block;
import static dev.pipit.coap.blockwise.Bodies.body;
import static dev.pipit.coap.blockwise.Bodies.part;
import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.CONTINUE;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.POST;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.message.Code.REQUEST_ENTITY_INCOMPLETE;
import static dev.pipit.coap.message.Code.SERVICE_UNAVAILABLE;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.StandardOptions.BLOCK1;
import static dev.pipit.coap.option.StandardOptions.BLOCK2;
import static dev.pipit.coap.option.StandardOptions.MAX_AGE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Fills each limit of block-wise transfers, and looks whether the memory comes back. */
@Requirement("R7959-062")
class TransferLimitsTest {
    private static final BlockwiseConfig CONFIG = BlockwiseConfig.DEFAULT.blockSize(128);

    private static Response answer(Request request) {
        return request.path().startsWith("/large")
                ? Response.content(body(300), ContentFormat.OCTET_STREAM)
                : Response.changed();
    }

    private static void put(WireScript client, String path, Block block, byte[] body, Code expected) {
        client.send(CON, PUT, path).option(BLOCK1, block).payload(part(body, block));
        client.expect(ACK, expected);
    }

    @Test
    void refusesMoreUploadsOfOnePeerThanAllowed() {
        ServedBodies served = new ServedBodies(CONFIG.maxTransfersPerPeer(2), TransferLimitsTest::answer);
        WireScript client = served.client();
        byte[] body = body(200);
        put(client, "/a", block(0, 1, 128), body, CONTINUE);
        put(client, "/b", block(0, 1, 128), body, CONTINUE);
        client.send(CON, PUT, "/c").option(BLOCK1, block(0, 1, 128)).payload(part(body, block(0, 1, 128)));
        client.expect(ACK, SERVICE_UNAVAILABLE).option(MAX_AGE, 10L);
        put(served.client("192.0.2.3:61616"), "/c", block(0, 1, 128), body, CONTINUE);

        put(client, "/a", block(1, 0, 128), body, CHANGED);
        put(client, "/c", block(0, 1, 128), body, CONTINUE);
        put(client, "/b", block(1, 0, 128), body, CHANGED);
        put(client, "/c", block(1, 0, 128), body, CHANGED);
        assertEquals(3, served.requests.size());
    }

    @Test
    void givesUpTheOldestDownloadOfAPeerForAnotherTransfer() {
        ServedBodies served = new ServedBodies(CONFIG.maxTransfersPerPeer(2), TransferLimitsTest::answer);
        WireScript client = served.client();
        for (String path : new String[] {"/large/1", "/large/2"}) {
            client.send(CON, POST, path);
            client.expect(ACK, CONTENT).option(BLOCK2, block(0, 1, 128));
        }
        client.send(CON, POST, "/large/1").option(BLOCK2, block(1, 0, 128));
        client.expect(ACK, CONTENT).payload(part(body(300), block(1, 1, 128)));

        put(client, "/a", block(0, 1, 128), body(200), CONTINUE);
        client.send(CON, POST, "/large/2").option(BLOCK2, block(1, 0, 128));
        client.expect(ACK, REQUEST_ENTITY_INCOMPLETE);
        client.send(CON, POST, "/large/1").option(BLOCK2, block(2, 0, 128));
        client.expect(ACK, CONTENT).payload(part(body(300), block(2, 0, 128)));
        assertEquals(2, served.requests.size());
    }

    @Test
    void refusesBodiesBeyondItsMemory() {
        ServedBodies served = new ServedBodies(CONFIG.maxBufferedBytes(5000), TransferLimitsTest::answer);
        byte[] body = body(5000);
        WireScript first = served.client("192.0.2.3:61616");
        WireScript second = served.client("192.0.2.4:61616");
        put(first, "/a", block(0, 1, 128), body, CONTINUE);
        put(second, "/a", block(0, 1, 128), body, CONTINUE);
        put(served.client("192.0.2.5:61616"), "/a", block(0, 1, 128), body, SERVICE_UNAVAILABLE);

        for (int number = 1; number < 16; number++) {
            put(first, "/a", block(number, 1, 128), body, CONTINUE);
        }
        put(first, "/a", block(16, 1, 128), body, SERVICE_UNAVAILABLE);
        put(first, "/a", block(17, 1, 128), body, REQUEST_ENTITY_INCOMPLETE);
        assertEquals(2048, served.endpoint.bufferedBytes());
        served.network.run(Duration.ofSeconds(250));
        assertEquals(0, served.endpoint.bufferedBytes());
    }

    @Test
    void servesBlocksOfARepresentationWithoutRoomToKeepIt() {
        ServedBodies served = new ServedBodies(
                CONFIG.maxBufferedBytes(1024), request -> Response.content(body(2000), ContentFormat.OCTET_STREAM));
        WireScript client = served.client();
        for (int number = 0; number < 16; number++) {
            client.send(CON, GET, "/large").option(BLOCK2, block(number, 0, 128));
            client.expect(ACK, CONTENT).payload(part(body(2000), block(number, 0, 128)));
        }
        assertEquals(16, served.requests.size());
        client.send(CON, POST, "/large");
        client.expect(ACK, SERVICE_UNAVAILABLE).option(MAX_AGE, 10L);
        assertEquals(0, served.endpoint.bufferedBytes());
    }

    @Test
    @Requirement("R7959-063")
    void givesUpWhatIsIdleForTheTimeGiven() {
        ServedBodies served = new ServedBodies(CONFIG.idleTime(Duration.ofSeconds(20)), TransferLimitsTest::answer);
        WireScript client = served.client();
        put(client, "/a", block(0, 1, 128), body(300), CONTINUE);
        client.send(CON, GET, "/large");
        client.expect(ACK, CONTENT);
        assertEquals(2048 + 300, served.endpoint.bufferedBytes());
        client.pause(Duration.ofSeconds(19));
        put(client, "/a", block(1, 1, 128), body(300), CONTINUE);
        client.pause(Duration.ofSeconds(2));
        assertEquals(2048, served.endpoint.bufferedBytes());
        client.pause(Duration.ofSeconds(18));
        assertEquals(0, served.endpoint.bufferedBytes());
    }

    @Test
    void forgetsTheTransfersOfAPeerThatIsForgotten() {
        ServedBodies served =
                new ServedBodies(EndpointConfig.DEFAULT.blockwise(CONFIG).maxPeers(2), TransferLimitsTest::answer);
        for (int host = 10; host < 60; host++) {
            WireScript client = served.client("192.0.2." + host + ":61616");
            put(client, "/a", block(0, 1, 128), body(300), CONTINUE);
            client.send(CON, GET, "/large");
            client.expect(ACK, CONTENT).option(BLOCK2, block(0, 1, 128));
            assertTrue(served.endpoint.bufferedBytes() <= 2 * (2048 + 300));
        }
        assertEquals(2, served.endpoint.peers());
        served.network.run(Duration.ofSeconds(600));
        assertEquals(0, served.endpoint.bufferedBytes());
        assertEquals(0, served.endpoint.peers());
    }

    @Test
    void takesABodyOfExactlyTheLargestSize() {
        ServedBodies served = new ServedBodies(CONFIG.maxBodyBytes(256), TransferLimitsTest::answer);
        WireScript client = served.client();
        put(client, "/a", block(0, 1, 128), body(256), CONTINUE);
        assertEquals(256, served.endpoint.bufferedBytes());
        put(client, "/a", block(1, 0, 128), body(256), CHANGED);
        assertArrayEquals(body(256), served.requests.get(0).payload());
    }

    @Test
    void refusesLimitsThatMakeNoSense() {
        assertThrows(IllegalArgumentException.class, () -> CONFIG.blockSize(100));
        assertThrows(IllegalArgumentException.class, () -> CONFIG.blockSize(2048));
        assertThrows(IllegalArgumentException.class, () -> CONFIG.maxBodyBytes(15));
        assertThrows(IllegalArgumentException.class, () -> CONFIG.maxTransfersPerPeer(0));
        assertThrows(IllegalArgumentException.class, () -> CONFIG.maxBufferedBytes(1023));
        assertThrows(IllegalArgumentException.class, () -> CONFIG.idleTime(Duration.ZERO));
    }
}
