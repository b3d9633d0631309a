package dev.pipit.coap.examples.sensors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource({
        "cpu_thermal-temp1, cpu_thermal-temp1",
        "Package id 0, Package-id-0",
        "input3::capslock, input3-capslock",
        "+3.3V (max), 3.3V-max",
        "a/../b, a-..-b",
        ".., unnamed",
        "., unnamed",
        "'', unnamed",
        "日本, unnamed",
    })
    void makesPathSegmentOfAnyText(String text, String segment) {
        assertEquals(segment, Names.segment(text));
    }

    @Test
    void cutsLongSegments() {
        assertEquals(64, Names.segment("x".repeat(1000)).length());
    }

    @Test
    void ordersNumbersByValue() {
        List<String> names = new ArrayList<>(List.of("hwmon10", "hwmon2", "hwmon", "leds", "hwmon1", "hwmon2a"));
        names.sort(Names::compare);

        assertEquals(List.of("hwmon", "hwmon1", "hwmon2", "hwmon2a", "hwmon10", "leds"), names);
    }
}
