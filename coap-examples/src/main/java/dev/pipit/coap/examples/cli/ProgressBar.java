package dev.pipit.coap.examples.cli;

import dev.pipit.coap.body.Progress;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * How far a transfer has come, on a line: {@code ████▌       38 %  75.2 of 200 KiB  41.2 KiB/s  0:03 left}. The rate is
 * that of the last seconds. Times are given, in nanoseconds from anywhere.
 */
final class ProgressBar {
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";
    private static final int WIDEST = 40;
    private static final int NARROWEST = 5;
    private static final long SECOND = 1_000_000_000L;
    private static final long WINDOW_NANOS = 10 * SECOND;
    private static final long SAMPLE_NANOS = SECOND / 2;
    private static final long LONGEST_LEFT_SECONDS = 360_000;
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final String CYAN = "\u001b[36m";
    private static final String DEFAULT_COLOUR = "\u001b[39m";

    private record Sample(long nanos, long done) {}

    private final boolean colour;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private Sample latest = new Sample(0, 0);

    ProgressBar(boolean colour) {
        this.colour = colour;
    }

    /** Draws it, on at most so many columns. */
    String draw(Progress progress, long nowNanos, int columns) {
        add(new Sample(nowNanos, progress.done()));
        long rate = bytesPerSecond();
        StringBuilder text = new StringBuilder();
        if (progress.total().isPresent()) {
            long total = Math.max(progress.total().getAsLong(), progress.done());
            text.append(String.format(Locale.ROOT, "%3d %%  ", total == 0 ? 100 : percent(progress.done(), total)))
                    .append(share(progress.done(), total))
                    .append(rate(rate))
                    .append(left(total - progress.done(), rate));
            int room = Math.min(WIDEST, columns - text.length() - 1);
            String bar = room < NARROWEST ? "" : bar(progress.done(), total, room) + " ";
            return cut(bar.isEmpty() || !colour ? bar : CYAN + bar + DEFAULT_COLOUR, text.toString(), columns);
        }
        return cut("", text.append(size(progress.done())).append(rate(rate)).toString(), columns);
    }

    private static String cut(String bar, String text, int columns) {
        return bar.isEmpty() && text.length() > columns ? text.substring(0, Math.max(0, columns)) : bar + text;
    }

    private void add(Sample sample) {
        // The response's body comes after the request's, and a body may begin anew: each has a rate of its own.
        if (sample.done < latest.done) {
            samples.clear();
        }
        latest = sample;
        if (samples.isEmpty() || sample.nanos - samples.getLast().nanos >= SAMPLE_NANOS) {
            samples.addLast(sample);
        }
        while (sample.nanos - samples.getFirst().nanos > WINDOW_NANOS && samples.size() > 1) {
            samples.removeFirst();
        }
    }

    /** 0 where it cannot be told yet. */
    private long bytesPerSecond() {
        Sample first = samples.getFirst();
        long nanos = latest.nanos - first.nanos;
        return nanos < SAMPLE_NANOS ? 0 : Math.round((latest.done - first.done) * (double) SECOND / nanos);
    }

    private static long percent(long done, long total) {
        return (long) (done * 100.0 / total);
    }

    private static String bar(long done, long total, int columns) {
        long eighths = total == 0 ? columns * 8L : (long) ((double) done / total * columns * 8);
        StringBuilder bar = new StringBuilder(columns);
        for (int i = 0; i < columns; i++) {
            bar.append(EIGHTHS.charAt((int) Math.max(0, Math.min(8, eighths - 8L * i))));
        }
        return bar.toString();
    }

    private static String share(long done, long total) {
        return size(done) + " of " + size(total);
    }

    private static String rate(long bytesPerSecond) {
        return bytesPerSecond == 0 ? "" : "  " + size(bytesPerSecond) + "/s";
    }

    private static String left(long bytes, long bytesPerSecond) {
        if (bytesPerSecond == 0) {
            return "";
        }
        long seconds = (bytes + bytesPerSecond - 1) / bytesPerSecond;
        return seconds > LONGEST_LEFT_SECONDS ? "" : "  " + clock(seconds) + " left";
    }

    private static String clock(long seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** As "41.2 KiB": three digits. */
    static String size(long bytes) {
        BigDecimal scaled = BigDecimal.valueOf(bytes);
        int unit = 0;
        while (scaled.compareTo(KIB) >= 0 && unit < UNITS.length - 1) {
            scaled = scaled.divide(KIB, MathContext.DECIMAL64);
            unit++;
        }
        int decimals = Math.max(0, 3 - (scaled.precision() - scaled.scale()));
        BigDecimal rounded =
                scaled.setScale(Math.min(decimals, 1), RoundingMode.HALF_UP).stripTrailingZeros();
        return (rounded.signum() == 0 ? "0" : rounded.toPlainString()) + " " + UNITS[unit];
    }

    private static final BigDecimal KIB = BigDecimal.valueOf(1024);
}
