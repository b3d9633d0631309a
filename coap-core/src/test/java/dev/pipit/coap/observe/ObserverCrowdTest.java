package dev.pipit.coap.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Ten thousand observers of one resource. */
class ObserverCrowdTest {
    private static final int SIZE = 10_000;

    @Test
    @Requirement({"R7641-038", "R7641-045"})
    void everyOneOfTenThousandHoldsTheLastOfAHundredStates() {
        ObserverCrowd crowd = new ObserverCrowd(SIZE, SIZE, Duration.ofMillis(20), ObserveConfig.DEFAULT);
        crowd.register();
        crowd.loss(SIZE / 2, 0.3);
        for (int i = 1; i <= 100; i++) {
            crowd.change(i);
            crowd.run(Duration.ofMillis(25));
        }
        long fast = crowd.notifications();
        assertTrue(fast > 20 * SIZE, () -> fast + " notifications (expected: one in each round trip)");
        crowd.run(Duration.ofMinutes(5));
        // Of those with loss, a few lose a notification and its acknowledgement so often that they count as gone.
        int lost = SIZE - crowd.registered();
        assertTrue(lost < SIZE / 2 / 10, () -> lost + " observers lost (expected: 0.51^5 of a few, at most 10 %)");
        crowd.loss(0, 0);
        crowd.change(101);
        crowd.run(Duration.ofMinutes(5));
        assertEquals(crowd.registered(), crowd.holding(101));
    }

    @Test
    void observationsOfFewPeersTakeTurns() {
        ObserverCrowd crowd = new ObserverCrowd(SIZE, 10, Duration.ofMillis(1), ObserveConfig.DEFAULT);
        crowd.register();
        crowd.change(1);
        crowd.run(Duration.ofMinutes(2));
        crowd.change(2);
        crowd.change(3);
        crowd.run(Duration.ofMinutes(2));
        assertEquals(SIZE, crowd.registered());
        assertEquals(SIZE, crowd.holding(3));
    }
}
