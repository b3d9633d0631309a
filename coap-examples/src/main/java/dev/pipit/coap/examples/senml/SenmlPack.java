package dev.pipit.coap.examples.senml;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A pack (RFC 8428 §3): records in their order, of which the earlier ones' base fields hold for the later ones.
 *
 * @param records may be none
 */
public record SenmlPack(List<SenmlRecord> records) {
    /** The version that RFC 8428 defines (§4.1). */
    public static final int VERSION = 10;

    // RFC 8428 §4.5.1
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:./_-]*");
    // RFC 8428 §4.5.3: "Values less than 268,435,456 (2**28) represent time relative to the current time."
    private static final BigDecimal FIRST_ABSOLUTE = BigDecimal.valueOf(1L << 28);

    public SenmlPack {
        records = List.copyOf(records);
    }

    /** A pack of these records. */
    public static SenmlPack of(SenmlRecord... records) {
        return new SenmlPack(List.of(records));
    }

    /**
     * The records with full names, absolute times and units, none with base fields, in chronological order (RFC 8428
     * §4.6). A record that is there for its base fields alone is left out.
     *
     * @param now what relative times count from
     * @throws SenmlException if a name is none by §4.5.1, or the version is not known
     */
    public List<SenmlRecord> resolve(Instant now) throws SenmlException {
        Bases bases = new Bases(BigDecimal.valueOf(now.toEpochMilli(), 3));
        List<SenmlRecord> resolved = new ArrayList<>(records.size());
        for (SenmlRecord record : records) {
            SenmlRecord full = bases.resolve(record);
            if (full.hasValue()) {
                resolved.add(full);
            }
        }
        resolved.sort(Comparator.comparing(record -> Objects.requireNonNull(record.number(SenmlField.TIME))));
        return resolved;
    }

    /** The base fields that hold from here on. */
    private static final class Bases {
        private final BigDecimal now;
        private @Nullable String name;
        private @Nullable String unit;
        private @Nullable BigDecimal time;
        private @Nullable BigDecimal value;
        private @Nullable BigDecimal sum;
        private @Nullable BigDecimal version;

        Bases(BigDecimal now) {
            this.now = now;
        }

        SenmlRecord resolve(SenmlRecord record) throws SenmlException {
            name = or(record.text(SenmlField.BASE_NAME), name);
            unit = or(record.text(SenmlField.BASE_UNIT), unit);
            time = or(record.number(SenmlField.BASE_TIME), time);
            value = or(record.number(SenmlField.BASE_VALUE), value);
            sum = or(record.number(SenmlField.BASE_SUM), sum);
            version = or(record.number(SenmlField.BASE_VERSION), version);
            SenmlRecord.Builder full = SenmlRecord.builder();
            nameAndUnit(record, full);
            numbers(record, full);
            String text = record.text(SenmlField.STRING_VALUE);
            if (text != null) {
                full.text(SenmlField.STRING_VALUE, text);
            }
            Boolean flag = record.flag();
            if (flag != null) {
                full.flag(flag);
            }
            byte[] data = record.data();
            if (data != null) {
                full.data(data);
            }
            return full.build();
        }

        private void nameAndUnit(SenmlRecord record, SenmlRecord.Builder full) throws SenmlException {
            if (record.hasValue()) {
                String whole = or(name, "") + or(record.text(SenmlField.NAME), "");
                if (!NAME.matcher(whole).matches()) {
                    throw SenmlException.unexpected(
                            "name", "\"" + whole + "\"", "a letter or digit, then these and - : . / _");
                }
                full.text(SenmlField.NAME, whole);
            }
            String own = or(record.text(SenmlField.UNIT), unit);
            if (own != null) {
                full.text(SenmlField.UNIT, own);
            }
        }

        private void numbers(SenmlRecord record, SenmlRecord.Builder full) {
            BigDecimal at = plus(time, record.number(SenmlField.TIME));
            full.number(SenmlField.TIME, at.compareTo(FIRST_ABSOLUTE) < 0 ? now.add(at) : at);
            BigDecimal update = record.number(SenmlField.UPDATE_TIME);
            if (update != null) {
                full.number(SenmlField.UPDATE_TIME, update);
            }
            if (record.has(SenmlField.VALUE)) {
                full.number(SenmlField.VALUE, plus(value, record.number(SenmlField.VALUE)));
            }
            if (record.has(SenmlField.SUM)) {
                full.number(SenmlField.SUM, plus(sum, record.number(SenmlField.SUM)));
            }
            // RFC 8428 §4.6: Base Version "MUST NOT be present in resolved Records if the SenML version defined in this
            // document is used; otherwise, it MUST be present in all the resolved SenML Records."
            if (version != null && version.intValue() != VERSION) {
                full.number(SenmlField.BASE_VERSION, version);
            }
        }

        private static BigDecimal plus(@Nullable BigDecimal a, @Nullable BigDecimal b) {
            return (a == null ? BigDecimal.ZERO : a).add(b == null ? BigDecimal.ZERO : b);
        }

        private static <T> @Nullable T or(@Nullable T first, @Nullable T second) {
            return first == null ? second : first;
        }
    }
}
