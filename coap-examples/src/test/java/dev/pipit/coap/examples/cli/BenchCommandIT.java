package dev.pipit.coap.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pipit.coap.examples.Program;
import dev.pipit.coap.examples.testresources.BenchResources;
import dev.pipit.coap.testing.CoapServerExtension;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BenchCommandIT {
    @RegisterExtension
    static final CoapServerExtension server = CoapServerExtension.of(BenchResources::addTo);

    @Test
    void measuresAClosedLoopForPeople() {
        Program bench = bench("--clients", "2", "--window", "3", server.uri("/bench"));

        assertEquals(0, bench.exitCode(), bench::err);
        assertTrue(bench.out().startsWith(server.uri("/bench") + ": GET, 2 clients × 3, 0."), bench::out);
        for (String line : List.of("answers ", "received ", "latency    p50 ", "  to ", "per second ", "generator ")) {
            assertTrue(bench.out().contains("\n" + line), bench::out);
        }
    }

    @Test
    void everyRequestOfAClosedLoopIsAccountedFor() throws IOException {
        JsonNode result = measure("--clients", "2", "--window", "2", server.uri("/bench"));

        assertEquals("closed", result.get("mode").asText());
        assertEquals(
                result.get("requests").asLong(),
                result.get("answers").get("2.05").asLong());
        assertEquals(0, result.get("unanswered").asLong());
        assertEquals(2, result.get("generator").get("ports").asInt());
        assertEquals(
                11 * result.get("answered").asLong(),
                result.get("receivedBytes").asLong());
        JsonNode latency = result.get("latencyMicros");
        assertTrue(latency.get("p50").asDouble() <= latency.get("p99.9").asDouble(), latency::toString);
        assertTrue(latency.get("p99.9").asDouble() <= latency.get("max").asDouble(), latency::toString);
    }

    @Test
    void anOpenLoopSendsAtItsRate() throws IOException {
        JsonNode result = measure("--rate", "200", "-N", server.uri("/bench"));

        assertEquals("open", result.get("mode").asText());
        long all = result.get("requests").asLong() + result.get("notSent").asLong();
        assertTrue(all >= 38 && all <= 41, result::toString);
    }

    @Test
    void countsBodiesInBlocksAsOneTransferEach() throws IOException {
        JsonNode down = measure("--clients", "2", "-b", "1024", server.uri("/large"));
        assertTrue(down.get("answered").asLong() > 0, down::toString);
        assertEquals(
                65_536 * down.get("answered").asLong(),
                down.get("receivedBytes").asLong());

        JsonNode up = measure("-m", "put", "-e", "x".repeat(3000), "-b", "512", server.uri("/sink"));
        assertTrue(up.get("answers").get("2.04").asLong() > 0, up::toString);
        assertEquals(3000 * up.get("answered").asLong(), up.get("sentBytes").asLong());
    }

    @Test
    void observersHearOfEachChange() throws IOException {
        JsonNode result = measure("--observe", "5", "-m", "post", server.uri("/obs"));

        assertEquals(5, result.get("registered").asInt());
        assertTrue(result.get("changes").asLong() > 0, result::toString);
        assertTrue(result.get("answered").asLong() >= 5, result::toString);
        assertTrue(result.get("latencyMicros").get("p50").asDouble() > 0, result::toString);
    }

    @Test
    void whatCannotBeObservedHasNoObservers() {
        Program bench = bench("--observe", "2", server.uri("/bench"));

        assertEquals(3, bench.exitCode());
        assertTrue(bench.out().contains("missing    2 not observable"), bench::out);
    }

    @Test
    void anErrorThatAllAnswersAreIsTheExitCode() {
        Program bench = bench(server.uri("/none"));

        assertEquals(4, bench.exitCode());
        assertTrue(bench.out().contains("4.04 Not Found"), bench::out);
    }

    @Test
    void aServerThatDoesNotAnswerIsNoAnswer() throws IOException {
        try (DatagramSocket silent = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Program bench = bench("--clients", "2", "127.0.0.1:" + silent.getLocalPort() + "/x");

            assertEquals(3, bench.exitCode());
            assertTrue(bench.out().contains("2 not answered by the end"), bench::out);
        }
    }

    @Test
    void noRequestOfNonConfirmablesThatAreNotAnsweredIsForgotten() throws IOException {
        try (DatagramSocket silent = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            JsonNode result = json(
                    bench("--rate", "100", "-N", "-B", "0.05", "--json", "127.0.0.1:" + silent.getLocalPort() + "/x"));

            assertTrue(result.get("requests").asLong() + result.get("notSent").asLong() >= 19, result::toString);
            assertEquals(
                    result.get("requests").asLong(),
                    result.get("failures").get("timeout").asLong()
                            + result.get("unanswered").asLong());
        }
    }

    private static JsonNode measure(String... args) throws IOException {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        all.add(0, "--json");
        Program bench = bench(all.toArray(new String[0]));
        assertEquals(0, bench.exitCode(), bench::err);
        return json(bench);
    }

    private static JsonNode json(Program bench) throws IOException {
        return new ObjectMapper().readTree(bench.out());
    }

    /** For a fifth of a second, and until what was sent in it is answered. */
    private static Program bench(String... args) {
        List<String> all = new ArrayList<>(List.of("bench", "--duration", "200ms", "--warmup", "0"));
        all.addAll(Arrays.asList(args));
        return Program.run(all.toArray(new String[0]));
    }
}
