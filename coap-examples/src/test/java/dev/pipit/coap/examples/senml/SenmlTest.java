package dev.pipit.coap.examples.senml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SenmlTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static final String POINTS = """
            [{"bn":"urn:dev:ow:10e2073a0108006:","bt":1.276020076001e+09,"bu":"A","bver":5,"n":"voltage","u":"V","v":120.1},
             {"n":"current","t":-5,"v":1.2},{"n":"current","t":-4,"v":1.3},{"n":"current","t":-3,"v":1.4},
             {"n":"current","t":-2,"v":1.5},{"n":"current","t":-1,"v":1.6},{"n":"current","v":1.7}]""";

    private static final String MEASUREMENTS = """
            [{"bn":"urn:dev:ow:10e2073a01080063","bt":1.320067464e+09,"bu":"%RH","v":20},{"u":"lon","v":24.30621},
             {"u":"lat","v":60.07965},{"t":60,"v":20.3},{"u":"lon","t":60,"v":24.30622},{"u":"lat","t":60,"v":60.07965},
             {"t":120,"v":20.7},{"u":"lon","t":120,"v":24.30623},{"u":"lat","t":120,"v":60.07966},
             {"u":"%EL","t":150,"v":98},{"t":180,"v":21.2},{"u":"lon","t":180,"v":24.30628},
             {"u":"lat","t":180,"v":60.07967}]""";

    private static final String RESOLVED = """
            [{"n":"urn:dev:ow:10e2073a01080063","u":"%RH","t":1.320067464e+09,"v":20},
             {"n":"urn:dev:ow:10e2073a01080063","u":"lon","t":1.320067464e+09,"v":24.30621},
             {"n":"urn:dev:ow:10e2073a01080063","u":"lat","t":1.320067464e+09,"v":60.07965},
             {"n":"urn:dev:ow:10e2073a01080063","u":"%RH","t":1.320067524e+09,"v":20.3},
             {"n":"urn:dev:ow:10e2073a01080063","u":"lon","t":1.320067524e+09,"v":24.30622},
             {"n":"urn:dev:ow:10e2073a01080063","u":"lat","t":1.320067524e+09,"v":60.07965},
             {"n":"urn:dev:ow:10e2073a01080063","u":"%RH","t":1.320067584e+09,"v":20.7},
             {"n":"urn:dev:ow:10e2073a01080063","u":"lon","t":1.320067584e+09,"v":24.30623},
             {"n":"urn:dev:ow:10e2073a01080063","u":"lat","t":1.320067584e+09,"v":60.07966},
             {"n":"urn:dev:ow:10e2073a01080063","u":"%EL","t":1.320067614e+09,"v":98},
             {"n":"urn:dev:ow:10e2073a01080063","u":"%RH","t":1.320067644e+09,"v":21.2},
             {"n":"urn:dev:ow:10e2073a01080063","u":"lon","t":1.320067644e+09,"v":24.30628},
             {"n":"urn:dev:ow:10e2073a01080063","u":"lat","t":1.320067644e+09,"v":60.07967}]""";

    /** The dump in RFC 8428 §6: the same as POINTS, but for a time of 0 in the last record. */
    private static final String DUMP =
            "87a721781b75726e3a6465763a6f773a3130653230373361303130383030363a22fb41d303a15b00106223614120050067766f6c746167"
                    + "6501615602fb405e066666666666a3006763757272656e74062402fb3ff3333333333333a3006763757272656e74062302fb3f"
                    + "f4cccccccccccda3006763757272656e74062202fb3ff6666666666666a3006763757272656e74062102f93e00a30067637572"
                    + "72656e74062002fb3ff999999999999aa3006763757272656e74060002fb3ffb333333333333";

    /** The examples of RFC 8428 §5.1, apart from SenSML. */
    static List<String> examples() {
        return List.of(
                "[{\"n\":\"urn:dev:ow:10e2073a01080063\",\"u\":\"Cel\",\"v\":23.1}]",
                "[{\"bn\":\"urn:dev:ow:10e2073a01080063:\",\"n\":\"voltage\",\"u\":\"V\",\"v\":120.1},"
                        + "{\"n\":\"current\",\"u\":\"A\",\"v\":1.2}]",
                POINTS,
                MEASUREMENTS,
                RESOLVED,
                "[{\"bn\":\"urn:dev:ow:10e2073a01080063:\",\"n\":\"temp\",\"u\":\"Cel\",\"v\":23.1},"
                        + "{\"n\":\"label\",\"vs\":\"Machine Room\"},{\"n\":\"open\",\"vb\":false},"
                        + "{\"n\":\"nfc-reader\",\"vd\":\"aGkgCg\"}]",
                "[{\"bn\":\"2001:db8::2/\",\"bt\":1.320078429e+09,\"n\":\"temperature\",\"u\":\"Cel\",\"v\":25.2},"
                        + "{\"n\":\"humidity\",\"u\":\"%RH\",\"v\":30},"
                        + "{\"bn\":\"2001:db8::1/\",\"n\":\"temperature\",\"u\":\"Cel\",\"v\":12.3},"
                        + "{\"n\":\"humidity\",\"u\":\"%RH\",\"v\":67}]",
                "[{\"bn\":\"urn:dev:ow:10e2073a01080063:\"},{\"n\":\"temp\",\"u\":\"Cel\",\"v\":23.1},"
                        + "{\"n\":\"heat\",\"u\":\"/\",\"v\":1},{\"n\":\"fan\",\"u\":\"/\",\"v\":0}]",
                "[{\"bt\":1.320078429e+09,\"bu\":\"/\",\"n\":\"2001:db8::3\",\"v\":0.5},{\"n\":\"2001:db8::4\",\"v\":0.5},"
                        + "{\"n\":\"2001:db8::3\",\"t\":0.1,\"v\":0},{\"n\":\"2001:db8::4\",\"t\":0.1,\"v\":0}]");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examplesSurviveBothForms(String json) throws Exception {
        SenmlPack pack = SenmlJson.parse(json.getBytes(UTF_8));

        assertEquals(pack, SenmlJson.parse(SenmlJson.write(pack)));
        assertEquals(pack, SenmlCbor.parse(SenmlCbor.write(pack)));
        assertJson(json, SenmlJson.write(SenmlCbor.parse(SenmlCbor.write(pack))));
    }

    @Test
    void readsTheDumpOfTheRfc() throws Exception {
        SenmlPack pack = SenmlCbor.parse(HexFormat.of().parseHex(DUMP));

        assertEquals(
                SenmlJson.parse(POINTS.replace("\"v\":1.7", "\"t\":0,\"v\":1.7").getBytes(UTF_8)), pack);
    }

    @Test
    void writesCborAsTheRfcHasIt() throws Exception {
        SenmlPack pack = SenmlCbor.parse(HexFormat.of().parseHex(DUMP));

        // 1.5 goes as a float of 32 bits, and not of 16, which is two bytes more and the same number.
        assertEquals(DUMP.replace("f93e00", "fa3fc00000"), HexFormat.of().formatHex(SenmlCbor.write(pack)));
    }

    @Test
    void cborIsSmallerThanJson() throws Exception {
        SenmlPack pack = SenmlJson.parse(MEASUREMENTS.getBytes(UTF_8));

        // RFC 8428 §5.1.3, table 3: 254 bytes; here the times are integers.
        assertEquals(245, SenmlCbor.write(pack).length);
        assertTrue(SenmlJson.write(pack).length > 3 * 245 / 2);
    }

    @Test
    void resolvesAsTheRfcDoes() throws Exception {
        SenmlPack pack = SenmlJson.parse(MEASUREMENTS.getBytes(UTF_8));

        assertEquals(SenmlJson.parse(RESOLVED.getBytes(UTF_8)), new SenmlPack(pack.resolve(NOW)));
    }

    @Test
    void relativeTimesCountFromNow() throws Exception {
        List<SenmlRecord> resolved = resolve("[{'bn':'a','t':-10,'v':1},{'v':2},{'n':'b','bt':-20,'bv':5,'v':0.5}]");

        // In the order of time.
        assertEquals(
                "[{n: ab, t: 1772366380, v: 5.5}, {n: a, t: 1772366390, v: 1}, {n: a, t: 1772366400, v: 2}]",
                plain(resolved));
    }

    @Test
    void recordOfBaseFieldsAloneIsNoMeasurement() throws Exception {
        assertEquals(
                "[{n: x:temp, u: Cel, t: 1772366400, v: 23.1}]",
                plain(resolve("[{'bn':'x:'},{'n':'temp','u':'Cel','v':23.1}]")));
    }

    @Test
    void sumsAndOtherValuesAreResolvedToo() throws Exception {
        assertEquals(
                "[{n: m, u: J, t: 1772366400, ut: 5, s: 15}, {n: m/o, u: J, t: 1772366400, vb: true},"
                        + " {n: m/d, u: J, t: 1772366400, vd: 3 bytes}, {n: m/s, u: J, t: 1772366400, vs: hi}]",
                plain(resolve("[{'bn':'m','bu':'J','bs':10,'s':5,'ut':5},{'n':'/o','vb':true},{'n':'/d','vd':'AQID'},"
                        + "{'n':'/s','vs':'hi'}]")));
    }

    @Test
    void anotherVersionStaysInResolvedRecords() throws Exception {
        assertEquals(
                BigDecimal.valueOf(5),
                resolve("[{'bver':5,'n':'a','v':1}]").get(0).number(SenmlField.BASE_VERSION));
        assertEquals(null, resolve("[{'bver':10,'n':'a','v':1}]").get(0).number(SenmlField.BASE_VERSION));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{'v':1}]", "[{'n':'-a','v':1}]", "[{'bn':'coap://[::1]/','v':1}]", "[{'n':'ä','v':1}]"})
    void namesOutsideTheSetAreNotResolved(String json) {
        assertThrows(SenmlException.class, () -> resolve(json));
    }

    @Test
    void ignoresFieldsThatAreNotKnown() throws Exception {
        assertEquals(
                SenmlJson.parse("[{\"n\":\"a\",\"v\":1}]".getBytes(UTF_8)),
                parse("[{'n':'a','x':{'y':[1,'z']},'v':1}]"));
        // {"x": [1], 0: "a", 2: 1}
        assertEquals(
                parse("[{'n':'a','v':1}]"), SenmlCbor.parse(HexFormat.of().parseHex("81a361788101006161" + "0201")));
    }

    @Test
    void readsDecimalFractionsAndIndefiniteLengths() throws Exception {
        // 273.15 as 4([-2, 27315]), in an array and a map of indefinite length
        SenmlPack pack = SenmlCbor.parse(HexFormat.of().parseHex("9fbf00616102c48221196ab3ffff"));

        assertEquals(parse("[{'n':'a','v':273.15}]"), pack);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                              | SenML: START_OBJECT (expected: an array of records)
            [1]                             | SenML: VALUE_NUMBER_INT (expected: a record)
            [] 1                            | SenML: VALUE_NUMBER_INT (expected: nothing behind the array)
            [{'v':'1'}]                     | v: VALUE_STRING (expected: number)
            [{'n':1}]                       | n: VALUE_NUMBER_INT (expected: text)
            [{'vb':1}]                      | vb: VALUE_NUMBER_INT (expected: flag)
            [{'vd':'+/'}]                   | vd: "+/" (expected: base64url)
            [{'v':1,'vb':true}]             | record: {v: 1, vb: true} (expected: one value)
            [{'n':'a','v':1,'must_':2}]     | field: "must_" (expected: none that must be understood)
            [{'bver':11}]                   | bver: 11 (expected: 1-10)
            [{'bver':5},{'bver':6}]         | bver: 6 (expected: 5 as before)
            [{'v':1e999999999}]             | v: an exponent (expected: at most 400 digits)
            """)
    void saysWhatIsNoSenml(String json, String message) {
        assertEquals(
                message, assertThrows(SenmlException.class, () -> parse(json)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "81",
                "81a1",
                "81a102",
                "81a102fb7ff8000000000000",
                "81a102fb7ff0000000000000",
                "81a102c482",
                "ff"
            })
    void brokenCborIsRefused(String hex) {
        assertThrows(SenmlException.class, () -> SenmlCbor.parse(HexFormat.of().parseHex(hex)));
    }

    @Test
    void everyTruncationIsRefusedInBothForms() throws Exception {
        byte[] cbor = HexFormat.of().parseHex(DUMP);
        byte[] json = POINTS.getBytes(UTF_8);
        for (int length = 0; length < cbor.length; length++) {
            byte[] part = Arrays.copyOf(cbor, length);
            assertThrows(SenmlException.class, () -> SenmlCbor.parse(part));
        }
        for (int length = 0; length < json.length; length++) {
            byte[] part = Arrays.copyOf(json, length);
            assertThrows(SenmlException.class, () -> SenmlJson.parse(part));
        }
    }

    @Test
    void fieldsHoldWhatTheirKindSays() {
        assertThrows(IllegalArgumentException.class, () -> SenmlRecord.builder().text(SenmlField.VALUE, "1"));
        SenmlRecord record = SenmlRecord.builder().data(new byte[] {1, 2}).build();
        assertArrayEquals(new byte[] {1, 2}, record.data());
        assertEquals(record, SenmlRecord.builder().data(new byte[] {1, 2}).build());
        assertEquals(
                record.hashCode(),
                SenmlRecord.builder().data(new byte[] {1, 2}).build().hashCode());
        assertEquals(null, record.text(SenmlField.NAME));
    }

    private static SenmlPack parse(String json) throws SenmlException {
        return SenmlJson.parse(json.replace('\'', '"').getBytes(UTF_8));
    }

    private static List<SenmlRecord> resolve(String json) throws SenmlException {
        return parse(json).resolve(NOW);
    }

    private static String plain(List<SenmlRecord> records) {
        StringBuilder text = new StringBuilder();
        for (SenmlRecord record : records) {
            text.append(text.isEmpty() ? "[" : ", ").append(record);
        }
        return text.append("]").toString();
    }

    /** As doubles, so that 1e9 is 1000000000. */
    private static void assertJson(String expected, byte[] actual) throws IOException {
        assertEquals(doubles(expected), doubles(new String(actual, UTF_8)));
    }

    private static List<?> doubles(String json) throws IOException {
        return new ObjectMapper().readValue(json.replaceAll("(?<=[:\\[,])(-?[0-9]+)(?=[,}\\]])", "$1.0"), List.class);
    }
}
