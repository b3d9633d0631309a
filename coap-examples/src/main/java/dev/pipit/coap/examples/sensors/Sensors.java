package dev.pipit.coap.examples.sensors;

import java.nio.file.Path;
import java.util.List;

/** Finds the sensors of a machine by looking at its file tree. */
public final class Sensors {

    private Sensors() {}

    /**
     * Finds what there is now. The order and the paths are the same as long as the same devices are plugged in.
     * A sensor found may still fail when it is read. Takes a few milliseconds; safe from any thread.
     *
     * @param root {@code /} for this machine, or the directory that a recorded tree is in. Without Linux' files, the
     *     root of this machine gives what the JDK knows
     * @param access whether the LEDs found may be changed
     * @return the sensors, each with a path of its own; empty if the tree offers none
     */
    public static List<Sensor> discover(Path root, LedAccess access) {
        Tree tree = new Tree(root);
        Found found = new Found();
        kernel(tree, found);
        DiskSensor.discover(tree, found);
        NetworkSensor.discover(tree, found);
        HwmonChips.discover(tree, found);
        ThermalZones.discover(tree, found);
        W1Thermometer.discover(tree, found);
        IioDevices.discover(tree, found);
        Led.discover(tree, access, found);
        return found.sensors();
    }

    private static void kernel(Tree tree, Found found) {
        if (tree.isMachine() && !tree.isFile(LoadSensor.FILE)) {
            JdkSensors.discover(found);
            return;
        }
        addIfPresent(tree, ModelSensor.FILE, new ModelSensor(tree), found);
        addIfPresent(tree, LoadSensor.FILE, new LoadSensor(tree), found);
        addIfPresent(tree, LoadSensor.FILE, new ProcessesSensor(tree), found);
        addIfPresent(tree, MemorySensor.FILE, new MemorySensor(tree), found);
        addIfPresent(tree, UptimeSensor.FILE, new UptimeSensor(tree), found);
        addIfPresent(tree, CpuSensor.FILE, new CpuSensor(tree), found);
        Measure kilohertz = Measure.of("frequency", Unit.HERTZ, "0.001");
        Sensor clock = new FileSensor(tree, CPU_CLOCK, "sensors/cpu/frequency", "Processor clock", kilohertz);
        addIfPresent(tree, CPU_CLOCK, clock, found);
    }

    private static void addIfPresent(Tree tree, String file, Sensor sensor, Found found) {
        if (tree.isFile(file)) {
            found.claim(sensor.path());
            found.add(sensor);
        }
    }

    private static final String CPU_CLOCK = "/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq";
}
