package dev.pipit.coap.examples.senml;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Packs as {@code application/senml+cbor} (RFC 8428 §6), Content-Format 112. The CBOR library is not loaded before the
 * first is read or written.
 */
public final class SenmlCbor {
    private static final CBORFactory FACTORY = new CBORFactory();

    private SenmlCbor() {}

    /**
     * Reads a pack, of definite or indefinite length.
     *
     * @throws SenmlException if it is none; fields that are not known are ignored (RFC 8428 §4.4)
     */
    public static SenmlPack parse(byte[] cbor) throws SenmlException {
        try (JsonParser parser = FACTORY.createParser(cbor)) {
            return new SenmlReader(parser, true).read();
        } catch (IOException e) {
            throw new SenmlException("not readable: " + e.getMessage());
        }
    }

    /** Writes a pack. */
    public static byte[] write(SenmlPack pack) {
        return SenmlWriter.bytes(FACTORY::createGenerator, cbor -> {
            // RFC 8428 §6: "for non-streaming SenML, an array with a definite length MUST be used"
            cbor.writeStartArray(pack, pack.records().size());
            for (SenmlRecord record : pack.records()) {
                cbor.writeStartObject(record, record.fields().size());
                for (SenmlField field : record.fields()) {
                    cbor.writeFieldId(field.cborLabel());
                    value(cbor, record, field);
                }
                cbor.writeEndObject();
            }
            cbor.writeEndArray();
        });
    }

    private static void value(CBORGenerator cbor, SenmlRecord record, SenmlField field) throws IOException {
        BigDecimal number = record.number(field);
        byte[] data = record.data();
        if (number != null) {
            number(cbor, number);
        } else if (field == SenmlField.BOOLEAN_VALUE) {
            cbor.writeBoolean(Boolean.TRUE.equals(record.flag()));
        } else if (field == SenmlField.DATA_VALUE && data != null) {
            cbor.writeBinary(data);
        } else {
            cbor.writeString(record.text(field));
        }
    }

    /**
     * The shortest form that is the same IEEE double. RFC 8428 §6: "a representation SHOULD be chosen such that when the
     * CBOR value is converted to an IEEE double-precision, floating-point value, it has exactly the same value as the
     * original JSON Number converted to that form."
     */
    private static void number(CBORGenerator cbor, BigDecimal number) throws IOException {
        double value = number.doubleValue();
        if (number.scale() == 0 && number.precision() <= LONG_DIGITS) {
            cbor.writeNumber(number.longValueExact());
        } else if ((float) value == value) {
            cbor.writeNumber((float) value);
        } else {
            cbor.writeNumber(value);
        }
    }

    private static final int LONG_DIGITS = 18;
}
