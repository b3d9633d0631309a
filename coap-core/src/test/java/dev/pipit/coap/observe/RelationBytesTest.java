package dev.pipit.coap.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.testkit.HeapBytes;
import java.lang.ref.Reference;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a server keeps in memory of each observer, once all else that it remembered of the requests has expired. */
class RelationBytesTest {
    private static final int SIZE = 10_000;
    private static final Duration UNTIL_FORGOTTEN = Duration.ofSeconds(250);

    /** With as many peers: what is kept of a peer, and what being observed by it adds. */
    @Test
    void anObserverKeepsAtMostFourHundredBytesMoreThanAnIdlePeer() throws Exception {
        long peer = HeapBytes.medianOf(RelationBytesTest::retainedByIdlePeer);
        System.out.println("Retained bytes per idle peer, its address included: " + peer);

        long bytes = HeapBytes.medianOf(() -> retainedBy(crowd(SIZE, SIZE)));
        System.out.println("Retained bytes per observer, each a peer of its own, the peer included: " + bytes);
        System.out.println("Retained bytes per observer, each a peer of its own, beside the peer: " + (bytes - peer));
        assertTrue(peer <= 400, () -> peer + " bytes (expected: at most 400)");
        assertTrue(bytes - peer <= 400, () -> bytes - peer + " bytes (expected: at most 400)");
    }

    @Test
    void anotherObservationOfAPeerKeepsAtMostTwoHundredBytes() throws Exception {
        long bytes = HeapBytes.medianOf(() -> retainedBy(crowd(10, SIZE)));
        System.out.println("Retained bytes per observation, a thousand by each peer: " + bytes);
        assertTrue(bytes <= 200, () -> bytes + " bytes (expected: at most 200)");
    }

    private static long retainedByIdlePeer() {
        ObserverCrowd idle = crowd(SIZE, 0);
        long empty = HeapBytes.used();
        idle.register();
        idle.run(Duration.ofSeconds(100));
        idle.showUp();
        idle.run(Duration.ofSeconds(150));
        long bytes = (HeapBytes.used() - empty) / SIZE;
        assertEquals(SIZE, idle.peers());
        Reference.reachabilityFence(idle);
        return bytes;
    }

    /** Registered, notified confirmably, then five times non-confirmably and once more confirmably. */
    private static long retainedBy(ObserverCrowd crowd) {
        long empty = HeapBytes.used();
        crowd.register();
        crowd.run(UNTIL_FORGOTTEN);
        crowd.change(1);
        crowd.run(UNTIL_FORGOTTEN);
        for (int i = 2; i <= 6; i++) {
            crowd.change(i);
            crowd.run(Duration.ofSeconds(1));
        }
        crowd.run(UNTIL_FORGOTTEN);
        assertEquals(SIZE, crowd.registered());
        assertEquals(SIZE, crowd.holding(6));
        long bytes = (HeapBytes.used() - empty) / SIZE;
        Reference.reachabilityFence(crowd);
        return bytes;
    }

    private static ObserverCrowd crowd(int peers, int most) {
        return new ObserverCrowd(SIZE, peers, Duration.ofMillis(1), ObserveConfig.DEFAULT.limits(most, most, most));
    }
}
