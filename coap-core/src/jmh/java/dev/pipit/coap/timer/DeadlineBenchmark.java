package dev.pipit.coap.timer;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One deadline among many: what each confirmable message of our own, and each wait, costs. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class DeadlineBenchmark {
    private static final long SECOND = 1_000_000_000L;

    /** How many others wait. */
    @Param({"10", "100000"})
    private int waiting;

    private final SplittableRandom random = new SplittableRandom(1);
    private final DeadlineQueue queue = new DeadlineQueue();
    private final Deadline[] deadlines = new Deadline[1 << 17];
    private final Deadline other = new Counted();
    private long nowNanos;
    private long expired;
    private int next;

    private final class Counted extends Deadline {
        @Override
        protected void expire(long nowNanos) {
            expired++;
            queue.schedule(this, nowNanos + 2 * SECOND + random.nextLong(SECOND));
        }
    }

    /** Retransmissions 2 to 3 s from now. */
    @Setup
    public void fill() {
        for (int i = 0; i < waiting; i++) {
            deadlines[i] = new Counted();
            queue.schedule(deadlines[i], 2 * SECOND + random.nextLong(SECOND));
        }
    }

    /** A message goes, and is acknowledged. */
    @Benchmark
    public long scheduleAndCancel() {
        queue.schedule(other, 2 * SECOND + random.nextLong(SECOND));
        queue.cancel(other);
        return queue.nextDeadline();
    }

    /** Any of them moves to another time. */
    @Benchmark
    public long reschedule() {
        next = next + 1 < waiting ? next + 1 : 0;
        queue.schedule(deadlines[next], 2 * SECOND + random.nextLong(SECOND));
        return queue.nextDeadline();
    }

    /** The next one expires, and is scheduled again. */
    @Benchmark
    public long expire() {
        nowNanos = queue.nextDeadline();
        queue.handleTimeout(nowNanos);
        return expired;
    }
}
