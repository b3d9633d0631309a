package dev.pipit.coap.examples.cli;

import java.math.BigDecimal;
import java.math.MathContext;

/** The latest numbers as a row of bars, the newest on the right: {@code ▁▂▄█▆ 22.5 (20.1 … 23.4)}. */
final class Sparkline {
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final int KEPT = 256;
    private static final int FEWEST_BARS = 4;
    private static final String CYAN = "\u001b[36m";
    private static final String DEFAULT_COLOUR = "\u001b[39m";

    private final double[] values = new double[KEPT]; // a ring
    private final boolean colour;
    private long count;

    Sparkline(boolean colour) {
        this.colour = colour;
    }

    /** Adds a finite number. */
    void add(double value) {
        values[(int) (count++ % KEPT)] = value;
    }

    /** The line, of at most so many columns; empty where there is no number yet, or no room. */
    String draw(int columns) {
        // The range is that of the bars that are shown, and how many that is depends on how long its numbers are.
        int bars = (int) Math.min(Math.min(count, KEPT), Math.max(0, columns));
        String legend = bars == 0 ? "" : legend(bars);
        while (bars > 0 && bars + legend.length() > columns) {
            legend = legend(--bars);
        }
        if (bars < Math.min(FEWEST_BARS, count) || bars == 0) {
            return "";
        }
        String row = row(bars);
        return (colour ? CYAN + row + DEFAULT_COLOUR : row) + legend;
    }

    private String legend(int bars) {
        return " " + number(recent(0)) + " (" + number(lowest(bars)) + " … " + number(highest(bars)) + ")";
    }

    private String row(int bars) {
        double low = lowest(bars);
        double high = highest(bars);
        StringBuilder row = new StringBuilder(bars);
        for (int i = bars - 1; i >= 0; i--) {
            // Halved, because the range of doubles is half of what the difference of two may be.
            double share = high == low ? 0.5 : (recent(i) / 2 - low / 2) / (high / 2 - low / 2);
            row.append(BARS.charAt((int) Math.min(BARS.length() - 1, share * BARS.length())));
        }
        return row.toString();
    }

    private double lowest(int bars) {
        double lowest = recent(0);
        for (int i = 1; i < bars; i++) {
            lowest = Math.min(lowest, recent(i));
        }
        return lowest;
    }

    private double highest(int bars) {
        double highest = recent(0);
        for (int i = 1; i < bars; i++) {
            highest = Math.max(highest, recent(i));
        }
        return highest;
    }

    /** The number so many before the newest. */
    private double recent(int before) {
        return values[(int) ((count - 1 - before) % KEPT)];
    }

    private static String number(double value) {
        BigDecimal rounded = new BigDecimal(value, MathContext.DECIMAL32).stripTrailingZeros();
        if (rounded.signum() == 0) {
            return "0";
        }
        int digitsBeforePoint = rounded.precision() - rounded.scale();
        return digitsBeforePoint > 12 || digitsBeforePoint < -3 ? rounded.toString() : rounded.toPlainString();
    }
}
