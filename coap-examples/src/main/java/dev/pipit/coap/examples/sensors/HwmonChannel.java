package dev.pipit.coap.examples.sensors;

import java.util.List;

/** A channel of a monitoring chip: a value, unless the chip itself says that the probe is broken. */
record HwmonChannel(FileSensor input, String faultFile) implements Sensor {

    @Override
    public String path() {
        return input.path();
    }

    @Override
    public String title() {
        return input.title();
    }

    @Override
    public String resourceType() {
        return input.resourceType();
    }

    @Override
    public List<Reading> read() throws SensorException {
        if ("1".equals(input.tree().readIfPresent(faultFile))) {
            throw new SensorException(faultFile + ": the chip reports a broken probe", null);
        }
        return input.read();
    }
}
