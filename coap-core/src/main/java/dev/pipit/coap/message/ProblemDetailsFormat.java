package dev.pipit.coap.message;

import dev.pipit.coap.message.ProblemDetails.Base;
import dev.pipit.coap.message.ProblemDetails.Cbor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Problem details ↔ CBOR (RFC 9290 §2, §3.1.1). */
final class ProblemDetailsFormat {
    private static final int TITLE = -1;
    private static final int DETAIL = -2;
    private static final int INSTANCE = -3;
    private static final int RESPONSE_CODE = -4;
    private static final int BASE_URI = -5;
    private static final int BASE_LANG = -6;
    private static final int BASE_RTL = -7;
    private static final int UNPROCESSED = -8;

    private final Map<Object, Cbor> others = new HashMap<>();
    private final List<Integer> unprocessed = new ArrayList<>();
    private @Nullable LanguageText title;
    private @Nullable LanguageText detail;
    private @Nullable String instance;
    private @Nullable Code code;
    private Base base = Base.NONE;

    private ProblemDetailsFormat() {}

    static Optional<ProblemDetails> parse(byte[] cbor) {
        try {
            return Optional.of(new ProblemDetailsFormat().read(new CborReader(cbor)));
        } catch (CborException e) {
            return Optional.empty();
        }
    }

    private ProblemDetails read(CborReader from) throws CborException {
        Set<Object> keys = new HashSet<>();
        long pairs = from.readMap();
        for (long i = 0; pairs < 0 ? !from.readBreak() : i < pairs; i++) {
            Object key = from.type() == CborReader.TEXT ? from.readText() : (Object) from.readInteger();
            if (!keys.add(key)) {
                throw new CborException("a key that comes twice");
            }
            readEntry(key, from);
        }
        if (keys.isEmpty() || !from.isAtEnd()) {
            throw new CborException("nothing, or bytes behind the map");
        }
        return new ProblemDetails(title, detail, instance, code, base, unprocessed, others);
    }

    private void readEntry(Object key, CborReader from) throws CborException {
        switch (key instanceof Long number && number < 0 && number >= UNPROCESSED ? number.intValue() : 0) {
            case TITLE -> title = LanguageText.read(from);
            case DETAIL -> detail = LanguageText.read(from);
            case INSTANCE -> instance = from.readText();
            case RESPONSE_CODE -> code = Code.of(readUnsigned(from, 255));
            case BASE_URI -> base = new Base(from.readText(), base.language(), base.direction());
            case BASE_LANG -> base = new Base(base.uri(), readLanguage(from), base.direction());
            case BASE_RTL -> base = new Base(base.uri(), base.language(), LanguageText.Direction.read(from));
            case UNPROCESSED -> readUnprocessed(from);
            // RFC 9290 §3: what is not recognized must be ignored, and it is "strongly RECOMMENDED to retain" it
            default -> others.put(key, new Cbor(from.readItem()));
        }
    }

    private static int readUnsigned(CborReader from, int most) throws CborException {
        long value = from.readInteger();
        if (value < 0 || value > most) {
            throw new CborException(value + " (expected: 0-" + most + ")");
        }
        return (int) value;
    }

    private static String readLanguage(CborReader from) throws CborException {
        String tag = from.readText();
        if (!LanguageText.isLanguageTag(tag)) {
            throw new CborException("no language tag");
        }
        return tag;
    }

    private void readUnprocessed(CborReader from) throws CborException {
        if (from.type() != CborReader.ARRAY) {
            unprocessed.add(readUnsigned(from, 65535));
            return;
        }
        long numbers = from.readArray();
        for (long i = 0; numbers < 0 ? !from.readBreak() : i < numbers; i++) {
            unprocessed.add(readUnsigned(from, 65535));
        }
    }

    // ---- writing

    static byte[] encode(ProblemDetails details) {
        // RFC 8949 §4.2.1: "The keys in every map MUST be sorted in the bytewise lexicographic order of their
        // deterministic encodings."
        Map<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
        details.others().forEach((key, value) -> entries.put(encodeKey(key), value.bytes()));
        put(entries, TITLE, encode(details.title()));
        put(entries, DETAIL, encode(details.detail()));
        put(entries, INSTANCE, encode(details.instance()));
        Code code = details.responseCode();
        put(entries, RESPONSE_CODE, code == null ? null : new CborWriter().integer(code.number()));
        put(entries, BASE_URI, encode(details.base().uri()));
        put(entries, BASE_LANG, encode(details.base().language()));
        LanguageText.Direction direction = details.base().direction();
        if (direction != null) {
            CborWriter written = new CborWriter();
            direction.write(written);
            put(entries, BASE_RTL, written);
        }
        put(entries, UNPROCESSED, encode(details.unprocessedOptions()));
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("problem details: nothing (expected: at least one entry)");
        }
        CborWriter map = new CborWriter().head(CborReader.MAP, entries.size());
        entries.forEach((key, value) -> map.raw(key).raw(value));
        return map.toByteArray();
    }

    private static byte[] encodeKey(Object key) {
        if (key instanceof String uri) {
            return new CborWriter().text(uri).toByteArray();
        }
        if (key instanceof Long number && (number >= 0 || number < UNPROCESSED)) {
            return new CborWriter().integer(number).toByteArray();
        }
        throw new IllegalArgumentException("entry: " + key + " (expected: a String, or a Long below -8 or above -1)");
    }

    private static void put(Map<byte[], byte[]> entries, int key, @Nullable CborWriter value) {
        if (value != null) {
            entries.put(new CborWriter().integer(key).toByteArray(), value.toByteArray());
        }
    }

    private static @Nullable CborWriter encode(@Nullable LanguageText text) {
        if (text == null) {
            return null;
        }
        CborWriter written = new CborWriter();
        text.write(written);
        return written;
    }

    private static @Nullable CborWriter encode(@Nullable String text) {
        return text == null ? null : new CborWriter().text(text);
    }

    // CDDL one-or-more<uint>: the number alone, or an array of two and more
    private static @Nullable CborWriter encode(List<Integer> numbers) {
        if (numbers.isEmpty()) {
            return null;
        }
        CborWriter written = new CborWriter();
        if (numbers.size() > 1) {
            written.head(CborReader.ARRAY, numbers.size());
        }
        numbers.forEach(written::integer);
        return written;
    }
}
