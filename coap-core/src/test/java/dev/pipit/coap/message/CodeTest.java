package dev.pipit.coap.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pipit.coap.testkit.Vectors;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeTest {
    static List<Map<String, String>> registeredCodes() {
        return Vectors.csv("iana/codes.csv");
    }

    @ParameterizedTest
    @MethodSource("registeredCodes")
    void agreesWithTheRegistry(Map<String, String> row) {
        Code code = Code.of(Integer.parseInt(row.get("decimal")));
        String kind = row.get("class");

        assertEquals(row.get("code"), code.dotted());
        assertEquals(Optional.of(row.get("name")), code.registeredName());
        assertEquals(kind.equals("request"), code.isRequest());
        assertEquals(kind.startsWith("response"), code.isResponse());
        assertEquals(kind.equals("response-success"), code.isSuccess());
        assertEquals(kind.equals("response-client-error"), code.isClientError());
        assertEquals(kind.equals("response-server-error"), code.isServerError());
        assertSame(code, Code.parse(row.get("code")));
        assertSame(code, Code.parse(row.get("name")));
        assertSame(code, Code.parse(row.get("name").toUpperCase(Locale.ROOT)));
    }

    @Test
    void namesTheRegistryAndNothingElse() {
        long named = 0;
        for (int number = 0; number < 256; number++) {
            named += Code.of(number).registeredName().isPresent() ? 1 : 0;
        }

        assertEquals(registeredCodes().size(), named);
    }

    @Test
    void everyNumberIsItsClassAndDetail() {
        for (int number = 0; number < 256; number++) {
            Code code = Code.of(number);
            assertEquals(number, code.number());
            assertEquals(number, code.codeClass() * 32 + code.detail());
            assertEquals(String.format("%d.%02d", code.codeClass(), code.detail()), code.dotted());
            assertSame(code, Code.parse(code.dotted()));
            assertEquals(number >= 1 && number <= 31, code.isRequest());
            // RFC 7252 §12.1: 2.00 to 5.31 are responses, class 3 among them.
            assertEquals(number >= 64 && number <= 191, code.isResponse());
        }
    }

    @Test
    void printsAsPeopleSayIt() {
        assertEquals("GET", Code.GET.toString());
        assertEquals("2.05 Content", Code.CONTENT.toString());
        assertEquals("0.08", Code.of(8).toString());
        assertEquals("3.07", Code.of(3 << 5 | 7).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2.5", "2.050", "2.32", "8.00", "GOT", "205", " GET"})
    void refusesOtherText(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Code.parse(text))
                .getMessage();

        assertEquals("code: \"" + text + "\" (expected: c.dd such as 2.05, or a name such as GET)", message);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void refusesNumbersOfMoreThanOneByte(int number) {
        assertThrows(IllegalArgumentException.class, () -> Code.of(number));
    }
}
