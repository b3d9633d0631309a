package dev.pipit.coap.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.testkit.Vectors;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentFormatTest {
    static List<Map<String, String>> registeredFormats() {
        return Vectors.csv("iana/content-formats.csv");
    }

    @ParameterizedTest
    @MethodSource("registeredFormats")
    void knowsTheRegisteredName(Map<String, String> row) {
        ContentFormat format = ContentFormat.of(Integer.parseInt(row.get("id")));
        String coding = row.get("content_coding");
        String name = row.get("media_type") + (coding.isEmpty() ? "" : " " + coding);

        assertEquals(Optional.of(name), format.mediaType());
        assertEquals(name, format.toString());
        assertEquals(Optional.of(format), ContentFormat.find(name.toUpperCase(Locale.ROOT)));
        assertEquals(Optional.of(format), ContentFormat.find(row.get("id")));
    }

    @Test
    @Requirement("R7252-164")
    void knowsTheRegistryAndNothingElse() {
        List<Integer> ids = registeredFormats().stream()
                .map(row -> Integer.valueOf(row.get("id")))
                .toList();

        assertEquals(ids, List.copyOf(ContentFormat.registered().keySet()));
        assertTrue(ids.stream().allMatch(id -> id < 65000));
    }

    @ParameterizedTest
    @CsvSource({
        "text, 0", "text/plain, 0", "plain, 0", "json, 50", "application/json, 50", "cbor, 60", "link-format, 40",
        "link, 40", "octet-stream, 42", "binary, 42", "xml, 41", "senml+json, 110", "senml, 110", "senml+cbor, 112",
        "' JSON ', 50", "65535, 65535", "00050, 50"
    })
    void findsFormatsByShortForms(String name, int number) {
        assertEquals(Optional.of(ContentFormat.of(number)), ContentFormat.find(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "65536", "99999", "000050", "-1", "jsn", "٥٠"})
    void findsNothingForOtherText(String name) {
        assertEquals(Optional.empty(), ContentFormat.find(name));
    }

    @Test
    void anyNumberOfTwoBytesIsAFormat() {
        ContentFormat format = ContentFormat.of(65535);

        assertEquals(65535, format.number());
        assertEquals("65535", format.toString());
        assertEquals(Optional.empty(), format.mediaType());
        assertEquals(format, ContentFormat.of(65535));
        assertEquals(format.hashCode(), ContentFormat.of(65535).hashCode());
        assertThrows(IllegalArgumentException.class, () -> ContentFormat.of(-1));
        assertEquals(
                "Content-Format: 65536 (expected: 0-65535)",
                assertThrows(IllegalArgumentException.class, () -> ContentFormat.of(65536))
                        .getMessage());
    }
}
