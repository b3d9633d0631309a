package dev.pipit.coap.option;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.testkit.Requirement;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockTest {
    @ParameterizedTest
    @CsvSource({
        "'', 0/0/16",
        "08, 0/1/16",
        "06, 0/0/1024",
        "21, 2/0/32",
        "3b, 3/1/128",
        "0106, 16/0/1024",
        "ffffff, 1048575/1/2048",
        "fffff6, 1048575/0/1024",
        "000021, 2/0/32"
    })
    @Requirement({"R7959-001", "R7959-004"})
    void readsAndWritesItsParts(String hex, String text) {
        byte[] value = HexFormat.of().parseHex(hex);
        Options options = Options.builder().addRaw(23, value).build();
        Block block = options.getOrNull(StandardOptions.BLOCK2);
        assertEquals(text, String.valueOf(block));

        Options written = Options.of(StandardOptions.BLOCK2, block);
        int zeros = hex.startsWith("0000") ? 2 : 0;
        byte[] expected = Arrays.copyOfRange(value, zeros, value.length);
        written.forEach(option -> assertArrayEquals(expected, option.value()));
    }

    @ParameterizedTest
    @CsvSource({"16, 0", "32, 1", "64, 2", "128, 3", "256, 4", "512, 5", "1024, 6"})
    void knowsSizesAndOffsets(int size, int exponent) {
        assertEquals(exponent, Block.exponentOf(size));
        assertEquals(size, new Block(3, false, exponent).size());
        assertEquals(3L * size, new Block(3, false, exponent).offset());
        assertEquals((long) Block.MAX_NUMBER * size, new Block(Block.MAX_NUMBER, false, exponent).offset());
    }

    @Test
    @Requirement("R7959-006")
    void refusesWhatIsOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> new Block(-1, false, 0));
        assertThrows(IllegalArgumentException.class, () -> new Block(Block.MAX_NUMBER + 1, false, 0));
        assertThrows(IllegalArgumentException.class, () -> new Block(0, false, 8));
        assertThrows(IllegalArgumentException.class, () -> new Block(0, false, -1));
        for (int size : new int[] {0, 8, 17, 100, 2048, -16}) {
            assertThrows(IllegalArgumentException.class, () -> Block.exponentOf(size));
        }
        assertTrue(new Block(0, false, 7).isReserved());
    }

    @Test
    @Requirement("R7959-001")
    void namesItsOptions() {
        assertEquals("[Block2:1/0/64]", "[" + Options.of(StandardOptions.BLOCK2, new Block(1, false, 2)) + "]");
        assertTrue(StandardOptions.BLOCK1.isCritical() && StandardOptions.BLOCK2.isCritical());
        assertTrue(OptionNumber.isUnsafe(27) && OptionNumber.isUnsafe(23));
        assertEquals(27, StandardOptions.BLOCK1.number());
        assertEquals(23, StandardOptions.BLOCK2.number());
    }
}
