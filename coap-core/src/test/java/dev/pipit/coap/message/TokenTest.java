package dev.pipit.coap.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.testkit.Requirement;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 269, 65804})
    void keepsItsBytes(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        byte[] around = new byte[length + 2];
        System.arraycopy(bytes, 0, around, 1, length);
        Token token = Token.of(bytes);
        Token copy = Token.copyOf(around, 1, length);

        assertEquals(length, token.length());
        assertArrayEquals(bytes, token.toByteArray());
        assertEquals(token, copy);
        assertEquals(token.hashCode(), copy.hashCode());
        byte[] target = new byte[length + 2];
        assertEquals(length + 1, copy.writeTo(target, 1));
        assertArrayEquals(around, target);
    }

    @Test
    @Requirement("R7252-065")
    void tokensOfZerosDifferByTheirLength() {
        Set<Token> tokens = new HashSet<>();
        for (int length = 0; length <= 12; length++) {
            assertTrue(tokens.add(Token.of(new byte[length])), "length " + length);
        }
        assertSame(Token.EMPTY, Token.of());
    }

    @Test
    void longTokensDifferByTheirBytes() {
        byte[] bytes = new byte[9];
        Token zeros = Token.of(bytes);
        bytes[8] = 1;

        assertNotEquals(zeros, Token.of(bytes));
        assertEquals("000000000000000000", zeros.toString());
        assertNotEquals(zeros, Token.ofLong(0));
        assertNotEquals(Token.ofLong(0), zeros);
    }

    @Test
    void longMakesEightBytes() {
        assertEquals("00000000000000ff", Token.ofLong(255).toString());
        assertEquals(Token.ofLong(-1), Token.of(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1}));
    }

    @Test
    void countingTokensSpreadOverTheBucketsOfAHashTable() {
        Set<Integer> buckets = new HashSet<>();
        for (int i = 0; i < 1024; i++) {
            buckets.add(Token.ofLong((long) i << 32).hashCode() & 1023);
        }

        // A random spread fills 1 - 1/e of them, 647.
        assertTrue(buckets.size() > 500, "buckets: " + buckets.size());
    }

    @Test
    void refusesLengthsThatNoMessageCanHold() {
        String message = assertThrows(IllegalArgumentException.class, () -> Token.of(new byte[65805]))
                .getMessage();

        assertEquals("token length: 65805 (expected: 0-65804)", message);
        assertThrows(IllegalArgumentException.class, () -> Token.copyOf(new byte[1], 0, -1));
    }
}
