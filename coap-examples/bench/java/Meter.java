import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts what a client has done, its latencies in microseconds and its CPU time, in a window behind a warm-up, and
 * prints them as a line of JSON.
 *
 * <p>Options: port; endpoints, how many clients with a socket each (1); window, requests in flight of each (64); warmup
 * and seconds (10 and 3).
 */
final class Meter {
    private static final int HIGHEST_MICROS = 1_000_000;

    private final Options options;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLongArray latencies = new AtomicLongArray(HIGHEST_MICROS + 1);
    private volatile boolean measuring;

    Meter(Options options) {
        this.options = options;
    }

    int port() {
        return options.number("port", 5683);
    }

    String uri() {
        return "coap://127.0.0.1:" + port() + "/bench";
    }

    int endpoints() {
        return options.number("endpoints", 1);
    }

    int window() {
        return options.number("window", 64);
    }

    void done(long startedNanos, boolean succeeded) {
        if (measuring && succeeded) {
            done.incrementAndGet();
            latencies.incrementAndGet((int) Math.min(HIGHEST_MICROS, (System.nanoTime() - startedNanos) / 1000));
        } else if (measuring) {
            failed.incrementAndGet();
        }
    }

    void run() throws InterruptedException {
        Thread.sleep(options.number("warmup", 10) * 1000L);
        long cpuAtStart = cpuNanos();
        long startedNanos = System.nanoTime();
        measuring = true;
        Thread.sleep(options.number("seconds", 3) * 1000L);
        measuring = false;
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        double cpu = (cpuNanos() - cpuAtStart) / 1e9;
        System.out.printf(
                "{\"mode\":\"client\",\"rps\":%.0f,\"cpu_pct\":%.0f,\"us_per_req\":%.2f,\"p50\":%d,\"p99\":%d,\"failed\":%d}%n",
                done.get() / seconds,
                100 * cpu / seconds,
                cpu * 1e6 / Math.max(1, done.get()),
                quantile(0.5),
                quantile(0.99),
                failed.get());
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private long quantile(double fraction) {
        long wanted = (long) (fraction * done.get());
        long seen = 0;
        for (int micros = 0; micros <= HIGHEST_MICROS; micros++) {
            seen += latencies.get(micros);
            if (seen > wanted) {
                return micros;
            }
        }
        return 0;
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
