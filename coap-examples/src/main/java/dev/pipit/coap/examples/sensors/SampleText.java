package dev.pipit.coap.examples.sensors;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Writes samples for people: familiar units, and no more digits than a person reads. */
final class SampleText {

    private SampleText() {}

    static String render(Sample sample) {
        StringBuilder out = new StringBuilder();
        for (Reading reading : sample.readings()) {
            if (!out.isEmpty()) {
                out.append('\n');
            }
            if (!reading.name().isEmpty()) {
                out.append(reading.name()).append(' ');
            }
            if (reading instanceof Reading.Measured measured) {
                measured(measured.value(), measured.unit(), out);
            } else if (reading instanceof Reading.Worded worded) {
                out.append(worded.value());
            } else if (reading instanceof Reading.Flagged flagged) {
                out.append(flagged.value() ? "yes" : "no");
            }
        }
        return out.toString();
    }

    private static void measured(BigDecimal value, Unit unit, StringBuilder out) {
        switch (unit) {
            case NONE, COUNT -> number(value, 3, "", out);
            case BYTE -> bytes(value, out);
            case SECOND -> seconds(value, out);
            case CELSIUS -> number(value, 3, " °C", out);
            case HUMIDITY -> number(value, 3, " %", out);
            case RATIO -> number(value.multiply(HUNDRED), 1, " %", out);
            case TURNS_PER_SECOND -> number(value.multiply(SIXTY), 0, " rpm", out);
            case METER_PER_SECOND_SQUARED -> number(value, 6, " m/s²", out);
            // Both are small in any place where people live.
            case FARAD, TESLA -> number(value, 12, " " + unit.symbol(), out);
            default -> number(value, 3, " " + unit.symbol(), out);
        }
    }

    private static void bytes(BigDecimal value, StringBuilder out) {
        BigDecimal scaled = value;
        int prefix = 0;
        while (scaled.abs().compareTo(KIB) >= 0 && prefix < BINARY.length - 1) {
            scaled = scaled.divide(KIB);
            prefix++;
        }
        number(scaled, 1, BINARY[prefix], out);
    }

    private static void seconds(BigDecimal value, StringBuilder out) {
        long whole = value.longValue();
        if (whole < 60) {
            number(value, 3, " s", out);
            return;
        }
        if (whole >= 86_400) {
            out.append(whole / 86_400).append(" d ");
        }
        if (whole >= 3_600) {
            out.append(whole / 3_600 % 24).append(" h ");
        }
        out.append(whole / 60 % 60).append(" min ").append(whole % 60).append(" s");
    }

    private static void number(BigDecimal value, int decimals, String unit, StringBuilder out) {
        BigDecimal rounded = value.scale() > decimals ? value.setScale(decimals, RoundingMode.HALF_UP) : value;
        out.append(rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString())
                .append(unit);
    }

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal SIXTY = BigDecimal.valueOf(60);
    private static final BigDecimal KIB = BigDecimal.valueOf(1024);
    private static final String[] BINARY = {" B", " KiB", " MiB", " GiB", " TiB", " PiB"};
}
