package dev.pipit.coap.examples.sensors;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The sensors found so far, each under a path of its own. */
final class Found {
    private final List<Sensor> sensors = new ArrayList<>();
    private final Set<String> paths = new HashSet<>();

    /** The path itself, or with {@code -2}, {@code -3} added when earlier sensors have it. */
    String claim(String path) {
        String claimed = path;
        for (int n = 2; !paths.add(claimed); n++) {
            claimed = path + '-' + n;
        }
        return claimed;
    }

    void add(Sensor sensor) {
        sensors.add(sensor);
    }

    List<Sensor> sensors() {
        return List.copyOf(sensors);
    }
}
