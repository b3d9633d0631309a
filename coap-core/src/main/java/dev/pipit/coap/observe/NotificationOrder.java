package dev.pipit.coap.observe;

/** Tells newer notifications from older ones that were overtaken on their way (RFC 7641 §3.4). */
final class NotificationOrder {
    private static final long HALF = 1L << 23;
    private static final long FORGOTTEN_AFTER_NANOS = 128_000_000_000L;

    private boolean some;
    private long latest;
    private long latestNanos;

    /** Whether a notification is newer than all before; if so, it is the latest from now on. */
    boolean accept(long observe, long nowNanos) {
        // RFC 7641 §3.4: "(V1 < V2 and V2 - V1 < 2^23) or (V1 > V2 and V1 - V2 > 2^23) or (T2 > T1 + 128 seconds)"
        boolean newer = !some
                || latest < observe && observe - latest < HALF
                || latest > observe && latest - observe > HALF
                || nowNanos > latestNanos + FORGOTTEN_AFTER_NANOS;
        if (newer) {
            some = true;
            latest = observe;
            latestNanos = nowNanos;
        }
        return newer;
    }

    /** Takes whatever comes next as the newest. */
    void reset() {
        some = false;
    }
}
