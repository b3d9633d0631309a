package dev.pipit.coap.examples.sensors;

import java.time.Clock;
import java.util.List;

/** Something that can be read: one value, or several named ones read together. Safe to read from any thread. */
public interface Sensor {

    /** Where a server offers it, without a leading slash: {@code sensors/load}. Needs no percent-encoding. */
    String path();

    /** What it is, for people: {@code Temperature of cpu_thermal temp1}. */
    String title();

    /** The kind of thing it measures, for a link's {@code rt} (RFC 6690 §3.1): {@code temperature}. */
    String resourceType();

    /**
     * Reads the values now. Takes as long as reading a small file; for a 1-wire thermometer the kernel measures during
     * that read, which is up to 0.75 s.
     *
     * @return at least one reading
     * @throws SensorException if the device is gone, cannot be read, or answers what cannot be understood
     */
    List<Reading> read() throws SensorException;

    /**
     * Reads the values and notes the time after reading them.
     *
     * @throws SensorException as {@link #read()} does
     */
    default Sample sample(Clock clock) throws SensorException {
        List<Reading> readings = read();
        return new Sample(clock.instant(), readings);
    }
}
