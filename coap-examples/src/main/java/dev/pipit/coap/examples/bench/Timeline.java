package dev.pipit.coap.examples.bench;

import java.util.ArrayList;
import java.util.List;

/** Answers a second over the measured time, in slices of equal length. Not safe for use by several threads. */
final class Timeline {
    private static final int SLICES = 60;
    private static final long SHORTEST_NANOS = 10_000_000;

    private final long sliceNanos;
    private final List<Double> rates = new ArrayList<>();
    private long lastNanos;
    private long lastCount;
    private boolean begun;

    Timeline(long durationNanos) {
        sliceNanos = Math.max(SHORTEST_NANOS, durationNanos / SLICES);
    }

    /** When the next slice is over. */
    long nextNanos() {
        return lastNanos + sliceNanos;
    }

    /** The first slice begins. */
    void begin(long nowNanos, long count) {
        begun = true;
        lastNanos = nowNanos;
        lastCount = count;
    }

    boolean hasBegun() {
        return begun;
    }

    /** So many answers until now; true where that ended a slice. */
    boolean sample(long nowNanos, long count) {
        long nanos = nowNanos - lastNanos;
        if (!begun || nanos < sliceNanos) {
            return false;
        }
        rates.add((count - lastCount) * 1e9 / nanos);
        lastNanos = nowNanos;
        lastCount = count;
        return true;
    }

    List<Double> rates() {
        return List.copyOf(rates);
    }
}
