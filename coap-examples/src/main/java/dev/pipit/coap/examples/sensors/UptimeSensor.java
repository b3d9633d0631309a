package dev.pipit.coap.examples.sensors;

import java.util.List;

/** The time since the machine started. */
record UptimeSensor(Tree tree) implements Sensor {
    static final String FILE = "/proc/uptime";

    @Override
    public String path() {
        return "sensors/uptime";
    }

    @Override
    public String title() {
        return "Time since start";
    }

    @Override
    public String resourceType() {
        return "uptime";
    }

    @Override
    public List<Reading> read() throws SensorException {
        String line = tree.firstLine(FILE);
        int end = line.indexOf(' ');
        String seconds = end < 0 ? line : line.substring(0, end);
        return List.of(new Reading.Measured("", Decimals.decimal(FILE, seconds), Unit.SECOND));
    }
}
