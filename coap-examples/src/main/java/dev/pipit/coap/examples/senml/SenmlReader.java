package dev.pipit.coap.examples.senml;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads packs of either form: they differ in labels and in how data is written. */
final class SenmlReader {
    // What an IEEE double can hold, and a little more: beyond, a few bytes would make numbers of a gigabyte.
    private static final int MAX_EXPONENT = 400;

    private final JsonParser parser;
    private final boolean cbor;
    private @Nullable BigDecimal version;

    SenmlReader(JsonParser parser, boolean cbor) {
        this.parser = parser;
        this.cbor = cbor;
    }

    SenmlPack read() throws SenmlException {
        try {
            List<SenmlRecord> records = new ArrayList<>();
            expect(parser.nextToken(), JsonToken.START_ARRAY, "an array of records");
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                expect(parser.currentToken(), JsonToken.START_OBJECT, "a record");
                records.add(record(records.isEmpty()));
            }
            expect(parser.nextToken(), null, "nothing behind the array");
            return new SenmlPack(records);
        } catch (IOException e) {
            throw new SenmlException("not readable: " + e.getMessage());
        }
    }

    private static void expect(@Nullable JsonToken token, @Nullable JsonToken expected, String what)
            throws SenmlException {
        if (token != expected) {
            throw SenmlException.unexpected("SenML", token == null ? "an end" : token, what);
        }
    }

    private SenmlRecord record(boolean first) throws IOException, SenmlException {
        SenmlRecord.Builder record = SenmlRecord.builder();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String label = parser.currentName();
            SenmlField field = cbor ? SenmlField.byCborLabel(label) : SenmlField.byLabel(label);
            JsonToken value = parser.nextToken();
            if (field != null) {
                set(record, field, value);
            } else if (label.endsWith("_")) {
                // RFC 8428 §4.4: "Implementations MUST ignore fields they don't recognize unless that field has a label
                // name that ends with the "_" character, in which case an error MUST be generated."
                throw SenmlException.unexpected("field", "\"" + label + "\"", "none that must be understood");
            } else {
                parser.skipChildren();
            }
        }
        expect(parser.currentToken(), JsonToken.END_OBJECT, "the end of a record");
        SenmlRecord whole = record.build();
        checkVersion(whole.number(SenmlField.BASE_VERSION), first);
        checkValues(whole);
        return whole;
    }

    private void set(SenmlRecord.Builder record, SenmlField field, @Nullable JsonToken token)
            throws IOException, SenmlException {
        boolean fits = token != null
                && switch (field.kind()) {
                    case TEXT -> token == JsonToken.VALUE_STRING;
                    case NUMBER -> token.isNumeric();
                    case FLAG -> token.isBoolean();
                    case DATA -> token == JsonToken.VALUE_EMBEDDED_OBJECT || token == JsonToken.VALUE_STRING;
                };
        if (!fits) {
            throw SenmlException.unexpected(
                    field.label(),
                    token == null ? "an end" : token,
                    field.kind().name().toLowerCase(Locale.ROOT));
        }
        switch (field.kind()) {
            case TEXT -> record.text(field, parser.getText());
            case NUMBER -> record.number(field, number(field));
            case FLAG -> record.flag(parser.getBooleanValue());
            case DATA -> record.data(data(token));
        }
    }

    private BigDecimal number(SenmlField field) throws IOException, SenmlException {
        if (parser.isNaN()) {
            throw SenmlException.unexpected(field.label(), parser.getText(), "a finite number");
        }
        // The binary 120.1 of CBOR is to be that of JSON, and not 120.099999999999994.
        BigDecimal number = cbor && parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT && !isDecimalFraction()
                ? BigDecimal.valueOf(parser.getDoubleValue())
                : parser.getDecimalValue();
        if (Math.abs((long) number.precision() - number.scale()) > MAX_EXPONENT) {
            throw SenmlException.unexpected(field.label(), "an exponent", "at most " + MAX_EXPONENT + " digits");
        }
        return number;
    }

    private boolean isDecimalFraction() throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_DECIMAL;
    }

    private byte[] data(@Nullable JsonToken token) throws IOException, SenmlException {
        if (token == JsonToken.VALUE_EMBEDDED_OBJECT) {
            return parser.getBinaryValue();
        }
        try {
            return Base64.getUrlDecoder().decode(parser.getText());
        } catch (IllegalArgumentException e) {
            throw SenmlException.unexpected("vd", "\"" + parser.getText() + "\"", "base64url");
        }
    }

    private void checkVersion(@Nullable BigDecimal own, boolean first) throws SenmlException {
        // RFC 8428 §4.4: "If this value is a version number larger than the version that the system understands, the
        // system MUST NOT use this object."
        if (own != null && (own.signum() <= 0 || own.compareTo(BigDecimal.valueOf(SenmlPack.VERSION)) > 0)) {
            throw SenmlException.unexpected("bver", own.toPlainString(), "1-" + SenmlPack.VERSION);
        }
        // RFC 8428 §4.4: "All SenML Records in a Pack MUST have the same version number."
        BigDecimal before = version == null ? BigDecimal.valueOf(SenmlPack.VERSION) : version;
        if (first) {
            version = own;
        } else if (own != null && own.compareTo(before) != 0) {
            throw SenmlException.unexpected("bver", own.toPlainString(), before + " as before");
        }
    }

    private static void checkValues(SenmlRecord record) throws SenmlException {
        int values = 0;
        for (SenmlField field :
                List.of(SenmlField.VALUE, SenmlField.STRING_VALUE, SenmlField.BOOLEAN_VALUE, SenmlField.DATA_VALUE)) {
            values += record.has(field) ? 1 : 0;
        }
        // RFC 8428 §4.2: "Exactly one Value field MUST appear unless there is a Sum field"; but §5.1.7 has a record of
        // a
        // base name alone.
        if (values > 1) {
            throw SenmlException.unexpected("record", record, "one value");
        }
    }
}
