package dev.pipit.coap.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.testkit.Requirement;
import org.junit.jupiter.api.Test;

class ObserverGroupTest {
    private final ObserverGroup group = new ObserverGroup() {
        @Override
        protected boolean onAdding(int most) {
            return true;
        }

        @Override
        protected void onRemoved() {}

        @Override
        protected boolean isRendering() {
            return false;
        }

        @Override
        protected void onRefreshDue(long nowNanos) {}
    };

    @Test
    @Requirement({"R7641-041", "R7641-042"})
    void sequenceNumbersGrowStrictlyAndSlowlyEnough() {
        long before = group.nextSequence(0);
        long total = 0;
        long[] atSecond = new long[400];
        // 60,000 states a second for as long as numbers are free, over more than 256 s
        for (int second = 0; second < atSecond.length; second++) {
            atSecond[second] = total;
            for (int i = 0; i < 60_000; i++) {
                long nowNanos = second * 1_000_000_000L + i * 16_667L;
                if (group.numberFreeAt() <= nowNanos) {
                    long next = group.nextSequence(nowNanos);
                    long growth = (next - before) & 0xff_ffff;
                    assertTrue(growth > 0 && growth < 1 << 23);
                    total += growth;
                    before = next;
                }
            }
            long grown = total - atSecond[Math.max(0, second - 255)];
            assertTrue(grown <= 1 << 23, () -> grown + " within 256 s (expected: at most 2^23)");
        }
        assertTrue(total > 15_000L * atSecond.length, "throttled, not stopped");
    }

    @Test
    void aNumberIsFreeWhenItIsSaidToBe() {
        while (group.numberFreeAt() <= 0) {
            group.nextSequence(0);
        }
        long freeAt = group.numberFreeAt();
        assertTrue(freeAt > 0 && freeAt < 1_000_000, () -> freeAt + " ns (expected: a tick)");
        long before = group.nextSequence(freeAt);
        assertTrue(group.numberFreeAt() > freeAt);
        assertEquals(before + 1, group.nextSequence(group.numberFreeAt()));
    }
}
