package dev.pipit.coap.reliability;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.Counters;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.peer.PeerTable;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DuplicateFilterTest {
    private static final long CON = 247_000_000_000L;
    private static final long NON = 145_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final long DAY = 86_400_000_000_000L;

    private final Counters counters = new Counters();
    private final PeerTable peers = new PeerTable(1000, CON, new Random(1));
    private final PeerTraffic alice = traffic(1);
    private final PeerTraffic bob = traffic(2);
    private DuplicateFilter filter = new DuplicateFilter(1 << 30, counters, new Random(1));

    private PeerTraffic traffic(int number) {
        PeerSlot slot = peers.touch(new InetSocketAddress("192.0.2.1", number), PeerIdentity.NONE, 0);
        return new PeerTraffic(Objects.requireNonNull(slot));
    }

    private boolean knows(PeerTraffic owner, int messageId, long now) {
        return filter.find(owner, messageId, now) != DuplicateFilter.NONE;
    }

    private void add(PeerTraffic owner, int messageId, byte[] answer, long now, long lifetime) {
        filter.add(owner, messageId, now, lifetime);
        filter.answer(owner, messageId, answer);
    }

    @Test
    void remembersThatAnAnswerIsToBeMadeAgain() {
        filter.add(alice, 7, 0, CON);
        filter.repeat(alice, 7);
        filter.repeat(alice, 8);
        assertTrue(filter.isRepeatable(filter.find(alice, 7, 0)));
        assertEquals(DuplicateFilter.NONE, filter.find(alice, 8, 0));

        add(alice, 7, new byte[] {1}, 0, CON);
        assertFalse(filter.isRepeatable(filter.find(alice, 7, 0)));
        assertEquals(1, filter.size());
    }

    @Test
    void remembersTheAnswer() {
        byte[] first = {1};
        byte[] second = {2};
        filter.add(alice, 7, 0, CON);
        assertArrayEquals(DuplicateFilter.SILENCE, filter.answer(filter.find(alice, 7, 0)));
        filter.answer(alice, 7, first);
        assertArrayEquals(first, filter.answer(filter.find(alice, 7, 0)));
        filter.answer(alice, 7, second);
        assertArrayEquals(second, filter.answer(filter.find(alice, 7, 0)));
        filter.answer(alice, 8, second);
        assertEquals(1, filter.size());
    }

    @Test
    void tellsPeersApart() {
        filter.add(alice, 7, 0, CON);
        assertTrue(knows(alice, 7, 0));
        assertEquals(DuplicateFilter.NONE, filter.find(bob, 7, 0));
        assertEquals(DuplicateFilter.NONE, filter.find(alice, 8, 0));
    }

    @Test
    void forgetsAtTheEndOfTheLifetime() {
        filter.add(alice, 1, 500, CON);
        filter.add(alice, 2, 500, NON);
        assertTrue(knows(alice, 2, 500 + NON));
        assertEquals(DuplicateFilter.NONE, filter.find(alice, 2, 500 + NON + 3 * MILLI));
        assertTrue(knows(alice, 1, 500 + CON));
        assertEquals(DuplicateFilter.NONE, filter.find(alice, 1, 500 + CON + 3 * MILLI));
    }

    @Test
    void timesOutWithoutFurtherTraffic() {
        filter.add(alice, 1, 0, CON);
        filter.add(bob, 2, MILLI, NON);
        long deadline = filter.nextDeadline();
        assertTrue(deadline > CON && deadline < CON + 10_000 * MILLI);
        filter.handleTimeout(deadline);
        assertEquals(0, filter.size());
        assertEquals(0, filter.bytes());
        assertEquals(Long.MAX_VALUE, filter.nextDeadline());
    }

    @Test
    void forgetsAllOfAPeer() {
        for (int i = 0; i < 1000; i++) {
            filter.add(alice, i, 0, CON);
            filter.add(bob, i, 0, CON);
        }
        filter.removeAll(alice);
        assertEquals(1000, filter.size());
        assertEquals(0, alice.duplicateBytes);
        for (int i = 0; i < 1000; i++) {
            assertEquals(DuplicateFilter.NONE, filter.find(alice, i, 0));
            assertTrue(knows(bob, i, 0));
        }
        filter.removeAll(alice);
        filter.add(alice, 5, 0, CON);
        assertTrue(knows(alice, 5, 0));
    }

    @Test
    void onePeerTakesASixteenthAndLosesItsOwnOldest() {
        filter = new DuplicateFilter(16 * 100 * DuplicateFilter.ENTRY_BYTES, counters, new Random(1));
        filter.add(bob, 0, 0, CON);
        for (int i = 0; i < 300; i++) {
            filter.add(alice, i, i, CON);
        }
        // It loses an eighth of its entries at a time.
        assertTrue(filter.size() <= 101 && filter.size() >= 88, () -> filter.size() + " entries");
        assertEquals(301 - filter.size(), counters.get(Counter.DUPLICATES_FORGOTTEN));
        assertTrue(knows(bob, 0, 300));
        assertTrue(knows(alice, 299, 300) && knows(alice, 215, 300));
        assertEquals(DuplicateFilter.NONE, filter.find(alice, 199, 300));
    }

    @Test
    void allTogetherStayWithinTheirBytesAndLoseTheOldest() {
        int most = 100_000;
        filter = new DuplicateFilter(most, counters, new Random(1));
        List<PeerTraffic> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(traffic(100 + i));
        }
        Random random = new Random(2);
        for (int i = 0; i < 50_000; i++) {
            add(many.get(i % 100), i / 100, new byte[random.nextInt(200)], i, CON);
            assertTrue(filter.bytes() <= most);
        }
        assertTrue(filter.bytes() > most * 9 / 10);
        assertTrue(knows(many.get(99), 499, 50_000));
        assertEquals(DuplicateFilter.NONE, filter.find(many.get(0), 0, 50_000));
        many.forEach(filter::removeAll);
        assertEquals(0, filter.bytes());
    }

    @Test
    void keepsTheLatestEntryEvenIfItIsTooLarge() {
        filter = new DuplicateFilter(4096, counters, new Random(1));
        add(alice, 1, new byte[60_000], 0, CON);
        assertTrue(knows(alice, 1, 0));
        filter.add(bob, 2, 1, CON);
        assertEquals(1, filter.size());
        assertTrue(knows(bob, 2, 1));
    }

    @Test
    void worksWhenTicksWrapAround() {
        // A tick is 2^20 ns and an int counts them: that wraps to negative numbers after 26 days, and around after 52.
        for (int wraps = 1; wraps <= 4; wraps++) {
            long wrap = (1L << 51) * wraps;
            filter = new DuplicateFilter(1 << 20, counters, new Random(1));
            filter.add(alice, 1, wrap - CON / 2, CON);
            filter.add(alice, 2, wrap - MILLI, NON);
            assertTrue(knows(alice, 1, wrap + CON / 2));
            assertEquals(DuplicateFilter.NONE, filter.find(alice, 1, wrap + CON / 2 + 3 * MILLI));
            assertTrue(knows(alice, 2, wrap + NON - MILLI));
            long deadline = filter.nextDeadline();
            assertTrue(deadline > wrap + CON / 2 && deadline < wrap + CON);
            filter.handleTimeout(wrap + CON + 6000 * MILLI);
            assertEquals(0, filter.size());
        }
        assertTrue(1L << 51 > 24 * DAY);
    }

    @Test
    void behavesLikeAMap() {
        for (int seed = 0; seed < 10; seed++) {
            counters.add(Counter.DUPLICATES_FORGOTTEN, -counters.get(Counter.DUPLICATES_FORGOTTEN));
            filter = new DuplicateFilter(1 << 30, counters, new Random(1));
            compareWithMap(new Random(seed));
            assertEquals(0, counters.get(Counter.DUPLICATES_FORGOTTEN));
        }
    }

    private record Key(PeerTraffic owner, int messageId) {}

    private record Entry(byte[] answer, long until) {}

    private void compareWithMap(Random random) {
        List<PeerTraffic> owners = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            owners.add(traffic(10 + i));
        }
        Map<Key, Entry> model = new HashMap<>();
        long now = random.nextLong(DAY);
        for (int step = 0; step < 20_000; step++) {
            now += random.nextLong(step % 5000 < 2500 ? 30 * MILLI : 3000 * MILLI);
            PeerTraffic owner = owners.get(random.nextInt(owners.size()));
            int messageId = random.nextInt(300);
            Key key = new Key(owner, messageId);
            Entry expected = model.get(key);
            // At the very end of a lifetime, ticks of a millisecond may say one thing or the other.
            if (expected != null && Math.abs(now - expected.until) < 4 * MILLI) {
                continue;
            }
            boolean alive = expected != null && now < expected.until;
            int found = filter.find(owner, messageId, now);
            assertEquals(alive, found != DuplicateFilter.NONE);
            if (alive) {
                assertArrayEquals(expected.answer, filter.answer(found));
            }
            int kind = random.nextInt(100);
            if (kind == 0) {
                filter.removeAll(owner);
                model.keySet().removeIf(other -> other.owner == owner);
            } else if (kind == 1) {
                filter.handleTimeout(now);
            } else if (alive && kind < 40) {
                byte[] answer = new byte[1 + random.nextInt(50)];
                filter.answer(owner, messageId, answer);
                model.put(key, new Entry(answer, expected.until));
            } else if (!alive) {
                long lifetime = random.nextBoolean() ? CON : NON;
                byte[] answer = new byte[1 + random.nextInt(50)];
                add(owner, messageId, answer, now, lifetime);
                model.put(key, new Entry(answer, now + lifetime));
            }
        }
        owners.forEach(filter::removeAll);
        assertEquals(0, filter.size());
        assertEquals(0, filter.bytes());
        assertNotEquals(0, now);
    }

    @Test
    void growsAndShrinks() {
        for (int i = 0; i < 60_000; i++) {
            filter.add(alice, i, i, CON);
        }
        assertTrue(filter.pages() >= 60_000 / DuplicatePage.SIZE);
        filter.handleTimeout(CON + 100 * MILLI);
        assertEquals(0, filter.size());
        assertEquals(1, filter.pages());
        filter.add(alice, 1, CON + 100 * MILLI, CON);
        assertTrue(knows(alice, 1, CON + 100 * MILLI));
    }

    @Test
    void memoryFollowsWhatIsRememberedAlsoWhereOldEntriesOfOthersStay() {
        filter = new DuplicateFilter(1 << 20, counters, new Random(1));
        Random random = new Random(3);
        for (int i = 0; i < 200_000; i++) {
            // Bob has little to say, now and then; alice loses what is beyond her share.
            if (i % 400 == 0) {
                add(bob, i / 400, new byte[10], i, CON);
            }
            add(alice, i & 0xffff, new byte[random.nextInt(60)], i, CON);
        }
        for (int i = 0; i < 500; i++) {
            assertTrue(knows(bob, i, 200_000));
            assertEquals(10, filter.answer(filter.find(bob, i, 200_000)).length);
        }
        int most = 3 * filter.size() / DuplicatePage.SIZE + 3;
        assertTrue(filter.pages() <= most, () -> filter.pages() + " pages (expected: at most " + most + ")");
    }

    /** A loop that forgets a peer serves nobody meanwhile. */
    @Test
    void forgetsAPeerOfManyMessagesQuickly() {
        // Less than a second, where it would be half a minute.
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (int i = 0; i < 40; i++) {
                for (int id = 0; id < 60_000; id++) {
                    filter.add(alice, id, 0, CON);
                }
                filter.add(bob, 7, 0, CON);
                filter.removeAll(alice);
                assertEquals(1, filter.size());
                assertFalse(knows(alice, 59_999, 0));
                assertTrue(knows(bob, 7, 0));
                filter.removeAll(bob);
            }
        });
        assertEquals(0, filter.bytes());
    }
}
