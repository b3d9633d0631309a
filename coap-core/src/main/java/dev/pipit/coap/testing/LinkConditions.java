package dev.pipit.coap.testing;

import java.time.Duration;

/**
 * What happens to datagrams on the way from one host to another. All probabilities are from 0 to 1.
 *
 * @param loss probability that a datagram gets lost
 * @param duplication probability that it arrives twice; beyond 1, how many more times it arrives on average, up to 10
 * @param corruption probability that one to three of its bits are flipped
 * @param reordering probability that it is held up by up to a second, so that later ones overtake it
 * @param delay how long it travels at least
 * @param jitter how much longer it may travel, evenly distributed
 */
public record LinkConditions(
        double loss, double duplication, double corruption, double reordering, Duration delay, Duration jitter) {
    /** Everything arrives, once and in order, after a millisecond. */
    public static final LinkConditions PERFECT = new LinkConditions(0, 0, 0, 0, Duration.ofMillis(1), Duration.ZERO);

    /** Nothing arrives. */
    public static final LinkConditions BLACKHOLE = PERFECT.loss(1);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public LinkConditions {
        requireProbability("loss", loss);
        if (!(duplication >= 0 && duplication <= 10)) {
            throw new IllegalArgumentException("duplication: " + duplication + " (expected: 0-10)");
        }
        requireProbability("corruption", corruption);
        requireProbability("reordering", reordering);
        requireDuration("delay", delay);
        requireDuration("jitter", jitter);
    }

    private static void requireProbability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 0-1)");
        }
    }

    private static void requireDuration(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 0 or more)");
        }
    }

    /** These conditions with another probability of loss. */
    public LinkConditions loss(double value) {
        return new LinkConditions(value, duplication, corruption, reordering, delay, jitter);
    }

    /** These conditions with another probability of duplication; 2 for everything three times. */
    public LinkConditions duplication(double value) {
        return new LinkConditions(loss, value, corruption, reordering, delay, jitter);
    }

    /** These conditions with another probability of flipped bits. */
    public LinkConditions corruption(double value) {
        return new LinkConditions(loss, duplication, value, reordering, delay, jitter);
    }

    /** These conditions with another probability of being overtaken. */
    public LinkConditions reordering(double value) {
        return new LinkConditions(loss, duplication, corruption, value, delay, jitter);
    }

    /** These conditions with another shortest travel time. */
    public LinkConditions delay(Duration value) {
        return new LinkConditions(loss, duplication, corruption, reordering, value, jitter);
    }

    /** These conditions with another spread of travel times. */
    public LinkConditions jitter(Duration value) {
        return new LinkConditions(loss, duplication, corruption, reordering, delay, value);
    }
}
