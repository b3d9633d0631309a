package dev.pipit.coap.examples.sensors;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;

/** Writes samples as SenML packs in JSON (RFC 8428 §5). */
final class SenmlJson {

    private SenmlJson() {}

    static byte[] render(String path, Sample sample, String baseName) {
        String name = baseName + path + (sample.isSingle() ? "" : "/");
        Names.requireSenml(name);
        // RFC 8428 §4.5.1: "it MUST start with a character out of the set "A" to "Z", "a" to "z", or "0" to "9""
        if (!Names.isAlphanumeric(name.charAt(0))) {
            throw new IllegalArgumentException("name: \"" + name + "\" (expected: a letter or digit first)");
        }
        return Json.bytes(json -> {
            json.writeStartArray();
            boolean first = true;
            for (Reading reading : sample.readings()) {
                json.writeStartObject();
                if (first) {
                    json.writeStringField("bn", name);
                    baseTime(json, sample.time());
                    first = false;
                }
                if (!reading.name().isEmpty()) {
                    json.writeStringField("n", reading.name());
                }
                value(json, reading);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static void baseTime(JsonGenerator json, Instant time) throws IOException {
        // RFC 8428 §4.5.3: "Values less than 268,435,456 (2**28) represent time relative to the current time."
        // A board without a battery starts in 1970; the missing time then means "now", which is true.
        if (time.getEpochSecond() >= FIRST_ABSOLUTE_SECOND) {
            BigDecimal seconds = BigDecimal.valueOf(time.toEpochMilli(), 3).stripTrailingZeros();
            json.writeNumberField("bt", seconds);
        }
    }

    private static void value(JsonGenerator json, Reading reading) throws IOException {
        // RFC 8428 §4.2: "Exactly one Value field MUST appear unless there is a Sum field"
        if (reading instanceof Reading.Measured measured) {
            if (measured.unit() != Unit.NONE) {
                json.writeStringField("u", measured.unit().symbol());
            }
            json.writeNumberField("v", measured.value());
        } else if (reading instanceof Reading.Worded worded) {
            json.writeStringField("vs", worded.value());
        } else if (reading instanceof Reading.Flagged flagged) {
            json.writeBooleanField("vb", flagged.value());
        }
    }

    private static final long FIRST_ABSOLUTE_SECOND = 1L << 28;
}
