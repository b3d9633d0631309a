package dev.pipit.coap.examples.cli;

import dev.pipit.coap.examples.bench.LoadPlan;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how much load there is to be. */
final class BenchOptions {
    private static final int MOST_CLIENTS = 50_000;
    private static final int MOST_IN_FLIGHT = 4096;
    private static final int DEFAULT_CLIENTS = 16;
    private static final int OPEN_LOOP_WINDOW = 256;
    private static final double HIGHEST_RATE = 10_000_000;

    @Option(
            names = "--clients",
            paramLabel = "N",
            description = "so many clients, each with a port of its own (default: 16)")
    @Nullable
    Integer clients;

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "requests that each client has in flight (default: 1; with --rate at most so many: 256)")
    @Nullable
    Integer window;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "send so many requests a second, all clients together, whether answers come or not; latencies"
                    + " count from when a request was due")
    @Nullable
    Double rate;

    @Option(
            names = "--observe",
            paramLabel = "N",
            description = "so many observers, each with a port of its own; with -m put or post, that request is sent"
                    + " again and again to make the resource change, each time when all have heard of the last change")
    @Nullable
    Integer observers;

    @Option(
            names = {"-s", "--duration"},
            paramLabel = "TIME",
            converter = OptionArguments.Time.class,
            description = "how long to measure: 500ms, 30s, 5m (default: 10s)")
    Duration duration = Duration.ofSeconds(10);

    @Option(
            names = "--warmup",
            paramLabel = "TIME",
            converter = TimeOrNone.class,
            description = "how long to do the same before that; 0 for not at all (default: 2s)")
    Duration warmUp = Duration.ofSeconds(2);

    @Option(
            names = "--loops",
            paramLabel = "N",
            description = "event loops of the generator, each a thread (default: half of the cores)")
    @Nullable
    Integer loops;

    /** A time, or none. */
    static final class TimeOrNone extends OptionArguments.Time {
        @Override
        public Duration convert(String value) {
            return value.matches("0(ms|s|m|h|d)?") ? Duration.ZERO : super.convert(value);
        }
    }

    /** What was asked for, checked. */
    LoadPlan plan() {
        int cores = Runtime.getRuntime().availableProcessors();
        int threads = inRange("--loops", loops, Math.max(1, cores / 2), 256);
        if (observers != null) {
            if (clients != null || window != null || rate != null) {
                throw new UsageException(
                        "--observe (expected: without --clients, --window and --rate; each observer is a client)");
            }
            int count = inRange("--observe", observers, 1, MOST_CLIENTS);
            return new LoadPlan(count, 1, 0, Math.min(threads, count), warmUp, duration);
        }
        if (rate != null && !(rate > 0 && rate <= HIGHEST_RATE)) {
            throw new UsageException(
                    "--rate: " + rate + " (expected: more than 0, at most 10000000 requests a second)");
        }
        int count = inRange("--clients", clients, DEFAULT_CLIENTS, MOST_CLIENTS);
        int inFlight = inRange("--window", window, rate == null ? 1 : OPEN_LOOP_WINDOW, MOST_IN_FLIGHT);
        return new LoadPlan(count, inFlight, rate == null ? 0 : rate, Math.min(threads, count), warmUp, duration);
    }

    private static int inRange(String name, @Nullable Integer value, int byDefault, int most) {
        if (value != null && (value < 1 || value > most)) {
            throw new UsageException(name + ": " + value + " (expected: 1-" + most + ")");
        }
        return value == null ? byDefault : value;
    }
}
