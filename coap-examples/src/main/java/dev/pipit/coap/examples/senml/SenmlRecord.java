package dev.pipit.coap.examples.senml;

import dev.pipit.coap.examples.senml.SenmlField.Kind;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One record of a pack (RFC 8428 §4): fields and their values. Immutable. */
public final class SenmlRecord {
    // The values are String, BigDecimal, Boolean or byte[], as the field's kind says.
    private final EnumMap<SenmlField, Object> values;

    private SenmlRecord(EnumMap<SenmlField, Object> values) {
        this.values = values;
    }

    /** A builder for a record. */
    public static Builder builder() {
        return new Builder();
    }

    /** The fields that are there, in the order of writing. */
    public Set<SenmlField> fields() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** The number in a field; null where it is not there, or holds something else. */
    public @Nullable BigDecimal number(SenmlField field) {
        return values.get(field) instanceof BigDecimal number ? number : null;
    }

    /** The text in a field; null where it is not there, or holds something else. */
    public @Nullable String text(SenmlField field) {
        return values.get(field) instanceof String text ? text : null;
    }

    /** The boolean value; null where there is none. */
    public @Nullable Boolean flag() {
        return values.get(SenmlField.BOOLEAN_VALUE) instanceof Boolean flag ? flag : null;
    }

    /** The data value; null where there is none. */
    public byte @Nullable [] data() {
        return values.get(SenmlField.DATA_VALUE) instanceof byte[] data ? data.clone() : null;
    }

    boolean has(SenmlField field) {
        return values.containsKey(field);
    }

    /** Whether it has a value or a sum, and is not there for its base fields alone. */
    boolean hasValue() {
        return has(SenmlField.VALUE)
                || has(SenmlField.STRING_VALUE)
                || has(SenmlField.BOOLEAN_VALUE)
                || has(SenmlField.DATA_VALUE)
                || has(SenmlField.SUM);
    }

    /** Whether the same fields hold the same values. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof SenmlRecord record) || !values.keySet().equals(record.values.keySet())) {
            return false;
        }
        for (Map.Entry<SenmlField, Object> entry : values.entrySet()) {
            if (!Objects.deepEquals(entry.getValue(), record.values.get(entry.getKey()))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(values.values().toArray());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        values.forEach((field, value) -> text.append(text.length() == 1 ? "" : ", ")
                .append(field.label())
                .append(": ")
                .append(value instanceof byte[] data ? data.length + " bytes" : value));
        return text.append('}').toString();
    }

    /** Puts a record together. */
    public static final class Builder {
        private final EnumMap<SenmlField, Object> values = new EnumMap<>(SenmlField.class);

        private Builder() {}

        /** Sets a field of text. */
        public Builder text(SenmlField field, String value) {
            return set(field, Kind.TEXT, value);
        }

        /** Sets a field of a number. */
        public Builder number(SenmlField field, BigDecimal value) {
            // RFC 8428 §5: "a reading of 1.1 has exactly the same semantic meaning as 1.10"
            BigDecimal plain = value.stripTrailingZeros();
            return set(field, Kind.NUMBER, plain.scale() < 0 ? plain.setScale(0) : plain);
        }

        /** Sets the boolean value. */
        public Builder flag(boolean value) {
            return set(SenmlField.BOOLEAN_VALUE, Kind.FLAG, value);
        }

        /** Sets the data value. */
        public Builder data(byte[] value) {
            return set(SenmlField.DATA_VALUE, Kind.DATA, value.clone());
        }

        private Builder set(SenmlField field, Kind kind, Object value) {
            if (field.kind() != kind) {
                throw new IllegalArgumentException(field.label() + ": " + kind + " (expected: " + field.kind() + ")");
            }
            values.put(field, value);
            return this;
        }

        /** The record. */
        public SenmlRecord build() {
            return new SenmlRecord(new EnumMap<>(values));
        }
    }
}
