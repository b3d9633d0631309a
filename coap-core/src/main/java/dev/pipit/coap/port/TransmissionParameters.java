package dev.pipit.coap.port;

import java.time.Duration;

/**
 * The transmission parameters of RFC 7252 §4.8, with the times that follow from them (§4.8.2).
 *
 * <p>RFC 7252 §4.8.1: without further congestion control, ACK_TIMEOUT must not go below and NSTART not above its
 * default on the Internet. They can be set nevertheless: a closed network may know better.
 *
 * @param ackTimeout ACK_TIMEOUT: the shortest first wait for an acknowledgement
 * @param ackRandomFactor ACK_RANDOM_FACTOR: how much longer the first wait may be, at least 1
 * @param maxRetransmit MAX_RETRANSMIT: how often a confirmable message is sent again, 0 to 20
 * @param nstart NSTART: how many interactions may be outstanding with one peer, at least 1
 * @param probingRate PROBING_RATE: bytes a second sent on average to a peer that does not answer, at least 1
 * @param maxLatency MAX_LATENCY: the longest time that a datagram is thought to travel
 */
public record TransmissionParameters(
        Duration ackTimeout,
        double ackRandomFactor,
        int maxRetransmit,
        int nstart,
        int probingRate,
        Duration maxLatency) {
    /** The defaults of RFC 7252 §4.8, table 2, and MAX_LATENCY of §4.8.2. */
    public static final TransmissionParameters DEFAULT =
            new TransmissionParameters(Duration.ofSeconds(2), 1.5, 4, 1, 1, Duration.ofSeconds(100));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public TransmissionParameters {
        require(ackTimeout.toNanos() > 0, "ackTimeout", ackTimeout, "more than 0");
        // RFC 7252 §4.8.1: "ACK_RANDOM_FACTOR MUST NOT be decreased below 1.0"
        require(ackRandomFactor >= 1.0 && ackRandomFactor <= 100, "ackRandomFactor", ackRandomFactor, "1.0-100");
        require(maxRetransmit >= 0 && maxRetransmit <= 20, "maxRetransmit", maxRetransmit, "0-20");
        require(nstart >= 1, "nstart", nstart, "at least 1");
        require(probingRate >= 1, "probingRate", probingRate, "at least 1 byte/s");
        require(!maxLatency.isNegative(), "maxLatency", maxLatency, "0 or more");
    }

    private static void require(boolean fine, String name, Object value, String expected) {
        if (!fine) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** These parameters with another ACK_TIMEOUT. */
    public TransmissionParameters ackTimeout(Duration value) {
        return new TransmissionParameters(value, ackRandomFactor, maxRetransmit, nstart, probingRate, maxLatency);
    }

    /** These parameters with another ACK_RANDOM_FACTOR. */
    public TransmissionParameters ackRandomFactor(double value) {
        return new TransmissionParameters(ackTimeout, value, maxRetransmit, nstart, probingRate, maxLatency);
    }

    /** These parameters with another MAX_RETRANSMIT. */
    public TransmissionParameters maxRetransmit(int value) {
        return new TransmissionParameters(ackTimeout, ackRandomFactor, value, nstart, probingRate, maxLatency);
    }

    /** These parameters with another NSTART. */
    public TransmissionParameters nstart(int value) {
        return new TransmissionParameters(ackTimeout, ackRandomFactor, maxRetransmit, value, probingRate, maxLatency);
    }

    /** These parameters with another PROBING_RATE, in bytes a second. */
    public TransmissionParameters probingRate(int value) {
        return new TransmissionParameters(ackTimeout, ackRandomFactor, maxRetransmit, nstart, value, maxLatency);
    }

    /** These parameters with another MAX_LATENCY. */
    public TransmissionParameters maxLatency(Duration value) {
        return new TransmissionParameters(ackTimeout, ackRandomFactor, maxRetransmit, nstart, probingRate, value);
    }

    /** ACK_TIMEOUT in nanoseconds. */
    public long ackTimeoutNanos() {
        return ackTimeout.toNanos();
    }

    /** MAX_TRANSMIT_SPAN: from the first transmission to the last, 45 s by default. */
    public long maxTransmitSpanNanos() {
        return Math.round(ackTimeoutNanos() * ((1L << maxRetransmit) - 1) * ackRandomFactor);
    }

    /** MAX_TRANSMIT_WAIT: from the first transmission until the sender gives up, 93 s by default. */
    public long maxTransmitWaitNanos() {
        return Math.round(ackTimeoutNanos() * ((1L << (maxRetransmit + 1)) - 1) * ackRandomFactor);
    }

    /** MAX_RTT: 2 × MAX_LATENCY + PROCESSING_DELAY (which equals ACK_TIMEOUT), 202 s by default. */
    public long maxRttNanos() {
        return 2 * maxLatency.toNanos() + ackTimeoutNanos();
    }

    /** EXCHANGE_LIFETIME: until a message ID may be used again, 247 s by default. */
    public long exchangeLifetimeNanos() {
        return maxTransmitSpanNanos() + maxRttNanos();
    }

    /** NON_LIFETIME: until the message ID of a NON may be used again, 145 s by default. */
    public long nonLifetimeNanos() {
        return maxTransmitSpanNanos() + maxLatency.toNanos();
    }
}
