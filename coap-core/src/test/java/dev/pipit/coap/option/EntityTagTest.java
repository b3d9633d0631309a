package dev.pipit.coap.option;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pipit.coap.testkit.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    @Requirement("R7252-119")
    void keepsAnyBytesAsTheyAre(int length) {
        byte[] zeros = new byte[length];
        Options options = Options.of(StandardOptions.ETAG, EntityTag.of(zeros));

        EntityTag read = options.get(StandardOptions.ETAG).orElseThrow();

        assertArrayEquals(zeros, read.toByteArray());
        assertEquals(length, read.length());
        assertEquals(EntityTag.of(zeros), read);
        assertNotEquals(EntityTag.of(new byte[length - 1]), read);
    }

    @Test
    void refusesMoreThanEightBytes() {
        String message = assertThrows(IllegalArgumentException.class, () -> EntityTag.of(new byte[9]))
                .getMessage();

        assertEquals("entity-tag length: 9 (expected: 0-8)", message);
    }

    @Test
    void emptyTagIsForIfMatchAlone() {
        assertSame(EntityTag.EMPTY, EntityTag.of());
        assertEquals(1, Options.of(StandardOptions.IF_MATCH, EntityTag.EMPTY).size());
        assertThrows(IllegalArgumentException.class, () -> Options.of(StandardOptions.ETAG, EntityTag.EMPTY));
    }

    @ParameterizedTest
    @CsvSource({"0, 00", "1, 01", "256, 0100", "-1, ffffffffffffffff"})
    void numbersVersionsInTheShortestForm(long version, String hex) {
        assertEquals(hex, EntityTag.ofVersion(version).toString());
    }

    @Test
    void equalContentHasEqualTags() {
        EntityTag tag = EntityTag.ofContent(new byte[] {1, 2, 3});

        assertEquals(tag, EntityTag.ofContent(new byte[] {1, 2, 3}));
        assertEquals(tag.hashCode(), EntityTag.ofContent(new byte[] {1, 2, 3}).hashCode());
        assertNotEquals(tag, EntityTag.ofContent(new byte[] {1, 2, 4}));
        assertNotEquals(EntityTag.ofContent(new byte[1]), EntityTag.ofContent(new byte[2]));
    }

    @Test
    void doesNotShareItsBytes() {
        byte[] bytes = {1};
        EntityTag tag = EntityTag.of(bytes);
        bytes[0] = 2;
        tag.toByteArray()[0] = 3;

        assertEquals("01", tag.toString());
    }
}
