package dev.pipit.coap.examples.sensors;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** What went through one network interface since it came up. */
record NetworkSensor(Tree tree, String networkInterface, String path) implements Sensor {
    static final String FILE = "/proc/net/dev";

    static void discover(Tree tree, Found found) {
        String text = tree.readIfPresent(FILE);
        if (text != null) {
            StringTokenizer lines = new StringTokenizer(text, "\n");
            while (lines.hasMoreTokens()) {
                String line = lines.nextToken();
                int colon = line.lastIndexOf(':');
                if (colon > 0) {
                    String name = line.substring(0, colon).strip();
                    found.add(new NetworkSensor(tree, name, found.claim("sensors/network/" + Names.segment(name))));
                }
            }
        }
    }

    @Override
    public String title() {
        return "Traffic on " + networkInterface;
    }

    @Override
    public String resourceType() {
        return "network";
    }

    @Override
    public List<Reading> read() throws SensorException {
        StringTokenizer lines = new StringTokenizer(tree.read(FILE), "\n");
        while (lines.hasMoreTokens()) {
            String line = lines.nextToken();
            int colon = line.lastIndexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equals(networkInterface)) {
                return counters(line, new StringTokenizer(line.substring(colon + 1)));
            }
        }
        throw new SensorException(FILE + ": no interface " + networkInterface, null);
    }

    private static List<Reading> counters(String line, StringTokenizer words) throws SensorException {
        if (words.countTokens() < 16) {
            throw SensorException.unexpected(FILE, line, "16 counters");
        }
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String word = words.nextToken();
            // bytes packets errs drop fifo frame compressed multicast, received; the same sent from the ninth on.
            String direction = i < 8 ? "received" : "sent";
            switch (i % 8) {
                case 0 -> readings.add(counter(direction, word, Unit.BYTE));
                case 1 -> readings.add(counter(direction + "Packets", word, Unit.COUNT));
                case 2 -> readings.add(counter(direction + "Errors", word, Unit.COUNT));
                case 3 -> readings.add(counter(direction + "Dropped", word, Unit.COUNT));
                default -> {
                    // of interest to drivers only
                }
            }
        }
        return readings;
    }

    private static Reading counter(String name, String text, Unit unit) throws SensorException {
        return new Reading.Measured(name, Decimals.decimal(FILE, text), unit);
    }
}
