package dev.pipit.coap.examples.sensors;

import java.time.Instant;
import java.util.List;

/**
 * What a sensor said at one moment.
 *
 * @param time when the values were read, by this machine's clock
 * @param readings at least one; only a sole reading may be without a name
 */
public record Sample(Instant time, List<Reading> readings) {
    public Sample {
        readings = List.copyOf(readings);
        if (readings.isEmpty()) {
            throw new IllegalArgumentException("readings: none (expected: at least one)");
        }
        if (readings.size() > 1) {
            for (Reading reading : readings) {
                if (reading.name().isEmpty()) {
                    throw new IllegalArgumentException("name: empty (expected: a name for each of several readings)");
                }
            }
        }
    }

    /** Whether the one reading is all there is and needs no name. */
    boolean isSingle() {
        return readings.get(0).name().isEmpty();
    }
}
