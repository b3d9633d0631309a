package dev.pipit.coap.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.testkit.Requirement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoResponseTest {
    private static Request with(long value) {
        return Request.builder(Code.PUT)
                .option(StandardOptions.NO_RESPONSE, value)
                .build();
    }

    private static List<Integer> classesHeard(Request request) {
        return Stream.of(Code.CHANGED, Code.NOT_FOUND, Code.INTERNAL_SERVER_ERROR)
                .filter(code -> !NoResponse.suppresses(request, code))
                .map(Code::codeClass)
                .toList();
    }

    @ParameterizedTest
    @Requirement({"R7967-001", "R7967-003"})
    @CsvSource({
        "0, 245", "2, 45", "8, 25", "16, 24", "10, 5", "18, 4", "24, 2", "26, ''", "127, ''", "255, ''", "1, 245",
        "4, 245"
    })
    void eachBitStandsForAClass(long value, String heard) {
        assertEquals(heard.chars().map(c -> c - '0').boxed().toList(), classesHeard(with(value)));
        assertEquals(heard.isEmpty(), NoResponse.suppressesAll(with(value)));
        assertEquals(heard.length() < 3, NoResponse.suppressesSome(with(value)));
    }

    @Test
    void anEmptyOrMissingOptionOrOneOfIllegalLengthWantsAll() {
        for (Request request : List.of(
                Request.builder(Code.PUT).build(),
                Request.builder(Code.PUT).rawOption(258, new byte[0]).build(),
                Request.builder(Code.PUT).rawOption(258, new byte[] {0, 26}).build())) {
            assertEquals(List.of(2, 4, 5), classesHeard(request));
        }
    }

    @Test
    void continueIsAlwaysWanted() {
        assertFalse(NoResponse.suppresses(with(26), Code.CONTINUE));
    }

    @Test
    void aRegistrationIsAnswered() {
        Request register = Request.builder(Code.GET)
                .option(StandardOptions.OBSERVE, 0L)
                .option(StandardOptions.NO_RESPONSE, 26L)
                .build();
        assertEquals(List.of(2, 4, 5), classesHeard(register));
        Request deregister = Request.builder(Code.GET)
                .option(StandardOptions.OBSERVE, 1L)
                .option(StandardOptions.NO_RESPONSE, 26L)
                .build();
        assertTrue(NoResponse.suppressesAll(deregister));
    }

    @Test
    void makesTheValueOfClasses() {
        assertEquals(26, NoResponse.of());
        assertEquals(2, NoResponse.of(2));
        assertEquals(24, NoResponse.of(4, 5));
        assertEquals(
                "response class: 3 (expected: 2, 4 or 5)",
                assertThrows(IllegalArgumentException.class, () -> NoResponse.of(3))
                        .getMessage());
    }
}
