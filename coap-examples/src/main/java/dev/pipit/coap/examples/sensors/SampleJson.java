package dev.pipit.coap.examples.sensors;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.temporal.ChronoUnit;

/** Writes samples as plain JSON objects, for programs that know no SenML. */
final class SampleJson {

    private SampleJson() {}

    static byte[] render(Sample sample) {
        return Json.bytes(json -> {
            json.writeStartObject();
            for (Reading reading : sample.readings()) {
                if (sample.isSingle()) {
                    value(json, reading);
                } else {
                    json.writeObjectFieldStart(reading.name());
                    value(json, reading);
                    json.writeEndObject();
                }
            }
            json.writeStringField(
                    "time", sample.time().truncatedTo(ChronoUnit.MILLIS).toString());
            json.writeEndObject();
        });
    }

    private static void value(JsonGenerator json, Reading reading) throws IOException {
        if (reading instanceof Reading.Measured measured) {
            json.writeNumberField("value", measured.value());
            if (measured.unit() != Unit.NONE) {
                json.writeStringField("unit", measured.unit().symbol());
            }
        } else if (reading instanceof Reading.Worded worded) {
            json.writeStringField("value", worded.value());
        } else if (reading instanceof Reading.Flagged flagged) {
            json.writeBooleanField("value", flagged.value());
        }
    }
}
