package dev.pipit.coap.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * A request costs as much where much is there as where little is. What it allocates is counted; its CPU time, which
 * depends on caches, is only to show that nobody walks through a table.
 */
class GrowthTest {
    private static final int FEW = 1000;
    private static final int MANY = 100_000;
    private static final int REQUESTS = 10_000;
    private static final int ROUNDS = 15;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private record Cost(long bytes, long cpuNanos) {}

    @Test
    void aRequestCostsTheSameWithAHundredThousandPeers() {
        CrowdedServer many = new CrowdedServer(MANY, 10, 0);
        assertEquals(MANY, many.peers());
        compare("100,000 peers", new CrowdedServer(FEW, 10, 0), many);
    }

    @Test
    void aRequestCostsTheSameWithAHundredThousandResources() {
        compare("100,000 resources", new CrowdedServer(FEW, 10, 0), new CrowdedServer(FEW, MANY, 0));
    }

    @Test
    void aRequestCostsTheSameWithAHundredThousandObservers() {
        CrowdedServer observed = new CrowdedServer(MANY, 10, MANY);
        assertEquals(MANY, observed.observers());
        compare("100,000 observers", new CrowdedServer(MANY, 10, 0), observed);
    }

    private void compare(String what, CrowdedServer few, CrowdedServer many) {
        long answered = many.answers();
        Cost least = new Cost(Long.MAX_VALUE, Long.MAX_VALUE);
        Cost most = least;
        for (int i = 0; i < ROUNDS; i++) {
            least = smaller(least, cost(few));
            most = smaller(most, cost(many));
        }
        assertEquals(answered + (long) ROUNDS * REQUESTS, many.answers());
        double bytes = (double) most.bytes / least.bytes;
        double nanos = (double) most.cpuNanos / least.cpuNanos;
        System.out.printf("%s: %.2f times the bytes, %.2f times the CPU time of a request%n", what, bytes, nanos);
        assertTrue(bytes < 1.5, () -> bytes + " times the bytes (expected: less than 1.5)");
        assertTrue(nanos < 10, () -> nanos + " times the CPU time (expected: less than 10)");
    }

    private Cost cost(CrowdedServer server) {
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long nanos = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < REQUESTS; i++) {
            server.get();
        }
        return new Cost(threads.getCurrentThreadAllocatedBytes() - bytes, threads.getCurrentThreadCpuTime() - nanos);
    }

    private static Cost smaller(Cost a, Cost b) {
        return new Cost(Math.min(a.bytes, b.bytes), Math.min(a.cpuNanos, b.cpuNanos));
    }
}
