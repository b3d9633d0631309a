package dev.pipit.coap.dtls.bc;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of stores of keys that fail, at most once in ten seconds: anybody can have them asked as often as they like. From
 * any thread.
 */
final class StoreLog {
    private static final Logger LOG = LoggerFactory.getLogger(StoreLog.class);

    private boolean begun;
    private long toldNanos;
    private long leftOut;

    /** Whoever was asked for counts as unknown. */
    void report(String store, Throwable failure) {
        long others = next(System.nanoTime());
        if (others >= 0) {
            LOG.warn("{} failed, and {} times before without a line", store, others, failure);
        }
    }

    /** How many were left out before this one; -1 where this one is. */
    synchronized long next(long nowNanos) {
        if (begun && nowNanos - toldNanos < FailureLog.INTERVAL_NANOS) {
            leftOut++;
            return -1;
        }
        long others = leftOut;
        begun = true;
        toldNanos = nowNanos;
        leftOut = 0;
        return others;
    }
}
