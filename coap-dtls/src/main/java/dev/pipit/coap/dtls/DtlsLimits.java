package dev.pipit.coap.dtls;

import java.time.Duration;

/**
 * How much state an event loop keeps for DTLS, and for how long.
 *
 * @param maxAssociations established associations; beyond it the one idle longest goes where it has been idle for {@code
 *     staleTime}, else the newcomer is refused
 * @param staleTime after how long without a record an association may go for a newcomer
 * @param idleTime after how long without a record an association goes anyway
 * @param maxHandshakes handshakes under way; beyond it the oldest goes
 * @param maxHandshakesPerSource those of one IPv4 address or IPv6 /64 network; beyond it its oldest goes
 * @param handshakeTimeout how long a handshake may take
 */
public record DtlsLimits(
        int maxAssociations,
        Duration staleTime,
        Duration idleTime,
        int maxHandshakes,
        int maxHandshakesPerSource,
        Duration handshakeTimeout) {
    /** 100,000 associations, 30 minutes, 24 hours; 512 handshakes, 64 of a source, 12 seconds. */
    public static final DtlsLimits DEFAULT =
            new DtlsLimits(100_000, Duration.ofMinutes(30), Duration.ofHours(24), 512, 64, Duration.ofSeconds(12));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public DtlsLimits {
        require(maxAssociations >= 1, "maxAssociations", maxAssociations, "at least 1");
        require(!staleTime.isNegative(), "staleTime", staleTime, "0 or more");
        require(idleTime.compareTo(staleTime) >= 0, "idleTime", idleTime, "at least staleTime, " + staleTime);
        require(maxHandshakes >= 1, "maxHandshakes", maxHandshakes, "at least 1");
        require(maxHandshakesPerSource >= 1, "maxHandshakesPerSource", maxHandshakesPerSource, "at least 1");
        boolean fine = handshakeTimeout.compareTo(Duration.ofSeconds(1)) >= 0
                && handshakeTimeout.compareTo(Duration.ofMinutes(10)) <= 0;
        require(fine, "handshakeTimeout", handshakeTimeout, "1 s to 10 min");
    }

    private static void require(boolean fine, String name, Object value, String expected) {
        if (!fine) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** These limits with another number of associations. */
    public DtlsLimits maxAssociations(int value) {
        return new DtlsLimits(value, staleTime, idleTime, maxHandshakes, maxHandshakesPerSource, handshakeTimeout);
    }

    /** These limits with other times without a record, after which an association may go, and after which it goes. */
    public DtlsLimits idle(Duration stale, Duration idle) {
        return new DtlsLimits(maxAssociations, stale, idle, maxHandshakes, maxHandshakesPerSource, handshakeTimeout);
    }

    /** These limits with other numbers of handshakes, in all and of one source. */
    public DtlsLimits handshakes(int all, int perSource) {
        return new DtlsLimits(maxAssociations, staleTime, idleTime, all, perSource, handshakeTimeout);
    }

    /** These limits with another time for a handshake. */
    public DtlsLimits handshakeTimeout(Duration value) {
        return new DtlsLimits(maxAssociations, staleTime, idleTime, maxHandshakes, maxHandshakesPerSource, value);
    }
}
