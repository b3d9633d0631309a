package dev.pipit.coap.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeadlineQueueTest {
    private final DeadlineQueue queue = new DeadlineQueue();
    private final List<Alarm> expired = new ArrayList<>();

    private final class Alarm extends Deadline {
        long at;

        @Override
        protected void expire(long nowNanos) {
            expired.add(this);
        }
    }

    private Alarm at(long nanos) {
        Alarm alarm = new Alarm();
        schedule(alarm, nanos);
        return alarm;
    }

    private void schedule(Alarm alarm, long nanos) {
        alarm.at = nanos;
        queue.schedule(alarm, nanos);
    }

    @Test
    void emptyQueueHasNoDeadline() {
        assertEquals(Long.MAX_VALUE, queue.nextDeadline());
        queue.handleTimeout(Long.MAX_VALUE);
        assertEquals(List.of(), expired);
    }

    @Test
    void expiresInOrderAndNotEarly() {
        Alarm late = at(30);
        Alarm early = at(10);
        queue.handleTimeout(9);
        assertEquals(List.of(), expired);
        assertTrue(early.isScheduled());
        queue.handleTimeout(10);
        assertEquals(List.of(early), expired);
        assertFalse(early.isScheduled());
        assertEquals(30, queue.nextDeadline());
        queue.handleTimeout(31);
        assertEquals(List.of(early, late), expired);
    }

    @Test
    void mayBeScheduledAgainWhileItExpires() {
        Deadline periodic = new Deadline() {
            private int times;

            @Override
            protected void expire(long nowNanos) {
                if (++times < 5) {
                    queue.schedule(this, nowNanos + 10);
                }
            }
        };
        queue.schedule(periodic, 10);
        for (int i = 1; i <= 4; i++) {
            queue.handleTimeout(10L * i);
            assertEquals(10L * (i + 1), queue.nextDeadline());
        }
        queue.handleTimeout(50);
        assertEquals(0, queue.size());
    }

    @Test
    void cancellingTwiceDoesNothing() {
        Alarm alarm = at(10);
        at(20);
        queue.cancel(alarm);
        queue.cancel(alarm);
        assertEquals(1, queue.size());
        queue.handleTimeout(100);
        assertEquals(1, expired.size());
    }

    @Test
    void behavesLikeASortedList() {
        for (int seed = 0; seed < 20; seed++) {
            expired.clear();
            compareWithList(new Random(seed));
        }
    }

    private void compareWithList(Random random) {
        List<Alarm> model = new ArrayList<>();
        long now = 0;
        for (int step = 0; step < 3000; step++) {
            int kind = random.nextInt(10);
            if (kind < 5) {
                model.add(at(now + random.nextInt(1000)));
            } else if (kind < 7 && !model.isEmpty()) {
                schedule(model.get(random.nextInt(model.size())), now + random.nextInt(1000));
            } else if (kind < 8 && !model.isEmpty()) {
                queue.cancel(model.remove(random.nextInt(model.size())));
            } else {
                now += random.nextInt(60);
                expect(model, now);
            }
            assertEquals(model.size(), queue.size());
            assertEquals(
                    model.stream().mapToLong(alarm -> alarm.at).min().orElse(Long.MAX_VALUE), queue.nextDeadline());
        }
        expect(model, now + 1000);
        assertEquals(0, queue.size());
    }

    private void expect(List<Alarm> model, long now) {
        List<Long> due = model.stream()
                .filter(alarm -> alarm.at <= now)
                .sorted(Comparator.comparingLong(alarm -> alarm.at))
                .map(alarm -> alarm.at)
                .toList();
        expired.clear();
        queue.handleTimeout(now);
        assertEquals(due, expired.stream().map(alarm -> alarm.at).toList());
        assertTrue(model.containsAll(expired));
        model.removeAll(expired);
    }
}
