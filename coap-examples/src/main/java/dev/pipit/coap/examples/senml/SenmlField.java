package dev.pipit.coap.examples.senml;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a record, with their labels in JSON and CBOR (RFC 8428 §4.3, table 1), in the order of writing. */
public enum SenmlField {
    BASE_NAME("bn", -2, Kind.TEXT),
    BASE_TIME("bt", -3, Kind.NUMBER),
    BASE_UNIT("bu", -4, Kind.TEXT),
    BASE_VALUE("bv", -5, Kind.NUMBER),
    BASE_SUM("bs", -6, Kind.NUMBER),
    BASE_VERSION("bver", -1, Kind.NUMBER),
    NAME("n", 0, Kind.TEXT),
    UNIT("u", 1, Kind.TEXT),
    TIME("t", 6, Kind.NUMBER),
    UPDATE_TIME("ut", 7, Kind.NUMBER),
    VALUE("v", 2, Kind.NUMBER),
    STRING_VALUE("vs", 3, Kind.TEXT),
    BOOLEAN_VALUE("vb", 4, Kind.FLAG),
    DATA_VALUE("vd", 8, Kind.DATA),
    SUM("s", 5, Kind.NUMBER);

    /** What a field holds. */
    enum Kind {
        TEXT,
        NUMBER,
        FLAG,
        DATA
    }

    private static final Map<String, SenmlField> BY_LABEL = new HashMap<>();
    private static final Map<String, SenmlField> BY_CBOR_LABEL = new HashMap<>();

    static {
        for (SenmlField field : values()) {
            BY_LABEL.put(field.label, field);
            BY_CBOR_LABEL.put(Integer.toString(field.cborLabel), field);
        }
    }

    private final String label;
    private final int cborLabel;
    private final Kind kind;

    SenmlField(String label, int cborLabel, Kind kind) {
        this.label = label;
        this.cborLabel = cborLabel;
        this.kind = kind;
    }

    /** The label in JSON: {@code bn}. */
    public String label() {
        return label;
    }

    /** The label in CBOR: -2. */
    public int cborLabel() {
        return cborLabel;
    }

    Kind kind() {
        return kind;
    }

    static @Nullable SenmlField byLabel(String label) {
        return BY_LABEL.get(label);
    }

    /** Jackson gives the integer keys of a CBOR map as decimal text. */
    static @Nullable SenmlField byCborLabel(String label) {
        return BY_CBOR_LABEL.get(label);
    }
}
