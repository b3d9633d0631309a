package dev.pipit.coap.examples.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.examples.Serving;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.port.TransmissionParameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies in blocks, between Pipit and libcoap in both roles. */
class LibcoapBlocksIT {
    @TempDir
    private Path directory;

    @BeforeAll
    static void require() {
        Libcoap.require();
    }

    private static byte[] body(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    private void bringUpAndDownFromLibcoap(byte[] body, String... more) throws Exception {
        bringUpAndDownFromLibcoap(body, new String[] {"--plugtest"}, more);
    }

    private void bringUpAndDownFromLibcoap(byte[] body, String[] served, String[] more) throws Exception {
        Path up = Files.write(directory.resolve("up"), body);
        Path down = directory.resolve("down");
        try (Serving serving = Serving.start(served)) {
            String uri = serving.uri("/image");
            String log = client(more, "-m", "put", "-f", up.toString(), "-v", "7", uri);
            assertTrue(log.contains("2.01"), log);
            client(more, "-m", "get", "-o", down.toString(), uri);
            assertArrayEquals(body, Files.readAllBytes(down));
        }
    }

    private static String client(String[] more, String... args) throws Exception {
        String[] all = new String[more.length + args.length];
        System.arraycopy(more, 0, all, 0, more.length);
        System.arraycopy(args, 0, all, more.length, args.length);
        return Libcoap.client(all);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 64, 256, 1024})
    void libcoapSendsAndFetchesABody(int blockSize) throws Exception {
        bringUpAndDownFromLibcoap(body(10_000), "-b", Integer.toString(blockSize));
    }

    @Test
    void libcoapSendsAndFetchesABodyWithLoss() throws Exception {
        bringUpAndDownFromLibcoap(body(10_000), "-b", "1024", "-l", "1,4");
    }

    /**
     * What libcoap sends again it sends after two seconds and more, so that this takes a while. The server asks for no
     * sign of life, which could get lost as well: then the blocks would be small.
     */
    @Test
    @Timeout(400)
    void libcoapSendsAndFetchesABodyWithATwentyPercentLoss() throws Exception {
        String[] served = {"--plugtest", "--amplification", "off"};
        String[] more = {"-B", "180", "-b", "1024", "-l", "20%"};
        bringUpAndDownFromLibcoap(body(16 << 10), served, more);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 64, 256, 1024})
    void pipitSendsAndFetchesABody(int blockSize) throws Exception {
        byte[] body = body(10_000);
        try (Libcoap.Server server = Libcoap.Server.start("127.0.0.1");
                CoapClient client = CoapClient.create()) {
            String uri = server.uri() + "/image";
            assertTrue(client.put(uri)
                    .blockSize(blockSize)
                    .payload(body, ContentFormat.OCTET_STREAM)
                    .send()
                    .isSuccess());
            assertArrayEquals(body, client.get(uri).blockSize(blockSize).send().payload());
        }
    }

    @Test
    void pipitSendsAndFetchesABodyWithLoss() throws Exception {
        byte[] body = body(10_000);
        try (Libcoap.Server server = Libcoap.Server.start("127.0.0.1", "-l", "3,7,8,15");
                CoapClient client = CoapClient.builder()
                        .transmission(TransmissionParameters.DEFAULT.ackTimeout(Duration.ofMillis(200)))
                        .build()) {
            String uri = server.uri() + "/image";
            assertTrue(client.put(uri)
                    .payload(body, ContentFormat.OCTET_STREAM)
                    .send()
                    .isSuccess());
            assertArrayEquals(body, client.get(uri).send().payload());
            assertTrue(client.counters().get(Counter.RETRANSMISSIONS) >= 4);
        }
    }

    /**
     * Where the answer to the last block is lost, libcoap 4.3.1 takes that block, sent again, for a body of its own; its
     * own client ends with the same. Whoever looks sees it and puts the body again.
     */
    @Test
    @Timeout(120)
    void pipitSendsAndFetchesABodyWithATwentyPercentLoss() throws Exception {
        byte[] body = body(16 << 10);
        byte[] lastBlock = Arrays.copyOfRange(body, 15 << 10, 16 << 10);
        try (Libcoap.Server server = Libcoap.Server.start("127.0.0.1", "-l", "20%");
                CoapClient client = CoapClient.builder()
                        .transmission(TransmissionParameters.DEFAULT
                                .ackTimeout(Duration.ofMillis(200))
                                .maxRetransmit(8))
                        .build()) {
            String uri = server.uri() + "/image";
            byte[] stored = lastBlock;
            for (int sent = 0; sent < 10 && Arrays.equals(lastBlock, stored); sent++) {
                assertTrue(client.put(uri)
                        .payload(body, ContentFormat.OCTET_STREAM)
                        .send()
                        .isSuccess());
                stored = client.get(uri).send().payload();
            }
            assertArrayEquals(body, stored);
        }
    }
}
