package dev.pipit.coap.blockwise;

import static dev.pipit.coap.blockwise.Bodies.body;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.endpoint.CoapEndpoint;
import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.reliability.ReliabilityConfig;
import dev.pipit.coap.testing.LinkConditions;
import dev.pipit.coap.testing.VirtualNetwork;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of random sizes, up and down, over a network that loses, duplicates and reorders. */
class LossyTransferTest {
    private static final LinkConditions BAD =
            new LinkConditions(0.3, 0.2, 0, 0.2, Duration.ofMillis(20), Duration.ofMillis(100));
    private static final Code[] METHODS = {Code.GET, Code.FETCH, Code.POST, Code.PUT, Code.PATCH, Code.IPATCH};

    /** More attempts than usual, so that no transfer is given up at this loss. */
    private static final TransmissionParameters PATIENT = TransmissionParameters.DEFAULT
            .ackTimeout(Duration.ofMillis(100))
            .maxRetransmit(14)
            .nstart(3);

    private final Map<String, Integer> calls = new HashMap<>();

    private static EndpointConfig config(int blockSize) {
        return EndpointConfig.DEFAULT
                // With so much patience, minutes may pass between two blocks.
                .blockwise(BlockwiseConfig.DEFAULT.blockSize(blockSize).idleTime(Duration.ofMinutes(30)))
                .reliability(ReliabilityConfig.DEFAULT.transmission(PATIENT));
    }

    /** Answers with a body of the length that the query asks for, whose first part is the digest of what came. */
    private Response serve(Request request) {
        String id = request.query("id").orElseThrow();
        calls.merge(id, 1, Integer::sum);
        byte[] answer = body(Integer.parseInt(request.query("length").orElseThrow()));
        Code code = request.code() == Code.GET || request.code() == Code.FETCH ? Code.CONTENT : Code.CHANGED;
        return Response.builder(code)
                .option(StandardOptions.LOCATION_QUERY, digest(request.payload()))
                .payload(answer, ContentFormat.OCTET_STREAM)
                .build();
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private record Asked(Code method, byte[] up, int down) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void bringsBodiesThroughUnharmedAndOnce(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        VirtualNetwork network = new VirtualNetwork(seed);
        network.conditions(BAD);
        CoapEndpoint server = network.host("192.0.2.2")
                .endpoint(
                        5683,
                        config(16 << random.nextInt(7)),
                        (incoming, now) -> incoming.respond(serve(incoming.request()), now));
        List<Asked> asked = new ArrayList<>();
        List<AskingClient> clients = new ArrayList<>();
        AskingClient client = new AskingClient(network, config(16 << random.nextInt(7)));
        for (int i = 0; i < 12; i++) {
            Code method = METHODS[random.nextInt(METHODS.length)];
            byte[] up = body(method == Code.GET ? 0 : random.nextInt(3000));
            int down = random.nextInt(3000);
            Request.Builder request = Request.builder(method)
                    .path("/r?id=" + i + "&length=" + down)
                    .payload(up);
            if (random.nextBoolean()) {
                request.option(StandardOptions.BLOCK2, new Block(0, false, random.nextInt(7)));
            }
            asked.add(new Asked(method, up, down));
            AskingClient listener = client.beside();
            clients.add(listener);
            listener.ask(request.build(), SendOptions.confirmable(PATIENT));
        }
        network.runUntilQuiet();

        for (int i = 0; i < asked.size(); i++) {
            Response response = clients.get(i).response();
            assertEquals(
                    digest(asked.get(i).up()),
                    response.options().getOrNull(StandardOptions.LOCATION_QUERY),
                    "request " + i + ": " + response);
            assertArrayEquals(body(asked.get(i).down()), response.payload(), "response " + i);
            // RFC 7252 §4.5: a GET may be processed again, here for a duplicate that came when the body was through.
            assertTrue(calls.get(String.valueOf(i)) == 1 || asked.get(i).method() == Code.GET, "calls " + i);
        }
        network.run(Duration.ofHours(1));
        assertEquals(0, server.bufferedBytes());
        assertEquals(0, client.endpoint.waitingRequests());
    }
}
