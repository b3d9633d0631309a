package dev.pipit.coap.examples.sensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSensorsTest {
    @TempDir
    Path directory;

    PiTree pi;

    @BeforeEach
    void unfold() throws IOException {
        pi = PiTree.in(directory);
    }

    @Test
    void readsThreeLoadAverages() throws SensorException {
        assertEquals(
                List.of(
                        measured("load1", "0.42", Unit.NONE),
                        measured("load5", "0.35", Unit.NONE),
                        measured("load15", "0.3", Unit.NONE)),
                pi.sensor("sensors/load").read());
    }

    @Test
    void readsMemoryInBytes() throws SensorException {
        assertEquals(
                List.of(
                        measured("total", "971063296", Unit.BYTE),
                        measured("free", "167772160", Unit.BYTE),
                        measured("available", "671088640", Unit.BYTE),
                        measured("swapTotal", "104853504", Unit.BYTE),
                        measured("swapFree", "104853504", Unit.BYTE)),
                pi.sensor("sensors/memory").read());
    }

    @Test
    void countsProcessesAndThreads() throws SensorException {
        assertEquals(
                List.of(
                        measured("processes", "3", Unit.COUNT),
                        measured("threads", "187", Unit.COUNT),
                        measured("running", "2", Unit.COUNT)),
                pi.sensor("sensors/processes").read());
    }

    @Test
    void readsCountersOfTheNamedInterface() throws SensorException {
        assertEquals(
                List.of(
                        measured("received", "52428800", Unit.BYTE),
                        measured("receivedPackets", "61234", Unit.COUNT),
                        measured("receivedErrors", "1", Unit.COUNT),
                        measured("receivedDropped", "2", Unit.COUNT),
                        measured("sent", "1048576", Unit.BYTE),
                        measured("sentPackets", "8123", Unit.COUNT),
                        measured("sentErrors", "3", Unit.COUNT),
                        measured("sentDropped", "4", Unit.COUNT)),
                pi.sensor("sensors/network/eth0").read());
    }

    @Test
    void failsWhenInterfaceIsGone() throws IOException {
        Sensor eth0 = pi.sensor("sensors/network/eth0");
        pi.write("/proc/net/dev", "Inter-|\n face |\n    lo: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");

        SensorException e = assertThrows(SensorException.class, eth0::read);
        assertEquals("/proc/net/dev: no interface eth0", e.getMessage());
    }

    @Test
    void measuresProcessorBetweenReadings() throws IOException, SensorException {
        Sensor cpu = pi.sensor("sensors/cpu");
        assertEquals(List.of(measured("", "0.065", Unit.RATIO)), cpu.read(), "since the start of the machine");

        pi.write("/proc/stat", "cpu  4100 0 2025 93050 525 0 300 200 9 9\n");
        assertEquals(List.of(measured("", "0.625", Unit.RATIO)), cpu.read(), "125 of 200 ticks");
    }

    @Test
    void keepsProcessorUsageWhenReadAgainAtOnce() throws IOException, SensorException {
        Sensor cpu = pi.sensor("sensors/cpu");
        cpu.read();
        pi.write("/proc/stat", "cpu  4009 0 2000 93000 500 0 300 200 0 0\n");
        assertEquals(List.of(measured("", "0.065", Unit.RATIO)), cpu.read(), "9 ticks are too few");

        pi.write("/proc/stat", "cpu  4010 0 2000 93000 500 0 300 200 0 0\n");
        assertEquals(List.of(measured("", "1", Unit.RATIO)), cpu.read(), "10 ticks since the first reading");
    }

    @Test
    void processorUsageStaysWithinZeroAndOneWhenIdleStepsBack() throws IOException, SensorException {
        Sensor cpu = pi.sensor("sensors/cpu");
        cpu.read();
        pi.write("/proc/stat", "cpu  4100 0 2000 93000 490 0 300 200 0 0\n");

        assertEquals(List.of(measured("", "1", Unit.RATIO)), cpu.read());
    }

    @Test
    void undoesEscapesOfMountPoints() {
        assertEquals("/media/my disk", DiskSensor.unescape("/media/my\\040disk"));
        assertEquals("/media/a\\040b", DiskSensor.unescape("/media/a\\134040b"));
    }

    @Test
    void failsWhenFileSystemIsGone() {
        Sensor disk = new DiskSensor(directory.resolve("gone"), "sensors/disk");

        assertThrows(SensorException.class, disk::read);
    }

    @Test
    void jdkKnowsMemoryWithoutTheKernelsFiles() throws SensorException {
        Found found = new Found();
        JdkSensors.discover(found);

        assertEquals(
                List.of("sensors/load", "sensors/memory", "sensors/jvm"),
                found.sensors().stream().map(Sensor::path).toList());
        assertEquals(
                List.of("total", "free"),
                found.sensors().get(1).read().stream().map(Reading::name).toList());
        assertEquals(
                List.of("max", "total", "free"),
                found.sensors().get(2).read().stream().map(Reading::name).toList());
    }

    private static Reading measured(String name, String value, Unit unit) {
        return new Reading.Measured(name, new BigDecimal(value), unit);
    }
}
