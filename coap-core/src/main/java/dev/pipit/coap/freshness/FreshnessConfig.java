package dev.pipit.coap.freshness;

import java.time.Duration;

/**
 * How a server makes sure of its clients' addresses (RFC 9175).
 *
 * @param amplification what is done before a peer whose address is not verified is sent much
 * @param pingTimeout how long a response waits for the answer to a ping, before its client asks again and after; less
 *     than the clients' ACK_TIMEOUT
 * @param maxHeld how many responses and notifications wait at a time; beyond it a response goes as if no answer had come
 * @param maxHeldBytes how many bytes they have in all; beyond it the same
 * @param echoLifetime for how long an Echo shows that its sender receives at its address
 */
public record FreshnessConfig(
        AmplificationMitigation amplification,
        Duration pingTimeout,
        int maxHeld,
        long maxHeldBytes,
        Duration echoLifetime) {
    /** A ping, 1.5 s for its answer, 4096 responses of 4 MiB in all, and an Echo for five minutes. */
    public static final FreshnessConfig DEFAULT = new FreshnessConfig(
            AmplificationMitigation.PING, Duration.ofMillis(1500), 4096, 4 << 20, Duration.ofMinutes(5));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public FreshnessConfig {
        require(!pingTimeout.isNegative() && !pingTimeout.isZero(), "pingTimeout", pingTimeout, "more than 0");
        require(maxHeld >= 0, "maxHeld", maxHeld, "0 or more");
        require(maxHeldBytes >= 0, "maxHeldBytes", maxHeldBytes, "0 or more");
        require(!echoLifetime.isNegative() && !echoLifetime.isZero(), "echoLifetime", echoLifetime, "more than 0");
    }

    private static void require(boolean fine, String name, Object value, String expected) {
        if (!fine) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** This configuration with another way to mitigate amplification. */
    public FreshnessConfig amplification(AmplificationMitigation value) {
        return new FreshnessConfig(value, pingTimeout, maxHeld, maxHeldBytes, echoLifetime);
    }

    /** This configuration with another time for the answer to a ping. */
    public FreshnessConfig pingTimeout(Duration value) {
        return new FreshnessConfig(amplification, value, maxHeld, maxHeldBytes, echoLifetime);
    }

    /** This configuration with another limit of responses that wait. */
    public FreshnessConfig maxHeld(int value) {
        return new FreshnessConfig(amplification, pingTimeout, value, maxHeldBytes, echoLifetime);
    }

    /** This configuration with another limit of bytes that wait. */
    public FreshnessConfig maxHeldBytes(long value) {
        return new FreshnessConfig(amplification, pingTimeout, maxHeld, value, echoLifetime);
    }

    /** This configuration with another lifetime of an Echo. */
    public FreshnessConfig echoLifetime(Duration value) {
        return new FreshnessConfig(amplification, pingTimeout, maxHeld, maxHeldBytes, value);
    }
}
