package dev.pipit.coap.dtls.bc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HandshakeThreadsTest {
    private final CountDownLatch release = new CountDownLatch(1);

    private void await() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void takesTwiceAsManyAsMayBePending() {
        try (HandshakeThreads threads = new HandshakeThreads(2)) {
            for (int i = 0; i < 4; i++) {
                assertTrue(threads.execute(this::await));
            }
            assertFalse(threads.execute(this::await));
        }
    }

    @Test
    void oneThatWaitsHoldsUpNoOther() throws InterruptedException {
        try (HandshakeThreads threads = new HandshakeThreads(2)) {
            CountDownLatch ran = new CountDownLatch(1);
            assertTrue(threads.execute(this::await));
            assertTrue(threads.execute(ran::countDown));
            assertTrue(ran.await(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void takesNoneWhenClosed() {
        HandshakeThreads threads = new HandshakeThreads(1);
        threads.close();
        for (int i = 0; i < 3; i++) {
            assertFalse(threads.execute(this::await));
        }
    }
}
