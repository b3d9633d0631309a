package dev.pipit.coap.reliability;

import dev.pipit.coap.port.TransmissionParameters;
import java.time.Duration;

/**
 * What the reliability layer of an endpoint goes by.
 *
 * @param transmission the transmission parameters (RFC 7252 §4.8)
 * @param piggybackWindow how long a confirmable request waits for its response before it gets an empty acknowledgement
 *     (RFC 7252 §5.2.2); clearly less than ACK_TIMEOUT
 * @param maxMessageBytes the largest datagram sent, 1152 by default (RFC 7252 §4.6)
 * @param maxDuplicateBytes memory for the duplicate filter, in all
 * @param maxQueuedPerPeer how many messages may wait for one peer because of NSTART or PROBING_RATE
 */
public record ReliabilityConfig(
        TransmissionParameters transmission,
        Duration piggybackWindow,
        int maxMessageBytes,
        long maxDuplicateBytes,
        int maxQueuedPerPeer) {
    /** RFC 7252's values; an eighth of the heap, at most 256 MiB, for duplicates. */
    public static final ReliabilityConfig DEFAULT = new ReliabilityConfig(
            TransmissionParameters.DEFAULT,
            Duration.ofMillis(250),
            1152,
            Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8),
            1024);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public ReliabilityConfig {
        require(!piggybackWindow.isNegative(), "piggybackWindow", piggybackWindow, "0 or more");
        require(maxMessageBytes >= 64 && maxMessageBytes <= 65507, "maxMessageBytes", maxMessageBytes, "64-65507");
        require(maxDuplicateBytes >= 4096, "maxDuplicateBytes", maxDuplicateBytes, "at least 4096");
        require(maxQueuedPerPeer >= 0, "maxQueuedPerPeer", maxQueuedPerPeer, "0 or more");
    }

    private static void require(boolean fine, String name, Object value, String expected) {
        if (!fine) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** This configuration with other transmission parameters. */
    public ReliabilityConfig transmission(TransmissionParameters value) {
        return new ReliabilityConfig(value, piggybackWindow, maxMessageBytes, maxDuplicateBytes, maxQueuedPerPeer);
    }

    /** This configuration with another piggyback window. */
    public ReliabilityConfig piggybackWindow(Duration value) {
        return new ReliabilityConfig(transmission, value, maxMessageBytes, maxDuplicateBytes, maxQueuedPerPeer);
    }

    /** This configuration with another largest datagram. */
    public ReliabilityConfig maxMessageBytes(int value) {
        return new ReliabilityConfig(transmission, piggybackWindow, value, maxDuplicateBytes, maxQueuedPerPeer);
    }

    /** This configuration with another memory limit for duplicates. */
    public ReliabilityConfig maxDuplicateBytes(long value) {
        return new ReliabilityConfig(transmission, piggybackWindow, maxMessageBytes, value, maxQueuedPerPeer);
    }

    /** This configuration with another queue limit. */
    public ReliabilityConfig maxQueuedPerPeer(int value) {
        return new ReliabilityConfig(transmission, piggybackWindow, maxMessageBytes, maxDuplicateBytes, value);
    }
}
