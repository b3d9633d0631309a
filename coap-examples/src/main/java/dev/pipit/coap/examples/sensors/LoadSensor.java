package dev.pipit.coap.examples.sensors;

import java.util.List;
import java.util.StringTokenizer;

/** How many tasks run or wait, on average over 1, 5 and 15 minutes. */
record LoadSensor(Tree tree) implements Sensor {
    static final String FILE = "/proc/loadavg";

    @Override
    public String path() {
        return "sensors/load";
    }

    @Override
    public String title() {
        return "Load averages";
    }

    @Override
    public String resourceType() {
        return "load";
    }

    @Override
    public List<Reading> read() throws SensorException {
        String line = tree.firstLine(FILE);
        StringTokenizer words = new StringTokenizer(line);
        if (words.countTokens() < 3) {
            throw SensorException.unexpected(FILE, line, "three load averages");
        }
        return List.of(
                average("load1", words.nextToken()),
                average("load5", words.nextToken()),
                average("load15", words.nextToken()));
    }

    private static Reading average(String name, String text) throws SensorException {
        return new Reading.Measured(name, Decimals.decimal(FILE, text), Unit.NONE);
    }
}
