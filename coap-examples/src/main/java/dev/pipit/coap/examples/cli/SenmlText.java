package dev.pipit.coap.examples.cli;

import dev.pipit.coap.examples.senml.SenmlField;
import dev.pipit.coap.examples.senml.SenmlPack;
import dev.pipit.coap.examples.senml.SenmlRecord;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A SenML pack on one line: {@code load1 0.42, load5 0.35}, or {@code 23.1 Cel}; without base names, which are long. */
final class SenmlText {
    private SenmlText() {}

    static String of(SenmlPack pack) {
        StringJoiner line = new StringJoiner(", ");
        String baseUnit = null;
        BigDecimal baseValue = BigDecimal.ZERO;
        for (SenmlRecord record : pack.records()) {
            String unit = record.text(SenmlField.BASE_UNIT);
            baseUnit = unit == null ? baseUnit : unit;
            BigDecimal base = record.number(SenmlField.BASE_VALUE);
            baseValue = base == null ? baseValue : base;
            String value = value(record, baseValue);
            if (value != null) {
                line.add(described(record, value, baseUnit));
            }
        }
        return line.length() == 0 ? "(no values)" : line.toString();
    }

    private static @Nullable String value(SenmlRecord record, BigDecimal baseValue) {
        BigDecimal number = record.number(SenmlField.VALUE);
        if (number != null) {
            return number.add(baseValue).toPlainString();
        }
        String text = record.text(SenmlField.STRING_VALUE);
        if (text != null) {
            return text;
        }
        Boolean flag = record.flag();
        if (flag != null) {
            return flag.toString();
        }
        byte[] data = record.data();
        if (data != null) {
            return "0x" + HexFormat.of().formatHex(data);
        }
        BigDecimal sum = record.number(SenmlField.SUM);
        return sum == null ? null : "sum " + sum.toPlainString();
    }

    private static String described(SenmlRecord record, String value, @Nullable String baseUnit) {
        String name = record.text(SenmlField.NAME);
        String ownUnit = record.text(SenmlField.UNIT);
        String unit = ownUnit == null ? baseUnit : ownUnit;
        boolean measured = record.number(SenmlField.VALUE) != null;
        return (name == null ? "" : name + " ") + value + (unit == null || !measured ? "" : " " + unit);
    }
}
