package dev.pipit.coap.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.LanguageText.Direction;
import dev.pipit.coap.message.ProblemDetails.Base;
import dev.pipit.coap.message.ProblemDetails.Cbor;
import dev.pipit.coap.option.ContentFormat;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemDetailsTest {
    private static final HexFormat HEX = HexFormat.of();

    /** The extension of RFC 9290 figures 3 and 4. */
    private static final String EXTENSION =
            "a3" + "00781c" + text("machine-readable error cause") + "018282" + "74" + text("first parameter name")
                    + "781a" + text("must be a positive integer") + "81" + "75" + text("second parameter name")
                    + "02" + "68" + text("d34db33f");

    private static String text(String text) {
        return HEX.formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static Cbor cbor(String hex) {
        return new Cbor(HEX.parseHex(hex));
    }

    private static Optional<ProblemDetails> parse(String hex) {
        return ProblemDetails.parse(HEX.parseHex(hex));
    }

    private static final ProblemDetails FIGURE_3 = ProblemDetails.of("title of the error")
            .detail("detailed information about the error")
            .instance("coaps://pd.example/FA317434")
            .responseCode(Code.BAD_REQUEST)
            .others(Map.of("tag:3gpp.org,2022-03:TS29112", cbor(EXTENSION)));

    private static final String FIGURE_3_HEAD = "20" + "72" + text("title of the error") + "21" + "7824"
            + text("detailed information about the error") + "22" + "781b" + text("coaps://pd.example/FA317434")
            + "23" + "1880";

    @Test
    void writesAndReadsFigure3() {
        String encoded = "a5" + FIGURE_3_HEAD + "781c" + text("tag:3gpp.org,2022-03:TS29112") + EXTENSION;
        assertEquals(encoded, HEX.formatHex(FIGURE_3.encode()));
        assertEquals(Optional.of(FIGURE_3), parse(encoded));
    }

    @Test
    void writesAndReadsFigure4() {
        ProblemDetails figure4 = FIGURE_3.others(Map.of(4711L, cbor(EXTENSION)));
        String encoded = "a5" + "191267" + EXTENSION + FIGURE_3_HEAD;
        assertEquals(encoded, HEX.formatHex(figure4.encode()));
        assertEquals(Optional.of(figure4), parse(encoded));
    }

    /** The examples of RFC 9290, Appendix A.3. */
    @Test
    void readsAndWritesTextWithALanguage() {
        for (LanguageText text : List.of(
                new LanguageText("Hello", "en", null),
                new LanguageText("Bonjour", "fr", null),
                new LanguageText("\u05e9\u05dc\u05d5\u05dd", "he", Direction.RIGHT_TO_LEFT),
                new LanguageText("", "de-Latn-DE-1996", Direction.AUTO))) {
            ProblemDetails problem = new ProblemDetails(text, text, null, null, Base.NONE, List.of(), Map.of());
            assertEquals(Optional.of(problem), ProblemDetails.parse(problem.encode()));
        }
        assertEquals(
                new LanguageText("Hello", "en", null),
                parse("a1" + "20" + "d82682" + "62656e" + "6548656c6c6f")
                        .orElseThrow()
                        .title());
        assertEquals(
                new LanguageText("\u05e9\u05dc\u05d5\u05dd", "he", Direction.RIGHT_TO_LEFT),
                parse("a1" + "20" + "d82683" + "626865" + "68d7a9d79cd795d79d" + "f5")
                        .orElseThrow()
                        .title());
    }

    @Test
    void keepsWhatElseThereIs() {
        ProblemDetails all = new ProblemDetails(
                null,
                null,
                null,
                Code.NOT_FOUND,
                new Base("coap://h/", "en-GB", Direction.LEFT_TO_RIGHT),
                List.of(35, 65001),
                Map.of(-9L, cbor("f6"), -300L, cbor("83010203"), 7807L, cbor("a10118c8"), "tag:x", cbor("a10001")));
        assertEquals(Optional.of(all), ProblemDetails.parse(all.encode()));
    }

    @Test
    void readsWhatIsNotInItsShortestForm() {
        // Indefinite lengths, integers of nine bytes, keys in no order
        assertEquals(
                Optional.of(ProblemDetails.of("ab").responseCode(Code.NOT_FOUND).unprocessedOptions(List.of(9))),
                parse("bf" + "3b0000000000000003" + "1b0000000000000084" + "20" + "7f61616162ff" + "27" + "9f09ff"
                        + "ff"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "a0", // RFC 9290 §2: non-empty
                "bfff",
                "80",
                "a1",
                "a120", // cut off
                "a12063",
                "a1206361",
                "a1200061", // a title that is no text
                "a120626162f6", // bytes behind the map
                "a2206161206162", // a key twice
                "a12062c328", // not UTF-8
                "a123190100", // a response code of two bytes
                "a12320",
                "a1401861", // a key that is neither integer nor text
                "a12562", // a language that is cut off
                "a1256131", // a language tag that starts with a digit
                "a126f7", // undefined as a direction
                "a1271a00010000", // an option number above 65535
                "a120d82681626162", // an array of one
                "a120d827826161626162", // another tag
                "a128ff", // a break out of place
                "a1281c", // reserved
                "a128f81f", // a simple value in two bytes
                "a128df00", // a tag of indefinite length
                "a1285f6161ff", // text in a byte string
                "a1287f7f6161ffff", // chunks in chunks
                "a1289b7fffffffffffffff", // more items than bytes
                "a128bbffffffffffffffff",
                "bb7fffffffffffffff20",
                "1b",
                "3bffffffffffffffff",
                "a13bffffffffffffffff00"
            })
    void refusesWhatIsNone(String hex) {
        assertEquals(Optional.empty(), parse(hex));
    }

    @Test
    void nestingIsBounded() {
        assertTrue(parse("a109" + "81".repeat(16) + "00").isPresent());
        assertEquals(Optional.empty(), parse("a109" + "81".repeat(17) + "00"));
        byte[] deep = new byte[60_000];
        Arrays.fill(deep, (byte) 0x9f);
        deep[0] = (byte) 0xa1;
        deep[1] = 9;
        assertEquals(Optional.empty(), ProblemDetails.parse(deep));
        Arrays.fill(deep, 2, deep.length, (byte) 0xc1);
        assertEquals(Optional.empty(), ProblemDetails.parse(deep));
    }

    /** Whatever the bytes are, nothing is thrown, and what is read is written and read again as the same. */
    @Test
    void survivesAnyBytes() {
        SplittableRandom random = new SplittableRandom(9290);
        List<byte[]> corpus = List.of(
                FIGURE_3.encode(),
                FIGURE_3.others(Map.of(4711L, cbor(EXTENSION))).encode(),
                HEX.parseHex("bf207f6161ff279f0918ffff25626465ff"),
                HEX.parseHex("a326f6200a20d82683626865" + "6161f5"));
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = corpus.get(random.nextInt(corpus.size())).clone();
            if (random.nextInt(4) == 0) {
                bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
            }
            for (int times = random.nextInt(4); times > 0 && bytes.length > 0; times--) {
                switch (random.nextInt(3)) {
                    case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                    case 1 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                    default -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 4));
                }
            }
            Optional<ProblemDetails> problem = ProblemDetails.parse(bytes);
            if (problem.isPresent()) {
                read++;
                assertEquals(problem, ProblemDetails.parse(problem.get().encode()));
            }
        }
        assertTrue(read > 1000);
    }

    @Test
    void makesAResponseAndFindsItselfInIt() {
        ProblemDetails problem = ProblemDetails.of("no").detail("not now");
        Response response = problem.toResponse(Code.FORBIDDEN);
        assertEquals(ContentFormat.PROBLEM_DETAILS, response.contentFormat().orElseThrow());
        assertEquals(Optional.of(problem.responseCode(Code.FORBIDDEN)), ProblemDetails.of(response));
        assertEquals(Optional.empty(), ProblemDetails.of(Response.error(Code.FORBIDDEN, "no")));
        assertArrayEquals(
                response.payload(), problem.responseCode(Code.FORBIDDEN).encode());
        assertThrows(IllegalArgumentException.class, () -> problem.toResponse(Code.CONTENT));
    }

    @Test
    void refusesEntriesThatAreNone() {
        ProblemDetails problem = ProblemDetails.of("no");
        for (Map<Object, Cbor> others :
                List.<Map<Object, Cbor>>of(Map.of(-1L, cbor("00")), Map.of(1, cbor("00")), Map.of('a', cbor("00")))) {
            assertThrows(
                    IllegalArgumentException.class, () -> problem.others(others).encode());
        }
        ProblemDetails nothing = new ProblemDetails(null, null, null, null, Base.NONE, List.of(), Map.of());
        assertThrows(IllegalArgumentException.class, nothing::encode);
        assertThrows(IllegalArgumentException.class, () -> new LanguageText("a", "1", null));
        assertThrows(IllegalArgumentException.class, () -> new LanguageText("a", null, Direction.AUTO));
    }
}
