package dev.pipit.coap.examples.sensors;

import dev.pipit.coap.examples.senml.SenmlField;
import dev.pipit.coap.examples.senml.SenmlPack;
import dev.pipit.coap.examples.senml.SenmlRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Samples as SenML packs (RFC 8428): one base name and time, a record for each reading. */
final class SenmlSample {

    private SenmlSample() {}

    static SenmlPack of(String path, Sample sample, String baseName) {
        String name = baseName + path + (sample.isSingle() ? "" : "/");
        Names.requireSenml(name);
        // RFC 8428 §4.5.1: "it MUST start with a character out of the set "A" to "Z", "a" to "z", or "0" to "9""
        if (!Names.isAlphanumeric(name.charAt(0))) {
            throw new IllegalArgumentException("name: \"" + name + "\" (expected: a letter or digit first)");
        }
        List<SenmlRecord> records = new ArrayList<>(sample.readings().size());
        for (Reading reading : sample.readings()) {
            SenmlRecord.Builder record = SenmlRecord.builder();
            if (records.isEmpty()) {
                record.text(SenmlField.BASE_NAME, name);
                baseTime(record, sample.time());
            }
            if (!reading.name().isEmpty()) {
                record.text(SenmlField.NAME, reading.name());
            }
            value(record, reading);
            records.add(record.build());
        }
        return new SenmlPack(records);
    }

    private static void baseTime(SenmlRecord.Builder record, Instant time) {
        // RFC 8428 §4.5.3: "Values less than 268,435,456 (2**28) represent time relative to the current time."
        // A board without a battery starts in 1970; the missing time then means "now", which is true.
        if (time.getEpochSecond() >= FIRST_ABSOLUTE_SECOND) {
            record.number(SenmlField.BASE_TIME, BigDecimal.valueOf(time.toEpochMilli(), 3));
        }
    }

    private static void value(SenmlRecord.Builder record, Reading reading) {
        // RFC 8428 §4.2: "Exactly one Value field MUST appear unless there is a Sum field"
        if (reading instanceof Reading.Measured measured) {
            if (measured.unit() != Unit.NONE) {
                record.text(SenmlField.UNIT, measured.unit().symbol());
            }
            record.number(SenmlField.VALUE, measured.value());
        } else if (reading instanceof Reading.Worded worded) {
            record.text(SenmlField.STRING_VALUE, worded.value());
        } else if (reading instanceof Reading.Flagged flagged) {
            record.flag(flagged.value());
        }
    }

    private static final long FIRST_ABSOLUTE_SECOND = 1L << 28;
}
