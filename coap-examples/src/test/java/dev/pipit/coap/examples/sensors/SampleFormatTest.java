package dev.pipit.coap.examples.sensors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pipit.coap.examples.senml.SenmlCbor;
import dev.pipit.coap.examples.senml.SenmlException;
import dev.pipit.coap.examples.senml.SenmlJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleFormatTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00.250Z"), ZoneOffset.UTC);
    private static final String BASE = "coap://pi.example.org/";

    @TempDir
    Path directory;

    PiTree pi;

    @BeforeEach
    void unfold() throws IOException {
        pi = PiTree.in(directory);
    }

    @Test
    void carriesTheRegisteredContentFormats() {
        assertEquals(0, SampleFormat.TEXT.contentFormat());
        assertEquals(50, SampleFormat.JSON.contentFormat());
        assertEquals(110, SampleFormat.SENML_JSON.contentFormat());
        assertEquals(112, SampleFormat.SENML_CBOR.contentFormat());
    }

    @ParameterizedTest
    @CsvSource({
        "sensors/model, Raspberry Pi 3 Model B Rev 1.2",
        "sensors/uptime, 4 d 1 h 25 min 35 s",
        "sensors/cpu, 6.5 %",
        "sensors/cpu/frequency, 600000000 Hz",
        "sensors/temperature/cpu_thermal-temp1, 48.312 °C",
        "sensors/fan/pwmfan-fan1, 3150 rpm",
        "sensors/voltage/ina238-5V-rail, 5.104 V",
        "sensors/power/ina238-power1, 3.124 W",
        "sensors/alarm/rpi_volt-in0_lcrit, no",
        "sensors/iio/bme280/humidityrelative, 45.123 %",
        "sensors/iio/bme280/pressure, 101325.41 Pa",
        "leds/ACT, 0",
        "leds/PWR, 255",
    })
    void writesSingleValueAsAPersonWould(String path, String text) throws SensorException {
        assertEquals(text, render(SampleFormat.TEXT, pi.sensor(path)));
    }

    @Test
    void writesSeveralValuesAsLines() throws SensorException {
        assertEquals("load1 0.42\nload5 0.35\nload15 0.3", render(SampleFormat.TEXT, pi.sensor("sensors/load")));
        assertEquals(
                "total 926.1 MiB\nfree 160 MiB\navailable 640 MiB\nswapTotal 100 MiB\nswapFree 100 MiB",
                render(SampleFormat.TEXT, pi.sensor("sensors/memory")));
        assertEquals("processes 3\nthreads 187\nrunning 2", render(SampleFormat.TEXT, pi.sensor("sensors/processes")));
    }

    @ParameterizedTest
    @CsvSource({
        "BYTE, 1023, 1023 B",
        "BYTE, 1024, 1 KiB",
        "BYTE, 18446744073709551615, 16384 PiB",
        "SECOND, 59.5, 59.5 s",
        "SECOND, 60, 1 min 0 s",
        "SECOND, 3600, 1 h 0 min 0 s",
        "SECOND, 86400, 1 d 0 h 0 min 0 s",
        "RATIO, 1, 100 %",
        "RATIO, 0, 0 %",
        "CELSIUS, -0.0004, 0 °C",
        "CELSIUS, 100, 100 °C",
        "TESLA, 0.0000478, 0.0000478 T",
        "METER_PER_SECOND_SQUARED, 9.80665, 9.80665 m/s²",
    })
    void scalesForPeople(Unit unit, BigDecimal value, String text) {
        assertEquals(text, SampleText.render(sample(new Reading.Measured("", value, unit))));
    }

    @Test
    void writesSingleValueAsPlainJson() throws IOException, SensorException {
        assertJson(
                "{'value':48.312,'unit':'Cel','time':'2026-03-01T12:00:00.250Z'}",
                render(SampleFormat.JSON, pi.sensor("sensors/temperature/cpu_thermal-temp1")));
        assertJson(
                "{'value':false,'time':'2026-03-01T12:00:00.250Z'}",
                render(SampleFormat.JSON, pi.sensor("sensors/alarm/rpi_volt-in0_lcrit")));
        assertJson(
                "{'value':'Raspberry Pi 3 Model B Rev 1.2','time':'2026-03-01T12:00:00.250Z'}",
                render(SampleFormat.JSON, pi.sensor("sensors/model")));
    }

    @Test
    void writesSeveralValuesAsMembersOfPlainJson() throws IOException, SensorException {
        assertJson(
                "{'load1':{'value':0.42},'load5':{'value':0.35},'load15':{'value':0.3},"
                        + "'time':'2026-03-01T12:00:00.250Z'}",
                render(SampleFormat.JSON, pi.sensor("sensors/load")));
        assertJson(
                "{'processes':{'value':3,'unit':'count'},'threads':{'value':187,'unit':'count'},"
                        + "'running':{'value':2,'unit':'count'},'time':'2026-03-01T12:00:00.250Z'}",
                render(SampleFormat.JSON, pi.sensor("sensors/processes")));
    }

    @Test
    void writesSingleValueAsSenmlRecordNamedByItsBaseName() throws IOException, SensorException {
        assertJson(
                "[{'bn':'coap://pi.example.org/sensors/w1/28-0000072a1b3c','bt':1772366400.25,'u':'Cel','v':23.125}]",
                render(SampleFormat.SENML_JSON, pi.sensor("sensors/w1/28-0000072a1b3c")));
    }

    @Test
    void writesSeveralValuesAsSenmlPackWithOneBaseName() throws IOException, SensorException {
        assertJson(
                "[{'bn':'coap://pi.example.org/sensors/memory/','bt':1772366400.25,'n':'total','u':'B','v':971063296},"
                        + "{'n':'free','u':'B','v':167772160},{'n':'available','u':'B','v':671088640},"
                        + "{'n':'swapTotal','u':'B','v':104853504},{'n':'swapFree','u':'B','v':104853504}]",
                render(SampleFormat.SENML_JSON, pi.sensor("sensors/memory")));
    }

    @Test
    void writesWordsAndFlagsAsSenmlStringAndBoolean() throws IOException, SensorException {
        assertJson(
                "[{'bn':'coap://pi.example.org/sensors/model','bt':1772366400.25,"
                        + "'vs':'Raspberry Pi 3 Model B Rev 1.2'}]",
                render(SampleFormat.SENML_JSON, pi.sensor("sensors/model")));
        assertJson(
                "[{'bn':'coap://pi.example.org/sensors/alarm/rpi_volt-in0_lcrit','bt':1772366400.25,'vb':false}]",
                render(SampleFormat.SENML_JSON, pi.sensor("sensors/alarm/rpi_volt-in0_lcrit")));
    }

    @Test
    void leavesTimeOutOfSenmlWhenTheClockWasNeverSet() throws IOException, SensorException {
        Clock unset = Clock.fixed(Instant.ofEpochSecond((1L << 28) - 1), ZoneOffset.UTC);
        Sensor led = pi.sensor("leds/PWR");

        assertJson(
                "[{'bn':'coap://pi.example.org/leds/PWR','v':255}]",
                new String(SampleFormat.SENML_JSON.render(led, led.sample(unset), BASE), UTF_8));
    }

    @Test
    void writesNoExponentAndAtMostSixteenDigits() throws SensorException {
        Sample large = sample(new Reading.Measured("", new BigDecimal("18446744073709551615"), Unit.COUNT));
        Sample small = sample(new Reading.Measured("", new BigDecimal("0.00000000012345678901234567890"), Unit.TESLA));
        Sensor any = pi.sensor("sensors/load");

        assertEquals(
                "[{\"bn\":\"a/sensors/load\",\"bt\":1772366400.25,\"u\":\"count\",\"v\":18446744073709550000}]",
                new String(SampleFormat.SENML_JSON.render(any, large, "a/"), UTF_8));
        assertEquals(
                "[{\"bn\":\"a/sensors/load\",\"bt\":1772366400.25,\"u\":\"T\",\"v\":0.0000000001234567890123457}]",
                new String(SampleFormat.SENML_JSON.render(any, small, "a/"), UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"coap://[::1]/", "/", "coap://user@host/", "näme:", "-a"})
    void refusesBaseNameOutsideTheCharactersOfSenml(String baseName) throws SensorException {
        Sensor load = pi.sensor("sensors/load");
        Sample sample = load.sample(CLOCK);

        assertThrows(IllegalArgumentException.class, () -> SampleFormat.SENML_JSON.render(load, sample, baseName));
    }

    @Test
    void everyWorkingSensorRendersInEveryFormat() throws IOException, SensorException, SenmlException {
        pi.delete("/sys/class/hwmon/hwmon10/temp1_fault");
        pi.delete("/sys/bus/w1/devices/28-0000072a9f00/w1_slave");
        ObjectMapper mapper = new ObjectMapper();
        for (Sensor sensor : pi.sensors()) {
            Sample sample = sensor.sample(CLOCK);

            assertFalse(new String(SampleFormat.TEXT.render(sensor, sample, BASE), UTF_8).isBlank());
            byte[] senml = SampleFormat.SENML_JSON.render(sensor, sample, BASE);
            assertEquals(sample.readings().size(), mapper.readTree(senml).size());
            byte[] cbor = SampleFormat.SENML_CBOR.render(sensor, sample, BASE);
            assertArrayEquals(senml, SenmlJson.write(SenmlCbor.parse(cbor)));
            byte[] json = SampleFormat.JSON.render(sensor, sample, BASE);
            assertEquals(
                    "2026-03-01T12:00:00.250Z",
                    mapper.readTree(json).get("time").asText());
        }
    }

    @Test
    void refusesSampleWithoutReadingsOrWithNamelessOnes() {
        Reading nameless = new Reading.Flagged("", true);

        assertThrows(IllegalArgumentException.class, () -> new Sample(CLOCK.instant(), List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Sample(CLOCK.instant(), List.of(nameless, nameless)));
        assertThrows(IllegalArgumentException.class, () -> new Reading.Flagged("a b", true));
    }

    private static Sample sample(Reading reading) {
        return new Sample(CLOCK.instant(), List.of(reading));
    }

    private static String render(SampleFormat format, Sensor sensor) throws SensorException {
        return new String(format.render(sensor, sensor.sample(CLOCK), BASE), UTF_8);
    }

    private static void assertJson(String expected, String actual) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        assertEquals(mapper.readTree(expected.replace('\'', '"')), mapper.readTree(actual));
    }
}
