package dev.pipit.coap.examples.sensors;

import java.util.List;

/** A warning that a chip gives or does not give: a file of 0 or 1. */
record AlarmSensor(Tree tree, String file, String path, String title) implements Sensor {

    @Override
    public String resourceType() {
        return "alarm";
    }

    @Override
    public List<Reading> read() throws SensorException {
        String text = tree.read(file);
        if (!text.equals("0") && !text.equals("1")) {
            throw SensorException.unexpected(file, text, "0 or 1");
        }
        return List.of(new Reading.Flagged("", text.equals("1")));
    }
}
