package dev.pipit.coap.resource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.blockwise.BlockwiseConfig;
import dev.pipit.coap.body.Body;
import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.testing.LinkConditions;
import dev.pipit.coap.testing.VirtualNetwork;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that stream through a server, over a network that loses 30 %, duplicates a third and reorders. */
class StreamedLossTest {
    private static final LinkConditions BAD =
            new LinkConditions(0.3, 0.33, 0, 0.3, Duration.ofMillis(20), Duration.ofMillis(300));
    private static final TransmissionParameters PATIENT =
            TransmissionParameters.DEFAULT.ackTimeout(Duration.ofMillis(500)).maxRetransmit(14);

    private static byte[] body(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void bringsBodiesThroughUnharmed(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        VirtualNetwork network = new VirtualNetwork(seed);
        network.conditions(BAD);
        EndpointConfig config = EndpointConfig.DEFAULT
                .blockwise(BlockwiseConfig.DEFAULT
                        .blockSize(64 << random.nextInt(5))
                        .idleTime(Duration.ofHours(2)))
                .reliability(EndpointConfig.DEFAULT.reliability().transmission(PATIENT));
        byte[] up = body(10_000 + random.nextInt(60_000));
        byte[] down = body(10_000 + random.nextInt(60_000));
        List<BodyReader> readers = new ArrayList<>();
        StreamingServer server = new StreamingServer(network, config)
                .add("/up", Resource.builder().stream(Code.PUT, (context, body) -> {
                    BodyReader reader = new BodyReader(body, Long.MAX_VALUE);
                    readers.add(reader);
                    return reader.reply();
                }))
                .add(
                        "/down",
                        Resource.builder()
                                .get(context -> Response.content(
                                        Body.of(new ByteArrayInputStream(down)), ContentFormat.OCTET_STREAM)));
        CoapClient client = CoapClient.builder()
                .transport(network.host("192.0.2.9"))
                .transmission(PATIENT)
                .build();
        CompletableFuture<Response> put = client.put("coap://192.0.2.1/up")
                .timeout(Duration.ofHours(2))
                .payload(up)
                .sendAsync();
        CompletableFuture<Response> get =
                client.get("coap://192.0.2.1/down").timeout(Duration.ofHours(2)).sendAsync();
        network.runUntilQuiet();

        assertEquals(Code.CHANGED, put.join().code());
        assertArrayEquals(up, readers.get(readers.size() - 1).bytes.toByteArray());
        assertArrayEquals(down, get.join().payload());
        network.run(Duration.ofHours(3));
        assertEquals(0, server.endpoint().bufferedBytes());
        client.close();
    }
}
