package dev.pipit.coap.dtls;

import java.time.Duration;

/**
 * How many sessions a server or a client keeps, and for how long, so that later handshakes can be abbreviated ones (RFC
 * 5246 §7.3). All its event loops share them; beyond a limit the session not used for longest goes.
 *
 * @param maxSessions 0 for none: then all handshakes are full ones
 * @param maxBytes the memory that they take, estimated: some 300 bytes each, and the peer's certificates
 * @param lifetime how long after its full handshake a session may be resumed; whoever learns its master secret can read
 *     and forge all that is said in that time
 */
public record SessionLimits(int maxSessions, long maxBytes, Duration lifetime) {
    // RFC 5246 appendix F.1.4: "An upper limit of 24 hours is suggested for session ID lifetimes"
    /** 100,000 sessions, 64 MiB, 24 hours. */
    public static final SessionLimits DEFAULT = new SessionLimits(100_000, 64 << 20, Duration.ofHours(24));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public SessionLimits {
        require(maxSessions >= 0, "maxSessions", maxSessions, "0 or more");
        require(maxBytes >= 0, "maxBytes", maxBytes, "0 or more");
        require(lifetime.toSeconds() >= 1, "lifetime", lifetime, "1 s or more");
    }

    private static void require(boolean fine, String name, Object value, String expected) {
        if (!fine) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** These limits with another number of sessions. */
    public SessionLimits maxSessions(int value) {
        return new SessionLimits(value, maxBytes, lifetime);
    }

    /** These limits with another number of bytes. */
    public SessionLimits maxBytes(long value) {
        return new SessionLimits(maxSessions, value, lifetime);
    }

    /** These limits with another lifetime. */
    public SessionLimits lifetime(Duration value) {
        return new SessionLimits(maxSessions, maxBytes, value);
    }
}
