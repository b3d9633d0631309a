package dev.pipit.coap.observe;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.testkit.Requirement;
import org.junit.jupiter.api.Test;

class ObserverGroupTest {
    private final ObserverGroup group = new ObserverGroup() {
        @Override
        protected void onAdded() {}

        @Override
        protected void onRemoved() {}

        @Override
        protected int observersOfResource() {
            return 0;
        }

        @Override
        protected void onRefreshDue(long nowNanos) {}
    };

    @Test
    @Requirement({"R7641-041", "R7641-042"})
    void sequenceNumbersGrowStrictlyAndSlowlyEnough() {
        long first = group.nextSequence(0);
        long before = first;
        // 15,000 states a second, ten at a time
        for (long nowNanos = 0; nowNanos < 256_000_000_000L; nowNanos += 10_000_000_000L / 15_000) {
            for (int i = 0; i < 10; i++) {
                long next = group.nextSequence(nowNanos);
                assertTrue(before < next && next - first < 1 << 23);
                before = next;
            }
        }
    }
}
