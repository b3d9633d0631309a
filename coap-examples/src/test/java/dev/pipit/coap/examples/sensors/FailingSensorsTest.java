package dev.pipit.coap.examples.sensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailingSensorsTest {
    private static final String W1 = "/sys/bus/w1/devices/28-0000072a1b3c/w1_slave";

    @TempDir
    Path directory;

    PiTree pi;

    @BeforeEach
    void unfold() throws IOException {
        pi = PiTree.in(directory);
    }

    @Test
    void refusesThermometerWhoseChecksumIsWrong() {
        assertEquals(
                "/sys/bus/w1/devices/28-0000072a9f00/w1_slave: \"72 01 4b 46 7f ff 0e 10 5f : crc=57 NO\""
                        + " (expected: a checksum and YES)",
                failure(pi.sensor("sensors/w1/28-0000072a9f00")));
    }

    @Test
    void refusesThermometerOfAllZeros() throws IOException {
        pi.write(W1, "00 00 00 00 00 00 00 00 00 : crc=00 YES\n00 00 00 00 00 00 00 00 00 t=0\n");

        assertTrue(failure(pi.sensor("sensors/w1/28-0000072a1b3c"))
                .endsWith("(expected: a scratchpad that is not all zeros)"));
    }

    @Test
    void refusesThermometersPowerOnValue() throws IOException {
        pi.write(W1, "50 05 4b 46 7f ff 0c 10 1c : crc=1c YES\n50 05 4b 46 7f ff 0c 10 1c t=85000\n");

        assertTrue(failure(pi.sensor("sensors/w1/28-0000072a1b3c")).endsWith("(expected: not the power-on value)"));
    }

    @Test
    void readsFrostFromThermometer() throws IOException, SensorException {
        pi.write(W1, "a8 ff 4b 46 7f ff 08 10 e5 : crc=e5 YES\na8 ff 4b 46 7f ff 08 10 e5 t=-5500\n");

        assertEquals("-5.5", value(pi.sensor("sensors/w1/28-0000072a1b3c")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "YES", " YES\n", " YES\nno value", "x YES\nt=", "x YES\nt=1e9", "t=5\n x YES"})
    void refusesGarbageFromThermometer(String garbage) throws IOException {
        pi.write(W1, garbage);

        assertTrue(failure(pi.sensor("sensors/w1/28-0000072a1b3c")).startsWith(W1 + ": \""));
    }

    @Test
    void refusesChannelWhoseProbeIsBroken() {
        assertEquals(
                "/sys/class/hwmon/hwmon10/temp1_fault: the chip reports a broken probe",
                failure(pi.sensor("sensors/temperature/ina238-temp1")));
    }

    @Test
    void namesVanishedFile() throws IOException {
        Sensor sensor = pi.sensor("sensors/temperature/cpu-thermal");
        pi.delete("/sys/class/thermal/thermal_zone0/temp");

        assertEquals("/sys/class/thermal/thermal_zone0/temp: no such file", failure(sensor));
    }

    @ParameterizedTest
    @CsvSource({
        "sensors/model, /proc/device-tree/model",
        "sensors/load, /proc/loadavg",
        "sensors/processes, /proc/loadavg",
        "sensors/memory, /proc/meminfo",
        "sensors/uptime, /proc/uptime",
        "sensors/cpu, /proc/stat",
        "sensors/cpu/frequency, /sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq",
        "sensors/network/eth0, /proc/net/dev",
        "sensors/temperature/cpu_thermal-temp1, /sys/class/hwmon/hwmon0/temp1_input",
        "sensors/alarm/rpi_volt-in0_lcrit, /sys/class/hwmon/hwmon1/in0_lcrit_alarm",
        "sensors/w1/28-0000072a1b3c, /sys/bus/w1/devices/28-0000072a1b3c/w1_slave",
        "sensors/iio/bme280/temp, /sys/bus/iio/devices/iio:device0/in_temp_input",
        "sensors/iio/ads1015/voltage0, /sys/bus/iio/devices/iio:device1/in_voltage0_raw",
        "leds/ACT, /sys/class/leds/ACT/brightness",
    })
    void everySensorFailsWhenItsFileVanishes(String path, String file) throws IOException {
        Sensor sensor = pi.sensor(path);
        pi.delete(file);

        assertEquals(file + ": no such file", failure(sensor));
    }

    @ParameterizedTest
    @CsvSource({
        "sensors/load, /proc/loadavg, three load averages",
        "sensors/processes, /proc/loadavg, load averages and running/total threads",
        "sensors/uptime, /proc/uptime, a number",
        "sensors/cpu, /proc/stat, cpu and its ticks",
        "sensors/temperature/cpu_thermal-temp1, /sys/class/hwmon/hwmon0/temp1_input, a number",
        "sensors/alarm/rpi_volt-in0_lcrit, /sys/class/hwmon/hwmon1/in0_lcrit_alarm, 0 or 1",
        "sensors/iio/ads1015/voltage0, /sys/bus/iio/devices/iio:device1/in_voltage0_raw, a number",
        "sensors/iio/ads1015/voltage0, /sys/bus/iio/devices/iio:device1/in_voltage0_scale, a number",
        "sensors/iio/ads1015/voltage1, /sys/bus/iio/devices/iio:device1/in_voltage_scale, a number",
        "leds/ACT, /sys/class/leds/ACT/brightness, a number",
    })
    void garbageIsAnExceptionThatShowsItAndWhatWasExpected(String path, String file, String expected)
            throws IOException {
        Sensor sensor = pi.sensor(path);
        pi.write(file, "\u001b[31mgarbage");

        assertEquals(file + ": \"?[31mgarbage\" (expected: " + expected + ")", failure(sensor));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", ".", "1e999999999", "1.2.3", "--1", "0x10", "123456789012345678901234567890123", "١"})
    void refusesWhatIsNoNumber(String text) throws IOException {
        pi.write("/sys/class/thermal/thermal_zone0/temp", text);

        assertTrue(failure(pi.sensor("sensors/temperature/cpu-thermal")).endsWith("(expected: a number)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MemTotal", "Cached: 1 kB"})
    void refusesMemoryWithoutAmounts(String text) throws IOException {
        pi.write("/proc/meminfo", text);

        assertTrue(failure(pi.sensor("sensors/memory")).startsWith("/proc/meminfo: no MemTotal"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MemTotal: 5 MB", "MemTotal: x kB", "MemTotal: kB"})
    void refusesMemoryInOtherUnits(String text) throws IOException {
        pi.write("/proc/meminfo", text);

        assertTrue(failure(pi.sensor("sensors/memory")).startsWith("/proc/meminfo: \""));
    }

    @Test
    void refusesEndlessFile() throws IOException {
        pi.write("/proc/meminfo", "x".repeat(70_000));

        assertEquals("/proc/meminfo: too long (expected: at most 65536 bytes)", failure(pi.sensor("sensors/memory")));
    }

    @Test
    void refusesDirectoryInPlaceOfFile() throws IOException {
        Sensor load = pi.sensor("sensors/load");
        pi.delete("/proc/loadavg");
        Files.createDirectory(pi.path("/proc/loadavg"));

        assertEquals("/proc/loadavg: not a regular file", failure(load));
    }

    @Test
    void showsOnlyTheBeginningOfLongGarbage() throws IOException {
        pi.write("/proc/uptime", "z".repeat(500));

        assertEquals(
                "/proc/uptime: \"" + "z".repeat(40) + "...\" (expected: a number)",
                failure(pi.sensor("sensors/uptime")));
    }

    private static String failure(Sensor sensor) {
        String message = assertThrows(SensorException.class, sensor::read).getMessage();
        return String.valueOf(message);
    }

    private static String value(Sensor sensor) throws SensorException {
        return ((Reading.Measured) sensor.read().get(0)).value().toPlainString();
    }
}
