package dev.pipit.coap.examples.sensors;

import java.util.List;

/** Which board this is, where a device tree says so: {@code Raspberry Pi 4 Model B Rev 1.4}. */
record ModelSensor(Tree tree) implements Sensor {
    static final String FILE = "/proc/device-tree/model";

    @Override
    public String path() {
        return "sensors/model";
    }

    @Override
    public String title() {
        return "Model of the board";
    }

    @Override
    public String resourceType() {
        return "model";
    }

    @Override
    public List<Reading> read() throws SensorException {
        return List.of(new Reading.Worded("", tree.read(FILE)));
    }
}
