package dev.pipit.coap.blockwise;

import static dev.pipit.coap.blockwise.Bodies.body;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.body.Body;
import dev.pipit.coap.endpoint.CoapEndpoint;
import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.reliability.ReliabilityConfig;
import dev.pipit.coap.testing.LinkConditions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that stream up and down with a slow reader, over a network that loses, duplicates and reorders. */
class StreamedTransferTest {
    private static final LinkConditions BAD =
            new LinkConditions(0.3, 0.2, 0, 0.2, Duration.ofMillis(20), Duration.ofMillis(100));
    private static final TransmissionParameters PATIENT =
            TransmissionParameters.DEFAULT.ackTimeout(Duration.ofMillis(100)).maxRetransmit(14);
    private static final int CAPACITY = 2048;

    private static EndpointConfig config(int blockSize) {
        return EndpointConfig.DEFAULT
                .blockwise(BlockwiseConfig.DEFAULT.blockSize(blockSize).idleTime(Duration.ofMinutes(30)))
                .reliability(ReliabilityConfig.DEFAULT.transmission(PATIENT));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void bringsBodiesThroughUnharmedInConstantMemory(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] up = body(5_000 + random.nextInt(15_000));
        byte[] down = body(5_000 + random.nextInt(15_000));
        int blockSize = 16 << random.nextInt(7);
        StreamingClient client = new StreamingClient(config(blockSize));
        client.network.conditions(BAD);
        List<byte[]> received = new ArrayList<>();
        CoapEndpoint server = client.network
                .host("192.0.2.2")
                .endpoint(5683, config(16 << random.nextInt(7)), (incoming, now) -> {
                    received.add(incoming.request().payload());
                    incoming.respond(Response.content(down, ContentFormat.OCTET_STREAM), now);
                });
        client.body(Body.of(new ByteArrayInputStream(up)))
                .capacity(CAPACITY)
                .ask(
                        Request.builder(Code.FETCH)
                                .path("/x")
                                .option(StandardOptions.BLOCK2, new Block(0, false, Block.exponentOf(blockSize)))
                                .build(),
                        PATIENT);

        ByteArrayOutputStream read = new ByteArrayOutputStream();
        for (int step = 0; step < 100_000 && read.size() < down.length; step++) {
            client.work();
            client.network.run(Duration.ofMillis(200));
            if (client.head != null && random.nextInt(4) == 0) {
                assertTrue(client.pipe().bufferedBytes() < CAPACITY + 1024);
                read.writeBytes(
                        client.read(Math.min(random.nextInt(1500), client.pipe().bufferedBytes())));
            }
        }
        assertArrayEquals(down, read.toByteArray());
        assertEquals(1, received.size());
        assertArrayEquals(up, received.get(0));
        assertEquals(-1, client.reader().read());
        client.network.run(Duration.ofHours(1));
        assertEquals(0, client.endpoint.waitingRequests());
        assertEquals(0, client.endpoint.bufferedBytes() + server.bufferedBytes());
        assertEquals(0, client.endpoint.peers(), "peers stay known only for as long as something is outstanding");
    }
}
