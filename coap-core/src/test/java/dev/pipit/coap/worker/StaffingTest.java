package dev.pipit.coap.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StaffingTest {
    private static final long SHORT = 1_000;
    private static final long LENGTHY = 10_000_000;

    private final Staffing staffing = new Staffing(100, 1);

    @Test
    void startsAThreadForEachTaskUntilTasksHaveShownToBeShort() {
        offer(3);
        assertEquals(3, staffing.staff());
        assertEquals(0, staffing.staff());
        assertFalse(staffing.needsWatch());
    }

    @Test
    void leavesShortTasksToOneThread() {
        expectShortTasks();
        offer(3);
        assertEquals(1, staffing.staff());
        Staffing.Place place = begin();
        offer(3);
        assertEquals(0, staffing.staff());
        for (int i = 0; i < 5; i++) {
            assertNotNull(staffing.next(place, SHORT));
            assertEquals(0, place.threads);
        }
        assertNull(staffing.next(place, SHORT));
    }

    @Test
    void startsAThreadForEachTaskAgainWhenTheyTakeLonger() {
        expectShortTasks();
        offer(5);
        staffing.staff();
        Staffing.Place place = begin();
        staffing.next(place, LENGTHY);
        assertEquals(0, place.threads, "one task alone may have been interrupted by the system");
        staffing.next(place, LENGTHY);
        assertEquals(2, place.threads);
    }

    @Test
    void startsAThreadWhereNothingMovesFromOneLookToTheNext() {
        expectShortTasks();
        offer(3);
        staffing.staff();
        begin();
        assertEquals(0, staffing.look());
        assertEquals(1, staffing.look());
        assertTrue(staffing.isWatched());
    }

    @Test
    void startsAsManyThreadsAsAreStuck() {
        expectShortTasks();
        offer(100);
        staffing.staff();
        begin();
        staffing.look();
        for (int stuck = 1; stuck <= 32; stuck *= 2) {
            int added = staffing.look();
            assertEquals(stuck, added);
            for (int i = 0; i < added; i++) {
                begin();
            }
            assertEquals(0, staffing.look(), "they have only begun");
        }
    }

    @Test
    void countsNoThreadThatIsStuck() {
        expectShortTasks();
        offer(1);
        staffing.staff();
        Staffing.Place stuck = begin();
        staffing.look();
        staffing.look();
        assertFalse(staffing.isWatched(), "nothing waits");
        offer(1);
        assertEquals(1, staffing.staff());
        Staffing.Place second = begin();
        assertNull(staffing.next(second, SHORT));

        offer(2);
        assertNotNull(staffing.next(stuck, SHORT));
        assertEquals(0, staffing.staff(), "it moves again");
    }

    @Test
    void sharesABacklogBetweenTheProcessors() {
        Staffing two = new Staffing(100, 2);
        expectShortTasks(two);
        offer(two, 10);
        two.staff();
        Staffing.Place place = new Staffing.Place();
        two.begin(place);
        two.look();
        two.next(place, SHORT);
        assertEquals(1, two.look());
        two.begin(new Staffing.Place());
        two.next(place, SHORT);
        assertEquals(0, two.look());
    }

    @Test
    void wantsToBeWatchedWhereATaskMayHoldUpWhatIsBehindItOrWasBeforeIt() {
        expectShortTasks();
        offer(1);
        staffing.staff();
        assertFalse(staffing.needsWatch());
        Staffing.Place place = begin();
        assertFalse(place.watch);
        offer(1);
        assertTrue(staffing.needsWatch());
        assertFalse(staffing.needsWatch(), "it is");
        staffing.look();
        assertEquals(1, staffing.look());
        begin();
        staffing.look();
        staffing.look();
        assertFalse(staffing.isWatched());

        offer(1);
        staffing.next(place, SHORT);
        assertTrue(place.watch, "what the first task has left");
    }

    @Test
    void takesNoMoreThanItsLimit() {
        offer(100);
        assertFalse(staffing.offer(() -> {}));
        staffing.staff();
        Staffing.Place place = begin();
        assertFalse(staffing.offer(() -> {}));
        staffing.next(place, SHORT);
        offer(1);
        assertFalse(staffing.offer(() -> {}));
    }

    @Test
    void triesAgainWhereAThreadCouldNotBeStarted() {
        expectShortTasks();
        offer(1);
        staffing.giveUp(staffing.staff());
        assertTrue(staffing.needsWatch());
        assertEquals(1, staffing.look() + staffing.look());
    }

    @Test
    void dropsWhatWaitsWhenItIsClosed() {
        offer(2);
        staffing.staff();
        Staffing.Place place = begin();
        staffing.close();
        assertNull(staffing.next(place, SHORT));
        assertNull(staffing.begin(new Staffing.Place()));
        assertFalse(staffing.offer(() -> {}));
    }

    private void offer(int tasks) {
        offer(staffing, tasks);
    }

    private static void offer(Staffing to, int tasks) {
        for (int i = 0; i < tasks; i++) {
            assertTrue(to.offer(() -> {}));
        }
    }

    private Staffing.Place begin() {
        Staffing.Place place = new Staffing.Place();
        assertNotNull(staffing.begin(place));
        return place;
    }

    private void expectShortTasks() {
        expectShortTasks(staffing);
    }

    private static void expectShortTasks(Staffing of) {
        offer(of, 1);
        of.staff();
        Staffing.Place place = new Staffing.Place();
        of.begin(place);
        for (int i = 0; i < 50; i++) {
            offer(of, 1);
            of.next(place, SHORT);
        }
        assertNull(of.next(place, SHORT));
        of.look();
        of.look();
        assertFalse(of.isWatched());
    }
}
