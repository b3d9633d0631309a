package dev.pipit.coap.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.EnumMap;
import java.util.Map;

/** The counters of one endpoint: written by its event loop alone, read by any thread. */
public final class Counters {
    private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] values = new long[Counter.values().length];

    /** All zero. */
    public Counters() {}

    /** Adds one. */
    public void count(Counter counter) {
        add(counter, 1);
    }

    /** Adds a number. */
    @SuppressWarnings("EnumOrdinal") // the array is this enum's, in one process
    public void add(Counter counter, long number) {
        // There is one writer, so no atomic addition is needed.
        int index = counter.ordinal();
        VALUE.setOpaque(values, index, values[index] + number);
    }

    /** The value of a counter. */
    @SuppressWarnings("EnumOrdinal")
    public long get(Counter counter) {
        return (long) VALUE.getOpaque(values, counter.ordinal());
    }

    /** All values, as they are now. */
    public Map<Counter, Long> snapshot() {
        Map<Counter, Long> snapshot = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            snapshot.put(counter, get(counter));
        }
        return snapshot;
    }
}
