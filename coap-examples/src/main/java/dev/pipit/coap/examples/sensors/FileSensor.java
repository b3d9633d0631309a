package dev.pipit.coap.examples.sensors;

import java.util.List;

/** A sensor whose value is one number in one file. */
record FileSensor(Tree tree, String file, String path, String title, Measure measure) implements Sensor {

    @Override
    public String resourceType() {
        return measure.resourceType();
    }

    @Override
    public List<Reading> read() throws SensorException {
        return List.of(measure.reading(Decimals.decimal(file, tree.read(file))));
    }
}
