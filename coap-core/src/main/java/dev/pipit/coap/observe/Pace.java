package dev.pipit.coap.observe;

import dev.pipit.coap.port.TransmissionParameters;

/**
 * What notifications go by, in units that cost nothing to compare.
 *
 * @param confirmable whether all are confirmable
 * @param confirmableEvery how many at most until one is
 * @param intervalNanos how much time at most until one is
 * @param quietNanos after so much time without one, one is
 * @param spacingNanos between non-confirmable ones while the round-trip time is not known; 0 for no pace at all
 * @param nstart how many may be outstanding with one peer
 */
record Pace(
        boolean confirmable, int confirmableEvery, long intervalNanos, long quietNanos, long spacingNanos, int nstart) {
    static Pace of(ObserveConfig config, TransmissionParameters transmission) {
        return new Pace(
                config.confirmable(),
                config.confirmableEvery(),
                config.confirmableInterval().toNanos(),
                config.quietTime().toNanos(),
                config.nonSpacing().toNanos(),
                transmission.nstart());
    }
}
