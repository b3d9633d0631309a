package dev.pipit.coap.examples.sensors;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.List;

/** What the JDK knows of a machine that has no Linux kernel. The beans are not loaded until a sensor is read. */
enum JdkSensors implements Sensor {
    LOAD("sensors/load", "Load average", "load") {
        @Override
        public List<Reading> read() throws SensorException {
            double average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
            if (!(average >= 0)) {
                throw new SensorException("load average: not available on this system", null);
            }
            return List.of(new Reading.Measured("load1", decimal(average), Unit.NONE));
        }
    },
    MEMORY("sensors/memory", "Memory", "memory") {
        @Override
        public List<Reading> read() throws SensorException {
            if (!(ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)) {
                throw new SensorException("memory: not available from this JDK", null);
            }
            return List.of(bytes("total", system.getTotalMemorySize()), bytes("free", system.getFreeMemorySize()));
        }
    },
    JVM("sensors/jvm", "Memory of this Java process", "memory") {
        @Override
        public List<Reading> read() {
            Runtime runtime = Runtime.getRuntime();
            return List.of(
                    bytes("max", runtime.maxMemory()),
                    bytes("total", runtime.totalMemory()),
                    bytes("free", runtime.freeMemory()));
        }
    };

    private final String path;
    private final String title;
    private final String resourceType;

    JdkSensors(String path, String title, String resourceType) {
        this.path = path;
        this.title = title;
        this.resourceType = resourceType;
    }

    static void discover(Found found) {
        for (JdkSensors sensor : values()) {
            found.claim(sensor.path);
            found.add(sensor);
        }
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String resourceType() {
        return resourceType;
    }

    private static BigDecimal decimal(double value) {
        return BigDecimal.valueOf(Math.round(value * 100), 2);
    }

    private static Reading bytes(String name, long value) {
        return new Reading.Measured(name, BigDecimal.valueOf(value), Unit.BYTE);
    }
}
