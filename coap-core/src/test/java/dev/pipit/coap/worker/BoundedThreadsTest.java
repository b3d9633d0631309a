package dev.pipit.coap.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundedThreadsTest {
    private static final int LIMIT = 100_000;

    private final AtomicBoolean done = new AtomicBoolean();
    private final CountDownLatch passedOn = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final BoundedThreads threads =
            new BoundedThreads(LIMIT, WorkerThreads.create("test-worker"), this::handlePause);

    private void handlePause() {
        if (done.get()) {
            passedOn.countDown();
        }
    }

    @AfterEach
    void close() {
        release.countDown();
        threads.close();
    }

    @Test
    void runsShortTasksWhileOthersBlock() throws InterruptedException {
        runShortTasks();
        CountDownLatch ran = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            assertTrue(threads.offer(this::block));
            assertTrue(threads.offer(ran::countDown));
        }
        threads.wake();
        ran.await();
    }

    @Test
    void passesOnWhatIsDoneWhileTheNextTaskBlocks() throws InterruptedException {
        runShortTasks();
        threads.offer(() -> done.set(true));
        threads.offer(this::block);
        threads.wake();
        passedOn.await();
    }

    @Test
    void runsEveryTaskOfManyThreadsOnce() throws Exception {
        AtomicInteger[] runs = new AtomicInteger[40_000];
        CountDownLatch ran = new CountDownLatch(runs.length);
        ExecutorService senders = Executors.newFixedThreadPool(4);
        List<Future<?>> sending = new ArrayList<>();
        for (int sender = 0; sender < 4; sender++) {
            int first = sender * 10_000;
            sending.add(senders.submit(() -> {
                for (int i = first; i < first + 10_000; i++) {
                    AtomicInteger count = new AtomicInteger();
                    runs[i] = count;
                    assertTrue(threads.execute(() -> {
                        count.incrementAndGet();
                        ran.countDown();
                    }));
                }
            }));
        }
        for (Future<?> each : sending) {
            each.get();
        }
        ran.await();
        senders.shutdown();
        for (AtomicInteger each : runs) {
            assertEquals(1, each.get());
        }
    }

    @Test
    void refusesWhatGoesBeyondItsLimit() throws InterruptedException {
        try (BoundedThreads few = new BoundedThreads(2, WorkerThreads.create("test-few"))) {
            CountDownLatch running = new CountDownLatch(2);
            for (int i = 0; i < 2; i++) {
                assertTrue(few.execute(() -> {
                    running.countDown();
                    block();
                }));
            }
            running.await();
            assertFalse(few.execute(() -> {}));
        }
    }

    @Test
    void goesOnAfterATaskThatFails() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        threads.offer(() -> {
            throw new IllegalStateException("meant to fail");
        });
        threads.offer(ran::countDown);
        threads.wake();
        ran.await();
    }

    @Test
    void leavesNoTaskTheInterruptOfAnother() throws InterruptedException {
        runShortTasks();
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch ran = new CountDownLatch(1);
        threads.offer(() -> Thread.currentThread().interrupt());
        threads.offer(() -> {
            interrupted.set(Thread.currentThread().isInterrupted());
            ran.countDown();
        });
        threads.wake();
        ran.await();
        assertFalse(interrupted.get());
    }

    @Test
    void interruptsWhatRunsWhenItIsClosed() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        threads.execute(() -> {
            running.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        running.await();
        threads.close();
        interrupted.await();
        assertFalse(threads.execute(() -> {}));
    }

    private void block() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until one thread is thought to do for them. */
    private void runShortTasks() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            CountDownLatch ran = new CountDownLatch(1);
            threads.execute(ran::countDown);
            assertTrue(ran.await(30, TimeUnit.SECONDS));
        }
    }
}
