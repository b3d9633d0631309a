package dev.pipit.coap.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.testkit.Requirement;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageIdsTest {
    private static final long LIFETIME = 247_000_000_000L;

    @Test
    void countsUpFromTheStart() {
        MessageIds ids = new MessageIds(65534);
        assertEquals(65534, ids.next(0, LIFETIME));
        assertEquals(65535, ids.next(0, LIFETIME));
        assertEquals(0, ids.next(0, LIFETIME));
    }

    @Test
    @Requirement("R7252-039")
    void usesNoneAgainWithinItsLifetime() {
        for (int start : new int[] {0, 1, 1023, 1024, 40_000, 65_535}) {
            MessageIds ids = new MessageIds(start);
            for (int i = 0; i < 65536 - start % 1024; i++) {
                assertEquals((start + i) & 0xffff, ids.next(i, LIFETIME));
            }
            for (int i = 0; i < 5000; i++) {
                assertEquals(MessageIds.NONE, ids.next(70_000, LIFETIME));
            }
            long free = ids.freeAt(LIFETIME);
            assertEquals(MessageIds.NONE, ids.next(free - 1, LIFETIME));
            assertTrue(ids.next(free, LIFETIME) >= 0);
        }
    }

    @Test
    @Requirement("R7252-039")
    void neverRepeatsEarlyAtAnyRate() {
        Random random = new Random(1);
        MessageIds ids = new MessageIds(random.nextInt(65536));
        long[] lastUse = new long[65536];
        Arrays.fill(lastUse, Long.MIN_VALUE / 2);
        long now = 0;
        for (int given = 0; given < 500_000; ) {
            now += random.nextInt(1000) == 0 ? random.nextLong(LIFETIME / 20) : random.nextLong(8_000_000);
            int id = ids.next(now, LIFETIME);
            if (id == MessageIds.NONE) {
                now = ids.freeAt(LIFETIME);
                continue;
            }
            long at = now;
            long before = lastUse[id];
            assertTrue(at - before >= LIFETIME, () -> id + " again after " + (at - before) + " ns");
            lastUse[id] = now;
            given++;
        }
    }
}
