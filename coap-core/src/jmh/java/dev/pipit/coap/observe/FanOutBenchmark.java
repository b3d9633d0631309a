package dev.pipit.coap.observe;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Notifications a second, without sockets: a resource with 10,000 observers changes, and the next time when all have
 * it. What is counted includes what the observers do: each decodes its notification, compares its number, and makes the
 * acknowledgement of a confirmable one, which the server takes.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class FanOutBenchmark {
    private static final int SIZE = 10_000;

    /** Whether all notifications are confirmable, or one in twenty is. */
    @Param({"true", "false"})
    private boolean confirmable;

    private ObserverCrowd crowd;
    private int changes;

    /** Lets all observers register. */
    @Setup(Level.Iteration)
    public void register() {
        ObserveConfig config = ObserveConfig.DEFAULT.confirmable(confirmable).nonSpacing(Duration.ZERO);
        crowd = new ObserverCrowd(SIZE, SIZE, Duration.ofMillis(1), config);
        crowd.register();
        changes = 0;
    }

    /** One change and all that comes of it. */
    @Benchmark
    @OperationsPerInvocation(SIZE)
    public long notifyAll10000() {
        long before = crowd.notifications();
        crowd.change(++changes);
        crowd.run(Duration.ofMillis(3));
        if (crowd.notifications() - before != SIZE) {
            throw new IllegalStateException(crowd.notifications() - before + " notifications (expected: " + SIZE + ")");
        }
        return before;
    }
}
