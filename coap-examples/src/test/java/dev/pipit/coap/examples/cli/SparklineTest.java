package dev.pipit.coap.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparklineTest {
    private final Sparkline plain = new Sparkline(false);

    private String draw(int columns, double... values) {
        for (double value : values) {
            plain.add(value);
        }
        return plain.draw(columns);
    }

    @Test
    void barsAreBetweenTheLowestAndTheHighest() {
        assertEquals("▁▂▃▄▅▆▇█ 8 (1 … 8)", draw(80, 1, 2, 3, 4, 5, 6, 7, 8));
    }

    @Test
    void equalNumbersAreInTheMiddle() {
        assertEquals("▅▅ 21.5 (21.5 … 21.5)", draw(80, 21.5, 21.5));
    }

    @Test
    void nothingToShowIsAnEmptyLine() {
        assertEquals("", draw(80));
    }

    @Test
    void rangeIsThatOfTheBarsThatFit() {
        // 100 is too long ago to be shown.
        assertEquals("▁▃▆█ 4 (1 … 4)", draw(14, 100, 1, 2, 3, 4));
    }

    @Test
    void fitsAnyWidthOrIsLeftOut() {
        for (int i = 0; i < 1000; i++) {
            plain.add(Math.sin(i) * 1e6);
            for (int columns = 0; columns < 120; columns += 7) {
                assertTrue(plain.draw(columns).length() <= columns);
            }
        }
        assertEquals("", plain.draw(10));
        assertTrue(plain.draw(79).length() > 70);
    }

    @Test
    void coloursTheBarsAlone() {
        Sparkline coloured = new Sparkline(true);
        coloured.add(1);

        assertEquals("\u001b[36m▅\u001b[39m 1 (1 … 1)", coloured.draw(80));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "0.1, 0.1",
        "21.53125, 21.53125",
        "-5, -5",
        "1234567890, 1234568000",
        "1e300, 1E+300",
        "0.00000012, 1.2E-7",
        "100, 100"
    })
    void numbersAreShort(double value, String text) {
        assertEquals("▅ " + text + " (" + text + " … " + text + ")", draw(80, value));
    }

    @Test
    void widestRangeOfDoublesHasBars() {
        assertTrue(draw(100, -Double.MAX_VALUE, 0, Double.MAX_VALUE).startsWith("▁▅█ "));
    }
}
