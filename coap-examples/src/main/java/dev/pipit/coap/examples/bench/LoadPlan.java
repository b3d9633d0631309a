package dev.pipit.coap.examples.bench;

import java.time.Duration;

/**
 * How much load, and for how long.
 *
 * @param clients how many peers the server sees, each with a port of its own
 * @param window how many requests each has in flight, at most where there is a rate
 * @param rate requests a second of all together, sent whether or not answers come (an open loop); 0 for the next request
 *     as soon as an answer is there (a closed loop)
 * @param loops event loops, each a thread
 * @param warmUp what comes before the measured time
 * @param duration the measured time
 */
public record LoadPlan(int clients, int window, double rate, int loops, Duration warmUp, Duration duration) {
    /** How long answers are waited for behind the measured time. */
    static final long DRAIN_NANOS = 2_000_000_000L;

    /** Whether requests are sent at a rate, and not when others are answered. */
    public boolean isOpenLoop() {
        return rate > 0;
    }
}
