package dev.pipit.coap.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.testkit.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationOrderTest {
    private final NotificationOrder order = new NotificationOrder();

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, true",
        "1, 0, 1, false",
        "5, 5, 1, false",
        "0xffffff, 0, 1, true",
        "0, 0xffffff, 1, false",
        "0, 0x7fffff, 1, true",
        "0, 0x800000, 1, false",
        "0x800000, 0, 1, false",
        "0x800001, 0, 1, true",
        "1, 0, 128, false",
        "1, 0, 129, true",
        "5, 5, 129, true"
    })
    @Requirement("R7641-015")
    void followsTheRulesOfTheRfc(String first, String second, long seconds, boolean newer) {
        assertTrue(order.accept(Long.decode(first), 0));
        assertEquals(newer, order.accept(Long.decode(second), seconds * 1_000_000_000));
    }

    @Test
    void comparesWithTheNewestAndNotWithTheLatestToCome() {
        assertTrue(order.accept(10, 0));
        assertFalse(order.accept(3, 1));
        assertFalse(order.accept(7, 2));
        assertTrue(order.accept(11, 3));
    }
}
