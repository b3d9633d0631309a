package dev.pipit.coap.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransmissionParametersTest {
    private static final TransmissionParameters DEFAULT = TransmissionParameters.DEFAULT;

    private static void assertSeconds(long seconds, long nanos) {
        assertEquals(Duration.ofSeconds(seconds), Duration.ofNanos(nanos));
    }

    @Test
    void derivesTheTimesOfTable3() {
        assertSeconds(45, DEFAULT.maxTransmitSpanNanos());
        assertSeconds(93, DEFAULT.maxTransmitWaitNanos());
        assertSeconds(202, DEFAULT.maxRttNanos());
        assertSeconds(247, DEFAULT.exchangeLifetimeNanos());
        assertSeconds(145, DEFAULT.nonLifetimeNanos());
    }

    @Test
    void derivesTheTimesFromOtherParameters() {
        TransmissionParameters fast = DEFAULT.ackTimeout(Duration.ofSeconds(1))
                .ackRandomFactor(1)
                .maxRetransmit(2)
                .maxLatency(Duration.ofSeconds(10));
        assertSeconds(3, fast.maxTransmitSpanNanos());
        assertSeconds(7, fast.maxTransmitWaitNanos());
        assertSeconds(21, fast.maxRttNanos());
        assertSeconds(24, fast.exchangeLifetimeNanos());
        assertSeconds(13, fast.nonLifetimeNanos());
    }

    @Test
    @Requirement("R7252-052")
    void refusesAnAckRandomFactorBelowOne() {
        assertThrows(IllegalArgumentException.class, () -> DEFAULT.ackRandomFactor(0.9));
        assertThrows(IllegalArgumentException.class, () -> DEFAULT.ackRandomFactor(Double.NaN));
        assertEquals(1.0, DEFAULT.ackRandomFactor(1).ackRandomFactor());
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> DEFAULT.ackTimeout(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> DEFAULT.maxRetransmit(-1));
        assertThrows(IllegalArgumentException.class, () -> DEFAULT.maxRetransmit(21));
        assertThrows(IllegalArgumentException.class, () -> DEFAULT.nstart(0));
        assertThrows(IllegalArgumentException.class, () -> DEFAULT.probingRate(0));
        assertThrows(IllegalArgumentException.class, () -> DEFAULT.maxLatency(Duration.ofSeconds(-1)));
    }
}
