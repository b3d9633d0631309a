package dev.pipit.coap.option;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.testkit.Requirement;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final OptionDefinition<Long> SINGLE = OptionDefinition.uint(2048, "Single", 0, 1);

    @Test
    @Requirement({"R7252-008", "R7252-012"})
    void sortsByNumberAndKeepsTheOrderOfRepeats() {
        Options options = Options.builder()
                .add(StandardOptions.URI_QUERY, "2")
                .add(StandardOptions.URI_PATH, "b")
                .add(StandardOptions.URI_HOST, "h")
                .add(StandardOptions.URI_QUERY, "1")
                .add(StandardOptions.URI_PATH, "a")
                .build();

        assertEquals("Uri-Host:h, Uri-Path:b, Uri-Path:a, Uri-Query:2, Uri-Query:1", options.toString());
        assertEquals("3168" + "8162" + "0161" + "4132" + "0131", wire(options));
    }

    @Test
    void anyOrderOfAddingGivesTheSameOptions() {
        SplittableRandom random = new SplittableRandom(3);
        int[] numbers = IntStream.generate(() -> random.nextInt(65536))
                .distinct()
                .limit(200)
                .toArray();
        OptionsBuilder shuffled = Options.builder();
        OptionsBuilder sorted = Options.builder();
        for (int number : numbers) {
            shuffled.addRaw(number, new byte[number % 300]);
        }
        IntStream.of(numbers).sorted().forEach(number -> sorted.addRaw(number, new byte[number % 300]));

        assertEquals(sorted.build(), shuffled.build());
        assertEquals(sorted.build().hashCode(), shuffled.build().hashCode());
        assertEquals(200, shuffled.build().size());
    }

    @Test
    @Requirement("R7252-078")
    void refusesSecondValueOfOptionThatDoesNotRepeat() {
        OptionsBuilder options = Options.builder().add(StandardOptions.CONTENT_FORMAT, ContentFormat.JSON);

        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> options.add(StandardOptions.CONTENT_FORMAT, ContentFormat.CBOR))
                .getMessage();

        assertEquals("Content-Format is already set (expected: at most once)", message);
    }

    @Test
    void setReplacesAllValues() {
        Options options = Options.builder()
                .add(StandardOptions.URI_PATH, "a")
                .add(StandardOptions.URI_PATH, "b")
                .add(StandardOptions.MAX_AGE, 1L)
                .set(StandardOptions.URI_PATH, "c")
                .build();

        assertEquals("Uri-Path:c, Max-Age:1", options.toString());
    }

    @Test
    void setOfIllegalValueLeavesWhatWasThere() {
        OptionsBuilder options = Options.builder().add(StandardOptions.URI_HOST, "h");

        assertThrows(IllegalArgumentException.class, () -> options.set(StandardOptions.URI_HOST, ""));

        assertEquals("Uri-Host:h", options.build().toString());
    }

    @Test
    void refusesValueOfIllegalLength() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Options.of(StandardOptions.URI_PATH, "ü".repeat(128)))
                .getMessage();

        assertEquals("Uri-Path value length: 256 bytes (expected: 0-255)", message);
        assertThrows(IllegalArgumentException.class, () -> Options.of(StandardOptions.OBSERVE, 1L << 24));
    }

    @Test
    void refusesNumbersAndLengthsThatTheWireCannotHold() {
        OptionsBuilder options = Options.builder();

        assertThrows(IllegalArgumentException.class, () -> options.addRaw(-1, new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> options.addRaw(65536, new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> options.addRaw(1, new byte[65805]));
        assertSame(Options.EMPTY, options.build());
    }

    @Test
    @Requirement("R7252-075")
    void electiveOptionOfBadLengthReadsAsAbsent() {
        Options options = Options.of(new RawOption(14, new byte[5]), new RawOption(12, new byte[3]));

        assertTrue(options.has(14));
        assertFalse(options.has(StandardOptions.MAX_AGE));
        assertEquals(60, options.getOrNull(StandardOptions.MAX_AGE));
        assertEquals(7, options.uint(StandardOptions.MAX_AGE, 7));
        assertEquals(Optional.empty(), options.get(StandardOptions.CONTENT_FORMAT));
        assertEquals(List.of(), options.all(StandardOptions.CONTENT_FORMAT));
    }

    @Test
    @Requirement("R7252-079")
    void ignoresSupernumeraryOccurrence() {
        Options options = Options.of(new RawOption(12, new byte[] {50}), new RawOption(12, new byte[] {60}));

        assertEquals(ContentFormat.JSON, options.getOrNull(StandardOptions.CONTENT_FORMAT));
        assertEquals(List.of(ContentFormat.JSON), options.all(StandardOptions.CONTENT_FORMAT));
    }

    @Test
    @Requirement("R7252-079")
    void supernumeraryOccurrenceDoesNotStandInForUnusableFirst() {
        Options options = Options.of(new RawOption(12, new byte[3]), new RawOption(12, new byte[] {60}));

        assertNull(options.getOrNull(StandardOptions.CONTENT_FORMAT));
        assertEquals(List.of(), options.all(StandardOptions.CONTENT_FORMAT));
    }

    @Test
    @Requirement("R7252-075")
    void skipsRepeatOfBadLength() {
        EntityTag good = EntityTag.of((byte) 1);
        Options options = Options.of(
                new RawOption(4, new byte[9]), new RawOption(4, new byte[] {1}), new RawOption(4, new byte[0]));

        assertEquals(good, options.getOrNull(StandardOptions.ETAG));
        assertEquals(List.of(good), options.all(StandardOptions.ETAG));
        assertTrue(options.has(StandardOptions.ETAG));
    }

    @Test
    @Requirement("R7252-077")
    void absentOptionReadsAsItsDefault() {
        assertEquals(60, Options.EMPTY.getOrNull(StandardOptions.MAX_AGE));
        assertEquals(Optional.of(16L), Options.EMPTY.get(StandardOptions.HOP_LIMIT));
        assertFalse(Options.EMPTY.has(StandardOptions.MAX_AGE));
        assertEquals(List.of(), Options.EMPTY.all(StandardOptions.MAX_AGE));
    }

    @Test
    @Requirement("R7252-116")
    void absentContentFormatIsUndefined() {
        assertEquals(Optional.empty(), Options.EMPTY.get(StandardOptions.CONTENT_FORMAT));
        assertEquals(
                Optional.of(ContentFormat.TEXT_PLAIN),
                Options.of(new RawOption(12, new byte[0])).get(StandardOptions.CONTENT_FORMAT));
        assertEquals(
                "Content-Format:65535",
                Options.of(StandardOptions.CONTENT_FORMAT, ContentFormat.of(65535))
                        .toString());
    }

    @Test
    void tellsNumbersApartThatShareTheirSummaryBit() {
        Options options = Options.of(new RawOption(11 + 64, new byte[1]), new RawOption(12 + 128, new byte[2]));

        assertFalse(options.has(11));
        assertFalse(options.has(12));
        assertFalse(options.has(11 + 128));
        assertTrue(options.has(75));
        assertTrue(options.has(140));
        assertEquals(List.of(), options.all(StandardOptions.URI_PATH));
    }

    @Test
    void readsBooleanAndOpaqueValues() {
        Options options = Options.builder()
                .add(StandardOptions.IF_NONE_MATCH, true)
                .add(StandardOptions.ECHO, new byte[] {1, 2})
                .build();

        assertEquals(Optional.of(true), options.get(StandardOptions.IF_NONE_MATCH));
        assertArrayEquals(new byte[] {1, 2}, options.getOrNull(StandardOptions.ECHO));
        assertEquals("If-None-Match, Echo:0x0102", options.toString());
    }

    @Test
    void valuesReadAreCopies() {
        byte[] given = {1};
        Options options = Options.of(StandardOptions.ECHO, given);
        given[0] = 9;
        byte[] read = options.get(StandardOptions.ECHO).orElseThrow();
        read[0] = 8;

        assertArrayEquals(new byte[] {1}, options.getOrNull(StandardOptions.ECHO));
    }

    @Test
    void settingAnOptionGivesWhatABuilderGives() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 2000; round++) {
            OptionsBuilder builder = Options.builder();
            for (int i = random.nextInt(6); i > 0; i--) {
                builder.addRaw(random.nextInt(1 << 1 + random.nextInt(12)), new byte[random.nextInt(300)]);
            }
            Options options = builder.build();
            int number = options.isEmpty() || random.nextBoolean()
                    ? random.nextInt(3000)
                    : options.iterator().next().number();
            byte[] value = new byte[random.nextInt(300)];
            OptionDefinition<byte[]> definition = OptionDefinition.opaque(number, "Any", 0, 300);

            assertEquals(options.toBuilder().set(definition, value).build(), options.with(definition, value));
            assertTrue(options.with(definition, value).has(number));
        }
    }

    @Test
    void withAndWithoutLeaveTheOriginalAlone() {
        Options options = Options.of(SINGLE, 1L);

        assertEquals(2, options.with(SINGLE, 2L).getOrNull(SINGLE));
        assertEquals(Options.EMPTY, options.without(SINGLE));
        assertSame(options, options.without(StandardOptions.ETAG));
        assertEquals(1, options.getOrNull(SINGLE));
    }

    @Test
    void filterAndBuilderKeepTheRest() {
        Options options = Options.of(
                new RawOption(65000, new byte[300]), new RawOption(3, new byte[] {'h'}), new RawOption(3, new byte[0]));

        assertEquals(options, options.toBuilder().build());
        assertEquals(options, options.filter(number -> true));
        assertEquals(2, options.filter(number -> number < 100).size());
    }

    @Test
    void iteratesOverRawOptions() {
        Options options = Options.of(new RawOption(11, new byte[] {'a'}), new RawOption(300, new byte[0]));
        Iterator<RawOption> iterator = options.iterator();

        assertEquals(new RawOption(11, new byte[] {'a'}), iterator.next());
        assertEquals("300:", iterator.next().toString());
        assertFalse(iterator.hasNext());
        assertThrows(NoSuchElementException.class, iterator::next);
        assertEquals(2, StreamSupport.stream(options.spliterator(), false).count());
    }

    @Test
    void equalBytesMakeEqualOptions() {
        Options options = Options.of(StandardOptions.URI_PATH, "a");

        assertEquals(options, Options.of(new RawOption(11, new byte[] {'a'})));
        assertNotEquals(options, Options.of(StandardOptions.URI_QUERY, "a"));
        assertNotEquals(options, Options.EMPTY);
        assertTrue(Options.EMPTY.isEmpty());
    }

    private static String wire(Options options) {
        byte[] bytes = new byte[options.wireLength()];
        assertEquals(bytes.length, options.writeTo(bytes, 0));
        return HexFormat.of().formatHex(bytes);
    }
}
