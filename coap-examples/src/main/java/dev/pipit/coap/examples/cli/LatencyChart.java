package dev.pipit.coap.examples.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * How latencies are distributed, a bar for each range. Each range is as many times wider than the one before as it takes
 * for all to fit on a screen: 1.26 times, twice, four times …
 */
final class LatencyChart {
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";
    private static final int MOST_LINES = 16;
    private static final int WIDEST = 50;
    private static final int NARROWEST = 8;

    private LatencyChart() {}

    static List<String> lines(Histogram latency, int columns) {
        double wide = Math.log(latency.getMaxValue() / (double) Math.max(1, latency.getMinValue())) / Math.log(2);
        double step = wide * 3 <= MOST_LINES ? Math.cbrt(2) : Math.pow(2, Math.max(1, Math.ceil(wide / MOST_LINES)));
        List<Long> tops = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        double top = Math.pow(step, Math.ceil(Math.log((double) Math.max(1, latency.getMinValue())) / Math.log(step)));
        long below = 0;
        long total = latency.getTotalCount();
        while (below < total) {
            long until = latency.getCountBetweenValues(0, Math.round(top));
            if (until > 0) {
                tops.add(Math.round(top));
                counts.add(until - below);
            }
            below = until;
            top *= step;
        }
        return draw(tops, counts, total, columns);
    }

    private static List<String> draw(List<Long> tops, List<Long> counts, long total, int columns) {
        long most = counts.stream().mapToLong(Long::longValue).max().orElse(1);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < tops.size(); i++) {
            String label = String.format(Locale.ROOT, "  to %8s ", BenchReport.time(tops.get(i)));
            String share = String.format(Locale.ROOT, " %5.2f %%", counts.get(i) * 100.0 / total);
            int room = Math.max(NARROWEST, Math.min(WIDEST, columns - label.length() - share.length()));
            lines.add(label + bar((double) counts.get(i) / most, room) + share);
        }
        return lines;
    }

    /** Something is shown of everything that is there. */
    private static String bar(double share, int columns) {
        long eighths = share == 0 ? 0 : Math.max(1, Math.round(share * columns * 8));
        StringBuilder bar = new StringBuilder(columns);
        for (int i = 0; i < columns; i++) {
            bar.append(EIGHTHS.charAt((int) Math.max(0, Math.min(8, eighths - 8L * i))));
        }
        return bar.toString();
    }
}
