package dev.pipit.coap.observe;

import java.util.random.RandomGenerator;

/** How long a client waits before it registers again after a failure: longer each time, and never just as long. */
final class Pauses {
    private static final long SHORTEST_NANOS = 5_000_000_000L;
    private static final long LONGEST_NANOS = 300_000_000_000L;

    private final RandomGenerator random;
    private long nextNanos = SHORTEST_NANOS;

    Pauses(RandomGenerator random) {
        this.random = random;
    }

    /** The pause now; around a longer one where the server has asked for it. */
    long next(long askedNanos) {
        // Not all clients of a server that was away come back at the same moment.
        long pause = Math.max(askedNanos, nextNanos);
        nextNanos = Math.min(nextNanos * 2, LONGEST_NANOS);
        return pause / 2 + (long) (random.nextDouble() * pause);
    }

    /** Whether there has been none since it went well last. */
    boolean isShortest() {
        return nextNanos == SHORTEST_NANOS;
    }

    /** It goes well again. */
    void reset() {
        nextNanos = SHORTEST_NANOS;
    }
}
