package dev.pipit.coap.examples.senml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Base64;

/** Packs as {@code application/senml+json} (RFC 8428 §5), Content-Format 110. */
public final class SenmlJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            // RFC 8428 §5: "If the value has an exponent, the "e" MUST be in lower case." Plain numbers have none.
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private SenmlJson() {}

    /**
     * Reads a pack.
     *
     * @throws SenmlException if it is none; fields that are not known are ignored (RFC 8428 §4.4)
     */
    public static SenmlPack parse(byte[] json) throws SenmlException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            return new SenmlReader(parser, false).read();
        } catch (IOException e) {
            throw new SenmlException("not readable: " + e.getMessage());
        }
    }

    /** Writes a pack. */
    public static byte[] write(SenmlPack pack) {
        return SenmlWriter.bytes(FACTORY::createGenerator, json -> {
            json.writeStartArray();
            for (SenmlRecord record : pack.records()) {
                json.writeStartObject();
                for (SenmlField field : record.fields()) {
                    json.writeFieldName(field.label());
                    value(json, record, field);
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static void value(JsonGenerator json, SenmlRecord record, SenmlField field) throws IOException {
        BigDecimal number = record.number(field);
        if (number != null) {
            json.writeNumber(number);
        } else if (field == SenmlField.BOOLEAN_VALUE) {
            json.writeBoolean(Boolean.TRUE.equals(record.flag()));
        } else if (field == SenmlField.DATA_VALUE) {
            // RFC 8428 §5: "base64 encoded with the URL-safe alphabet …, with padding omitted"
            json.writeString(Base64.getUrlEncoder().withoutPadding().encodeToString(record.data()));
        } else {
            json.writeString(record.text(field));
        }
    }
}
