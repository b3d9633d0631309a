package dev.pipit.coap.examples.sensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

class SensorsTest {
    @TempDir
    Path directory;

    PiTree pi;

    @BeforeEach
    void unfold() throws IOException {
        pi = PiTree.in(directory);
    }

    @Test
    void findsEverySensorOfThePiInOrder() {
        assertEquals(
                List.of(
                        "sensors/model",
                        "sensors/load",
                        "sensors/processes",
                        "sensors/memory",
                        "sensors/uptime",
                        "sensors/cpu",
                        "sensors/cpu/frequency",
                        "sensors/network/lo",
                        "sensors/network/eth0",
                        "sensors/temperature/cpu_thermal-temp1",
                        "sensors/alarm/rpi_volt-in0_lcrit",
                        "sensors/fan/pwmfan-fan1",
                        "sensors/current/ina238-curr1",
                        "sensors/voltage/ina238-5V-rail",
                        "sensors/power/ina238-power1",
                        "sensors/power/ina238-power2",
                        "sensors/temperature/ina238-temp1",
                        "sensors/temperature/cpu-thermal",
                        "sensors/w1/28-0000072a1b3c",
                        "sensors/w1/28-0000072a9f00",
                        "sensors/iio/bme280/humidityrelative",
                        "sensors/iio/bme280/pressure",
                        "sensors/iio/bme280/temp",
                        "sensors/iio/ads1015/temp",
                        "sensors/iio/ads1015/voltage0",
                        "sensors/iio/ads1015/voltage1",
                        "leds/ACT",
                        "leds/PWR"),
                pi.sensors().stream().map(Sensor::path).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "sensors/uptime, 350735.47, SECOND, uptime",
        "sensors/cpu/frequency, 600000000, HERTZ, frequency",
        "sensors/temperature/cpu_thermal-temp1, 48.312, CELSIUS, temperature",
        "sensors/temperature/cpu-thermal, 47.774, CELSIUS, temperature",
        "sensors/fan/pwmfan-fan1, 52.5, TURNS_PER_SECOND, fan",
        "sensors/voltage/ina238-5V-rail, 5.104, VOLT, voltage",
        "sensors/current/ina238-curr1, 0.612, AMPERE, current",
        "sensors/power/ina238-power1, 3.123648, WATT, power",
        "sensors/power/ina238-power2, 2.9, WATT, power",
        "sensors/w1/28-0000072a1b3c, 23.125, CELSIUS, temperature",
        "sensors/iio/bme280/temp, 21.48, CELSIUS, temperature",
        "sensors/iio/bme280/pressure, 101325.41, PASCAL, pressure",
        "sensors/iio/bme280/humidityrelative, 45.123, HUMIDITY, humidity",
        "sensors/iio/ads1015/temp, 25, CELSIUS, temperature",
        "sensors/iio/ads1015/voltage0, 3.3, VOLT, voltage",
        "sensors/iio/ads1015/voltage1, 0.4, VOLT, voltage",
        "leds/ACT, 0, NONE, led",
        "leds/PWR, 255, NONE, led",
    })
    void readsSingleValue(String path, BigDecimal value, Unit unit, String resourceType) throws SensorException {
        Sensor sensor = pi.sensor(path);

        assertEquals(List.of(new Reading.Measured("", value, unit)), sensor.read());
        assertEquals(resourceType, sensor.resourceType());
        assertFalse(sensor.title().isBlank());
    }

    @Test
    void readsModelWithoutItsNul() throws SensorException {
        assertEquals(
                List.of(new Reading.Worded("", "Raspberry Pi 3 Model B Rev 1.2")),
                pi.sensor("sensors/model").read());
    }

    @Test
    void readsAlarmAsYesOrNo() throws IOException, SensorException {
        Sensor alarm = pi.sensor("sensors/alarm/rpi_volt-in0_lcrit");
        assertEquals(List.of(new Reading.Flagged("", false)), alarm.read());

        pi.write("/sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n");
        assertEquals(List.of(new Reading.Flagged("", true)), alarm.read());
    }

    @Test
    void findsNothingInAnEmptyTree() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));

        assertEquals(List.of(), Sensors.discover(empty, LedAccess.READ_ONLY));
        assertEquals(List.of(), Sensors.discover(directory.resolve("missing"), LedAccess.READ_ONLY));
    }

    @Test
    void findsWhatWasPluggedInSince() throws IOException {
        int before = pi.sensors().size();
        pi.write("/sys/bus/w1/devices/28-00000aaaaaaa/w1_slave", "");

        assertEquals(before + 1, pi.sensors().size());
        assertEquals(
                "28-00000aaaaaaa",
                pi.sensor("sensors/w1/28-00000aaaaaaa").path().substring(11));
    }

    @Test
    void givesEqualChipsDifferentPaths() throws IOException, SensorException {
        pi.write("/sys/class/hwmon/hwmon11/name", "cpu_thermal\n");
        pi.write("/sys/class/hwmon/hwmon11/temp1_input", "1000\n");

        assertEquals(
                List.of(new Reading.Measured("", BigDecimal.ONE, Unit.CELSIUS)),
                pi.sensor("sensors/temperature/cpu_thermal-temp1-2").read());
    }

    @Test
    void ledsAreReadOnlyUnlessAskedFor() {
        assertFalse(assertInstanceOf(Led.class, pi.sensor("leds/ACT")).isWritable());
        assertTrue(pi.writableLed("leds/ACT").isWritable());
    }

    @Test
    void machineItselfHasReadableSensors() throws SensorException {
        List<Sensor> sensors = Sensors.discover(directory.toAbsolutePath().getRoot(), LedAccess.READ_ONLY);

        for (String path : List.of("sensors/load", "sensors/memory", "sensors/disk")) {
            Sensor found = sensors.stream()
                    .filter(sensor -> sensor.path().equals(path))
                    .findFirst()
                    .orElseThrow();
            assertFalse(found.read().isEmpty());
        }
    }

    @Test
    void everyPathIsUniqueAndNeedsNoEncoding() {
        List<String> paths = pi.sensors().stream().map(Sensor::path).toList();

        assertEquals(paths.size(), paths.stream().distinct().count());
        assertTrue(paths.stream().allMatch(path -> path.matches("[A-Za-z0-9._/-]+")));
    }
}
