package dev.pipit.coap.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.testkit.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardOptionsTest {
    static List<Map<String, String>> registeredOptions() {
        return Vectors.csv("iana/options.csv").stream()
                .filter(row -> !row.get("status").equals("reserved"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("registeredOptions")
    void agreesWithTheRegistry(Map<String, String> row) {
        int number = Integer.parseInt(row.get("number"));
        OptionDefinition<?> option = OptionRegistry.standard().find(number).orElseThrow();

        assertEquals(number, option.number());
        assertEquals(row.get("name"), option.name());
        assertEquals(row.get("name") + "(" + number + ")", option.toString());
        assertEquals(row.get("C").equals("x"), option.isCritical());
        assertEquals(row.get("R").equals("x"), option.isRepeatable());
        if (!row.get("format").isEmpty()) {
            // The registry knows the parts of Block1 and Block2 as one number.
            String format = option.format().name().replace("block", "uint");
            assertEquals(row.get("format").split(" ", 2)[0], format);
            assertEquals(Integer.parseInt(row.get("min_length")), option.minLength());
            assertEquals(Integer.parseInt(row.get("max_length")), option.maxLength());
        }
        // The defaults of Uri-Host and Uri-Port are no constants: they are the request's destination.
        boolean constant = row.get("default").chars().allMatch(Character::isDigit);
        assertEquals(constant ? row.get("default") : "null", String.valueOf((Object) option.defaultValue()));
    }

    @ParameterizedTest
    @MethodSource("registeredOptions")
    @Requirement("R7252-080")
    void followsTheNumbersRules(Map<String, String> row) {
        int number = Integer.parseInt(row.get("number"));

        assertEquals(row.get("C").equals("x"), OptionNumber.isCritical(number));
        assertEquals(row.get("U").equals("x"), OptionNumber.isUnsafe(number));
        if (!row.get("N").equals("-")) {
            assertEquals(row.get("N").equals("x"), OptionNumber.isNoCacheKey(number));
        }
    }

    @Test
    @Requirement({"R7252-163", "R9175-001", "R9175-020"})
    void holdsTheRegistryAndNothingElse() {
        List<Integer> registered = registeredOptions().stream()
                .map(row -> Integer.valueOf(row.get("number")))
                .toList();
        List<Integer> defined = new ArrayList<>();
        StandardOptions.ALL.forEach(option -> defined.add(option.number()));

        assertEquals(registered, defined);
        assertTrue(defined.stream().allMatch(number -> number < 65000));
    }

    @Test
    @Requirement("R7252-080")
    void everyNumberTellsItsProperties() {
        for (int number = 0; number <= OptionNumber.MAX; number++) {
            assertEquals(number % 2 == 1, OptionNumber.isCritical(number));
            assertEquals(number % 4 >= 2, OptionNumber.isUnsafe(number));
            // RFC 7252 §5.4.6 figure 11: the three bits are 1 1 0 from the fifth-lowest on, then UnSafe 0.
            assertEquals(number / 2 % 16 == 0b1110, OptionNumber.isNoCacheKey(number));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    @Requirement({"R7252-110", "R7252-122"})
    void refusesDotSegmentsInPaths(String segment) {
        OptionsBuilder options = Options.builder();

        assertThrows(IllegalArgumentException.class, () -> options.add(StandardOptions.URI_PATH, segment));
        String message = assertThrows(
                        IllegalArgumentException.class, () -> options.add(StandardOptions.LOCATION_PATH, segment))
                .getMessage();
        assertEquals("path segment: \"" + segment + "\" (expected: neither . nor ..)", message);
    }

    @Test
    void readsDotSegmentThatCameFromElsewhere() {
        Options received = Options.of(new RawOption(11, new byte[] {'.', '.'}));

        assertEquals(List.of(".."), received.all(StandardOptions.URI_PATH));
    }

    @Test
    void takesSegmentsThatOnlyLookLikeDots() {
        Options options = Options.of(StandardOptions.URI_PATH, "...");

        assertEquals("Uri-Path:...", options.toString());
    }
}
