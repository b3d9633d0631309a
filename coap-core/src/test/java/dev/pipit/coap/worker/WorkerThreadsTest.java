package dev.pipit.coap.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WorkerThreadsTest {
    private static final int TASKS = 500;

    private final ExecutorService threads = WorkerThreads.pool("test", 1000, 0);

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @Test
    void givesATaskToAThreadThatIsIdle() throws Exception {
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < TASKS; i++) {
            threads.submit(() -> used.add(Thread.currentThread())).get();
        }
        // One whose task has just ended may not be idle yet, but it is sooner or later.
        assertTrue(used.size() < TASKS, used.size() + " threads");
    }

    @Test
    void hasAThreadForEachTaskThatBlocks() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            threads.execute(() -> {
                running.countDown();
                await(running);
            });
        }
        assertTrue(running.await(30, TimeUnit.SECONDS));
    }

    @Test
    void hasTasksWaitWhereThereCanBeNoFurtherThread() throws Exception {
        ExecutorService few = WorkerThreads.pool("test-few", 2, 0);
        try {
            CountDownLatch release = new CountDownLatch(1);
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int number = i;
                results.add(few.submit(() -> {
                    release.await();
                    return number;
                }));
            }
            release.countDown();
            for (int i = 0; i < 20; i++) {
                assertEquals(i, results.get(i).get(30, TimeUnit.SECONDS));
            }
        } finally {
            few.shutdownNow();
        }
    }

    @Test
    void takesNoneWhenClosed() {
        threads.shutdown();
        assertThrows(RejectedExecutionException.class, () -> threads.execute(() -> {}));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
