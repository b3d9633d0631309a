package dev.pipit.coap.endpoint;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.MalformedVector;
import dev.pipit.coap.testkit.Vectors;
import dev.pipit.coap.testkit.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in, nothing is thrown, and afterwards the endpoint answers as before and forgets all. */
class FuzzScenarioTest {
    private static final int DATAGRAMS = 20_000;

    private final Scenario scenario = new Scenario();
    private final List<byte[]> corpus = new ArrayList<>();

    FuzzScenarioTest() {
        Vectors.malformed().stream().map(MalformedVector::bytes).forEach(corpus::add);
        corpus.add(HexFormat.of().parseHex("40017d34bb74656d7065726174757265"));
        corpus.add(HexFormat.of().parseHex("60457d34ff32322e332043"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void survivesRandomAndMutatedDatagrams(long seed) {
        Random random = new Random(seed);
        scenario.answers(request -> random.nextInt(4) == 0 ? null : Response.content("ok"));
        for (int i = 0; i < DATAGRAMS; i++) {
            if (i % 50 == 0) {
                scenario.cancel(scenario.get("/outstanding"));
                scenario.get("/outstanding");
            }
            byte[] datagram = random.nextInt(4) == 0 ? random(random) : mutate(random);
            scenario.peer.sendHex(HexFormat.of().formatHex(datagram));
            if (i % 7 == 0) {
                scenario.network.run(Duration.ofMillis(random.nextInt(100)));
            }
        }
        scenario.requests.forEach(request -> request.respond(Response.content("late"), scenario.network.now()));
        scenario.network.run(Duration.ofMinutes(5));
        assertTrue(scenario.count(Counter.MALFORMED) > 1000);
        assertTrue(scenario.requests.size() > 1000);

        scenario.answers(request -> Response.content("still here"));
        WireScript other = scenario.peer.atPort(9999);
        other.send(CON, GET, "/t").mid("m").token("t");
        other.expect(ACK, CONTENT).mid("m").token("t").payload("still here");
        scenario.assertForgetsEverything();
    }

    private static byte[] random(Random random) {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        if (bytes.length > 0 && random.nextInt(4) > 0) {
            bytes[0] = (byte) (0x40 | bytes[0] & 0x38);
        }
        return bytes;
    }

    private byte[] mutate(Random random) {
        byte[] bytes = corpus.get(random.nextInt(corpus.size())).clone();
        if (bytes.length > 4 && random.nextInt(4) > 0) {
            bytes[2] = (byte) random.nextInt();
            bytes[3] = (byte) random.nextInt();
        }
        for (int times = random.nextInt(4); times > 0 && bytes.length > 0; times--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                default -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 4));
            }
        }
        return bytes;
    }
}
