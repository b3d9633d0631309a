package dev.pipit.coap.examples.sensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedTest {
    private static final String BRIGHTNESS = "/sys/class/leds/ACT/brightness";

    @TempDir
    Path directory;

    PiTree pi;
    Led led;

    @BeforeEach
    void unfold() throws IOException {
        pi = PiTree.in(directory);
        led = pi.writableLed("leds/ACT");
    }

    @ParameterizedTest
    @CsvSource({"on, 255", "off, 0", "ON, 255", "' Off\n', 0", "0, 0", "128, 128", "255, 255"})
    void takesWordsAndNumbers(String words, String brightness) throws IOException, SensorException {
        pi.write(BRIGHTNESS, "17\n");
        led.write(words);

        assertEquals(brightness, pi.read(BRIGHTNESS));
        assertEquals(List.of(new Reading.Measured("", new BigDecimal(brightness), Unit.NONE)), led.read());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void refusesBrightnessOutOfRangeAndChangesNothing(int brightness) throws IOException {
        var e = assertThrows(IllegalArgumentException.class, () -> led.write(brightness));

        assertEquals("brightness: " + brightness + " (expected: 0-255)", e.getMessage());
        assertEquals("0", pi.read(BRIGHTNESS));
        assertEquals("none [mmc0] heartbeat", pi.read("/sys/class/leds/ACT/trigger"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bright", "-1", "1.5", "99999999999999", "256", "on off", "١"})
    void refusesOtherWords(String words) throws IOException {
        assertThrows(IllegalArgumentException.class, () -> led.write(words));
        assertEquals("0", pi.read(BRIGHTNESS));
    }

    @Test
    void endsTheKernelsTriggerSoThatTheLightStays() throws IOException, SensorException {
        led.write(1);

        assertEquals("none", pi.read("/sys/class/leds/ACT/trigger"));
    }

    @Test
    void isNotWritableUnlessAskedFor() throws IOException {
        Led readOnly = (Led) pi.sensor("leds/ACT");

        assertThrows(IllegalStateException.class, () -> readOnly.write(1));
        assertThrows(IllegalStateException.class, () -> readOnly.write("on"));
        assertEquals("0", pi.read(BRIGHTNESS));
    }

    @Test
    void createsNoFileWhenTheLedIsGone() throws IOException {
        pi.delete(BRIGHTNESS);

        var e = assertThrows(SensorException.class, () -> led.write(1));
        assertEquals(BRIGHTNESS + ": no such file", e.getMessage());
        assertFalse(Files.exists(pi.path(BRIGHTNESS)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "99999999999", "x"})
    void refusesImpossibleMaximum(String max) throws IOException {
        pi.write("/sys/class/leds/ACT/max_brightness", max);

        assertThrows(SensorException.class, () -> led.write("on"));
    }
}
