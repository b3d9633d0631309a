package dev.pipit.coap.option;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.testkit.Requirement;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionDefinitionTest {
    @ParameterizedTest
    @CsvSource({
        "0, ''",
        "1, 01",
        "255, ff",
        "256, 0100",
        "65535, ffff",
        "65536, 010000",
        "16777215, ffffff",
        "16777216, 01000000",
        "4294967295, ffffffff"
    })
    @Requirement("R7252-013")
    void writesUintWithoutLeadingZeros(long value, String hex) {
        assertEquals(hex, HexFormat.of().formatHex(Uint.encode(value)));
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertEquals(value, Uint.decode(bytes, 0, bytes.length));
    }

    @ParameterizedTest
    @CsvSource({"00, 0", "0000, 0", "0001, 1", "00000000, 0", "000000ff, 255", "00ffff, 65535"})
    @Requirement("R7252-014")
    void readsUintWithLeadingZeros(String hex, long value) {
        Options options = Options.of(new RawOption(14, HexFormat.of().parseHex(hex)));

        assertEquals(value, options.getOrNull(StandardOptions.MAX_AGE));
        assertEquals(value, options.uint(StandardOptions.MAX_AGE, -1));
    }

    @Test
    void refusesUintThatFourBytesCannotHold() {
        assertThrows(IllegalArgumentException.class, () -> Uint.encode(-1));
        String message = assertThrows(IllegalArgumentException.class, () -> Uint.encode(1L << 32))
                .getMessage();

        assertEquals("uint value: 4294967296 (expected: 0-4294967295)", message);
    }

    @Test
    @Requirement("R7252-015")
    void writesStringsAsUtf8() {
        assertArrayEquals(new byte[] {(byte) 0xc3, (byte) 0xbc}, StandardOptions.URI_PATH.encode("ü"));
    }

    @Test
    void saysWhichLengthsAreLegal() {
        String one = assertThrows(IllegalArgumentException.class, () -> StandardOptions.HOP_LIMIT.encode(0L))
                .getMessage();

        assertEquals("Hop-Limit value length: 0 bytes (expected: 1)", one);
        assertTrue(StandardOptions.ETAG.allowsLength(8));
        assertFalse(StandardOptions.ETAG.allowsLength(0));
        assertFalse(StandardOptions.ETAG.allowsLength(9));
    }

    @Test
    void refusesDefinitionsThatCannotBe() {
        assertThrows(IllegalArgumentException.class, () -> OptionDefinition.empty(-1, "X"));
        assertThrows(IllegalArgumentException.class, () -> OptionDefinition.empty(65536, "X"));
        assertThrows(IllegalArgumentException.class, () -> OptionDefinition.uint(1, "X", 0, 5));
        assertThrows(IllegalArgumentException.class, () -> OptionDefinition.string(1, "X", 2, 1));
        assertThrows(IllegalArgumentException.class, () -> OptionDefinition.opaque(1, "X", -1, 1));
    }

    @Test
    void traitsAddUpInAnyOrder() {
        OptionDefinition<Long> one = OptionDefinition.uint(65000, "X", 0, 1)
                .repeatable()
                .inRequests()
                .withDefault(3L);
        OptionDefinition<Long> two = OptionDefinition.uint(65000, "X", 0, 1)
                .withDefault(3L)
                .inRequests()
                .repeatable();

        for (OptionDefinition<Long> each : List.of(one, two)) {
            assertTrue(each.isRepeatable());
            assertTrue(each.isInRequests());
            assertFalse(each.isInResponses());
            assertEquals(3L, each.defaultValue());
            assertFalse(each.isCritical());
        }
    }
}
