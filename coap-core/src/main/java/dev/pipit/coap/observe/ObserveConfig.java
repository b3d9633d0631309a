package dev.pipit.coap.observe;

import java.time.Duration;

/**
 * What a server goes by in notifying observers (RFC 7641 §4).
 *
 * <p>By default a notification is confirmable where the one before is {@code quietTime} or more ago, and
 * non-confirmable where changes come faster; when they cease, the last state is repeated confirmably, so that it
 * arrives for certain (§4.5).
 *
 * @param maxRelations how many observers a server has at most; beyond it a registration is answered like a plain GET
 * @param maxRelationsPerResource how many of them for one resource
 * @param maxRelationsPerPeer how many of them for one peer
 * @param confirmable whether every notification is confirmable
 * @param confirmableEvery how many notifications at most until one is confirmable, at least 1
 * @param confirmableInterval how much time at most until one is confirmable, 24 h at most
 * @param quietTime without a notification for so long, the next one, or a repetition of the last, is confirmable
 * @param nonSpacing the least time between non-confirmable notifications to a peer whose round-trip time is not known,
 *     else it is that; 0 for no pace at all, which RFC 7641 §4.5.1 does not want on the Internet
 */
public record ObserveConfig(
        int maxRelations,
        int maxRelationsPerResource,
        int maxRelationsPerPeer,
        boolean confirmable,
        int confirmableEvery,
        Duration confirmableInterval,
        Duration quietTime,
        Duration nonSpacing) {
    /** 100,000 observers, 10,000 of them of one peer; each 20th notification confirmable; 3 s as RFC 7641 §4.5.1 has it. */
    public static final ObserveConfig DEFAULT = new ObserveConfig(
            100_000, 100_000, 10_000, false, 20, Duration.ofHours(24), Duration.ofSeconds(5), Duration.ofSeconds(3));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public ObserveConfig {
        require(maxRelations >= 0, "maxRelations", maxRelations, "0 or more");
        require(maxRelationsPerResource >= 0, "maxRelationsPerResource", maxRelationsPerResource, "0 or more");
        require(maxRelationsPerPeer >= 0, "maxRelationsPerPeer", maxRelationsPerPeer, "0 or more");
        require(confirmableEvery >= 1, "confirmableEvery", confirmableEvery, "at least 1");
        // RFC 7641 §4.5: a server that mostly sends NON "MUST send a notification in a confirmable message instead of a
        // non-confirmable message at least every 24 hours"
        boolean daily = confirmableInterval.toNanos() > 0 && confirmableInterval.compareTo(Duration.ofHours(24)) <= 0;
        require(daily, "confirmableInterval", confirmableInterval, "more than 0, at most 24 h");
        require(quietTime.toNanos() > 0, "quietTime", quietTime, "more than 0");
        require(!nonSpacing.isNegative(), "nonSpacing", nonSpacing, "0 or more");
    }

    private static void require(boolean fine, String name, Object value, String expected) {
        if (!fine) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** This configuration with other limits: in all, per resource, per peer. */
    public ObserveConfig limits(int inAll, int perResource, int perPeer) {
        return new ObserveConfig(
                inAll, perResource, perPeer, confirmable, confirmableEvery, confirmableInterval, quietTime, nonSpacing);
    }

    /** This configuration with every notification confirmable, or not. */
    public ObserveConfig confirmable(boolean value) {
        return new ObserveConfig(
                maxRelations,
                maxRelationsPerResource,
                maxRelationsPerPeer,
                value,
                confirmableEvery,
                confirmableInterval,
                quietTime,
                nonSpacing);
    }

    /** This configuration with a confirmable notification at the latest after so many, and after so much time. */
    public ObserveConfig confirmableEvery(int notifications, Duration interval) {
        return new ObserveConfig(
                maxRelations,
                maxRelationsPerResource,
                maxRelationsPerPeer,
                confirmable,
                notifications,
                interval,
                quietTime,
                nonSpacing);
    }

    /** This configuration with another quiet time. */
    public ObserveConfig quietTime(Duration value) {
        return new ObserveConfig(
                maxRelations,
                maxRelationsPerResource,
                maxRelationsPerPeer,
                confirmable,
                confirmableEvery,
                confirmableInterval,
                value,
                nonSpacing);
    }

    /** This configuration with another spacing of non-confirmable notifications. */
    public ObserveConfig nonSpacing(Duration value) {
        return new ObserveConfig(
                maxRelations,
                maxRelationsPerResource,
                maxRelationsPerPeer,
                confirmable,
                confirmableEvery,
                confirmableInterval,
                quietTime,
                value);
    }
}
