package dev.pipit.coap.examples.bench;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The way through the time of a load: warm-up, measured time, and what is sampled meanwhile. */
final class Course {
    private final Meter meter;
    private final Timeline timeline;
    private final CpuMeter cpu;
    private final Consumer<LoadProgress> progress;
    private final long startedNanos;
    private final long totalNanos;
    private @Nullable CpuLoad load; // once the measured time is over

    Course(LoadPlan plan, EventLoops loops, Consumer<LoadProgress> progress) {
        this.progress = progress;
        startedNanos = System.nanoTime();
        long begin = startedNanos + plan.warmUp().toNanos();
        totalNanos = plan.warmUp().plus(plan.duration()).toNanos();
        meter = new Meter(begin, begin + plan.duration().toNanos());
        timeline = new Timeline(plan.duration().toNanos());
        cpu = new CpuMeter(loops);
    }

    /** When the warm-up began. */
    long startedNanos() {
        return startedNanos;
    }

    Meter meter() {
        return meter;
    }

    /** Looks at the clock; false where the measured time is over. To be called often, by one thread. */
    boolean advance(long nowNanos) {
        if (meter.isOver(nowNanos)) {
            load = load == null ? cpu.read() : load;
            return false;
        }
        if (!timeline.hasBegun()) {
            if (nowNanos - meter.beginNanos() >= 0) {
                cpu.begin();
                timeline.begin(nowNanos, meter.allAnswers());
            }
        } else if (timeline.sample(nowNanos, meter.allAnswers())) {
            progress.accept(new LoadProgress(
                    Duration.ofNanos(nowNanos - startedNanos), Duration.ofNanos(totalNanos), timeline.rates()));
        }
        return true;
    }

    /** How long the measured time was. */
    Duration measured() {
        return Duration.ofNanos(meter.endNanos() - meter.beginNanos());
    }

    /** What came of it. */
    LoadResult result(
            LoadResult.Requests requests, long ports, long lagNanos, LoadResult.@Nullable Observers observers) {
        return new LoadResult(
                measured(),
                meter.codes(),
                meter.failures(),
                requests,
                meter.latency(),
                meter.receivedBytes(),
                timeline.rates(),
                new LoadResult.Generator(ports, lagNanos, load == null ? cpu.read() : load),
                observers);
    }
}
