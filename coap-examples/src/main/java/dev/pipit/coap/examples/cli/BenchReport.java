package dev.pipit.coap.examples.cli;

import dev.pipit.coap.examples.bench.CpuLoad;
import dev.pipit.coap.examples.bench.LoadProgress;
import dev.pipit.coap.examples.bench.LoadResult;
import dev.pipit.coap.message.Code;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** The results of a measurement, for people. */
final class BenchReport {
    /** What is told of a latency. */
    static final List<Double> PERCENTILES = List.of(50.0, 90.0, 99.0, 99.9);

    private static final String LABEL = "%-11s";
    private static final long MUCH_LAG_NANOS = 1_000_000;

    private final Terminal terminal;
    private final String title;

    BenchReport(Terminal terminal, String title) {
        this.terminal = terminal;
        this.title = title;
    }

    String of(LoadResult result) {
        StringJoiner lines = new StringJoiner("\n");
        lines.add(Failures.oneLine(title) + ", " + ObserveReport.text(result.measured()));
        lines.add("");
        if (result.observers() == null) {
            requests(lines, result);
        } else {
            observers(lines, result, result.observers());
        }
        if (result.receivedBytes() > 0) {
            lines.add(label("received") + bytes(result, result.receivedBytes()));
        }
        if (result.sentBytes() > 0) {
            lines.add(label("sent") + bytes(result, result.sentBytes()));
        }
        latency(lines, result);
        Sparkline rates =
                new Sparkline(terminal.interactive() && terminal.screen().colour());
        result.rates().forEach(rate -> rates.add(Math.rint(rate)));
        if (!result.rates().isEmpty()) {
            int room = terminal.screen().columns().getAsInt() - label("").length() - 1;
            lines.add(label("per second") + rates.draw(room));
        }
        generator(lines, result.generator());
        return lines.toString();
    }

    private static void requests(StringJoiner lines, LoadResult result) {
        lines.add(label("answers") + perSecond(result) + answers(result));
        if (result.failures().size() > 0
                || result.requests().unanswered() > 0
                || result.requests().notSent() > 0) {
            StringJoiner missing = new StringJoiner(", ");
            failures(missing, result);
            add(missing, result.requests().unanswered(), "not answered by the end");
            add(missing, result.requests().notSent(), "not sent by the end, as all windows were full");
            lines.add(label("missing") + missing);
        }
        if (result.requests().retransmissions() > 0) {
            lines.add(label("sent again") + result.requests().retransmissions() + " messages");
        }
    }

    private static void observers(StringJoiner lines, LoadResult result, LoadResult.Observers observers) {
        lines.add(label("observers") + observers.registered() + " registered");
        lines.add(label("notified") + perSecond(result) + answers(result));
        if (observers.changes() > 0) {
            lines.add(label("changes") + observers.changes() + ", " + count(result.perSecond(observers.changes()))
                    + "/s");
        }
        StringJoiner missing = new StringJoiner(", ");
        failures(missing, result);
        add(missing, observers.missed(), "notifications not there within a second of the change");
        if (missing.length() > 0) {
            lines.add(label("missing") + missing);
        }
    }

    private static void failures(StringJoiner missing, LoadResult result) {
        result.failures().forEach((kind, count) -> add(missing, count, kind.text()));
    }

    private static void add(StringJoiner joined, long count, String what) {
        if (count > 0) {
            joined.add(count + " " + what);
        }
    }

    private static String perSecond(LoadResult result) {
        return result.answered() + ", " + count(result.perSecond(result.answered())) + "/s";
    }

    /** By code, where there is more than one. */
    private static String answers(LoadResult result) {
        if (result.answers().size() == 1 && result.succeeded() > 0) {
            return "";
        }
        return result.answers().entrySet().stream()
                .map(each -> each.getValue() + " × " + each.getKey())
                .collect(Collectors.joining(", ", result.answers().isEmpty() ? "" : "  (", ")"))
                .replaceAll("^\\)$", "");
    }

    private static String bytes(LoadResult result, long bytes) {
        return ProgressBar.size(bytes) + " of payload, " + ProgressBar.size(Math.round(result.perSecond(bytes))) + "/s";
    }

    private void latency(StringJoiner lines, LoadResult result) {
        Histogram latency = result.latency();
        if (latency.getTotalCount() == 0) {
            if (result.observers() != null && result.answered() > 0) {
                lines.add(label("latency") + "not known: only with -m put or -m post is it known when a change was");
            }
            return;
        }
        StringJoiner values = new StringJoiner("  ");
        for (double percentile : PERCENTILES) {
            values.add(percentile(percentile) + " " + time(latency.getValueAtPercentile(percentile)));
        }
        values.add("max " + time(latency.getMaxValue()));
        lines.add(label("latency") + values);
        int columns = terminal.screen().columns().getAsInt() - 1;
        lines.add("");
        LatencyChart.lines(latency, columns).forEach(lines::add);
        lines.add("");
    }

    private static void generator(StringJoiner lines, LoadResult.Generator generator) {
        CpuLoad cpu = generator.cpu();
        String lag = generator.lagNanos() >= MUCH_LAG_NANOS
                ? "; p99 of the requests left " + time(generator.lagNanos()) + " late"
                : "";
        lines.add(label("generator")
                + String.format(
                        Locale.ROOT,
                        "%.2f of %d cores, busiest event loop %.0f %%, machine %.0f %%, %d ports%s",
                        cpu.process(),
                        cpu.cores(),
                        cpu.busiestLoop() * 100,
                        cpu.machine() * 100,
                        generator.ports(),
                        lag));
        cpu.warnings().forEach(warning -> lines.add("warning: " + warning));
    }

    /** One line while it lasts. */
    static String progress(LoadProgress progress, Screen screen) {
        String time = seconds(progress.elapsed()) + " of " + seconds(progress.total()) + "  ";
        Sparkline rates = new Sparkline(screen.colour());
        progress.rates().forEach(rate -> rates.add(Math.rint(rate)));
        return time + rates.draw(screen.columns().getAsInt() - 1 - time.length());
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.0f s", time.toMillis() / 1e3);
    }

    private static String label(String text) {
        return String.format(Locale.ROOT, LABEL, text);
    }

    /** As "p99.9". */
    static String percentile(double percentile) {
        return "p" + (percentile % 1 == 0 ? Long.toString((long) percentile) : Double.toString(percentile));
    }

    /** As "2.05". */
    static String number(Code code) {
        return String.format(Locale.ROOT, "%d.%02d", code.codeClass(), code.number() & 0x1f);
    }

    static String count(double value) {
        return value < 100 ? String.format(Locale.ROOT, "%.1f", value) : Long.toString(Math.round(value));
    }

    /** As "831 µs", "1.24 ms", "2.31 s". */
    static String time(long nanos) {
        if (nanos < 1_000_000) {
            return String.format(Locale.ROOT, nanos < 100_000 ? "%.1f µs" : "%.0f µs", nanos / 1e3);
        }
        double scaled = nanos < 1_000_000_000 ? nanos / 1e6 : nanos / 1e9;
        String digits = scaled < 10 ? "%.2f" : scaled < 100 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, digits, scaled) + (nanos < 1_000_000_000 ? " ms" : " s");
    }
}
