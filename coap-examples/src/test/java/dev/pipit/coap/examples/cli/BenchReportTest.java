package dev.pipit.coap.examples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.examples.bench.CpuLoad;
import dev.pipit.coap.examples.bench.Failure;
import dev.pipit.coap.examples.bench.LoadProgress;
import dev.pipit.coap.examples.bench.LoadResult;
import dev.pipit.coap.message.Code;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchReportTest {
    private final Terminal terminal = new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
            false);

    @Test
    void showsRatesPercentilesAndADistribution() {
        Histogram latency = new Histogram(3);
        for (int i = 1; i <= 1000; i++) {
            latency.recordValue(i <= 900 ? 100_000 : 900_000);
        }
        String report = new BenchReport(terminal, "coap://h/x: GET, 16 clients × 1")
                .of(result(Map.of(Code.CONTENT, 1000L), Map.of(), latency));

        assertEquals("""
                coap://h/x: GET, 16 clients × 1, 2.0 s

                answers    1000, 500/s
                received   10.7 KiB of payload, 5.4 KiB/s
                latency    p50 100 µs  p90 100 µs  p99 900 µs  p99.9 900 µs  max 900 µs


                per second ▁█ 600 (400 … 600)
                generator  1.00 of 2 cores, busiest event loop 40 %, machine 60 %, 16 ports""", report.replaceAll("(?m)^  to .*\\n", ""));
        assertTrue(report.contains(" 90.00 %\n"), report);
        assertTrue(report.contains(" 10.00 %\n"), report);
    }

    @Test
    void saysWhatIsMissing() {
        Map<Code, Long> answers = new TreeMap<>(Comparator.comparingInt(Code::number));
        answers.put(Code.CONTENT, 7L);
        answers.put(Code.SERVICE_UNAVAILABLE, 2L);
        String report =
                new BenchReport(terminal, "x").of(result(answers, Map.of(Failure.TIMEOUT, 3L), new Histogram(3)));

        assertTrue(report.contains("answers    9, 4.5/s  (7 × 2.05 Content, 2 × 5.03 Service Unavailable)\n"), report);
        assertTrue(report.contains("missing    3 timeout, 988 not answered by the end\n"), report);
    }

    private static LoadResult result(Map<Code, Long> answers, Map<Failure, Long> failures, Histogram latency) {
        return new LoadResult(
                Duration.ofSeconds(2),
                answers,
                failures,
                new LoadResult.Requests(1000, 0, failures.isEmpty() ? 0 : 988, 0, 0),
                latency,
                11_000,
                List.of(400.0, 600.0),
                new LoadResult.Generator(16, 0, new CpuLoad(1, 0.4, 0.6, 1, 2)),
                null);
    }

    @ParameterizedTest
    @CsvSource({
        "999,1.0 µs",
        "54321,54.3 µs",
        "831000,831 µs",
        "1240000,1.24 ms",
        "12400000,12.4 ms",
        "999000000,999 ms",
        "2310000000,2.31 s"
    })
    void showsTimesWithThreeDigits(long nanos, String expected) {
        assertEquals(expected, BenchReport.time(nanos));
    }

    @Test
    void drawsEveryLatencyThatThereIs() {
        Histogram latency = new Histogram(3);
        latency.recordValue(0);
        latency.recordValueWithCount(1_000_000, 1_000_000);
        latency.recordValue(3_600_000_000_000L);
        List<String> lines = LatencyChart.lines(latency, 60);

        assertEquals(15, lines.size(), lines::toString);
        assertTrue(lines.get(0).contains("▏"), lines::toString);
        assertTrue(lines.get(14).contains("▏"), lines::toString);
        lines.forEach(line -> assertTrue(line.length() <= 60, line));
    }

    @Test
    void theStatusLineFitsTheScreen() {
        LoadProgress progress =
                new LoadProgress(Duration.ofSeconds(3), Duration.ofSeconds(12), List.of(1000.0, 2000.0, 1500.0));
        assertEquals("3 s of 12 s  ▁█▅ 1500 (1000 … 2000)", BenchReport.progress(progress, Screen.NONE));
    }
}
