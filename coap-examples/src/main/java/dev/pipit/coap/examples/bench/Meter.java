package dev.pipit.coap.examples.bench;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.ErrorResponseException;
import dev.pipit.coap.message.Response;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Counts what began in the measured time, whenever it ended, so that slow answers at its end are not left out. Safe for
 * use by any thread. Times are those of {@link System#nanoTime}.
 */
final class Meter {
    private static final int CODES = 256;
    private static final int DIGITS = 3;

    private final Recorder latency = new Recorder(DIGITS);
    private final LongAdder[] codes = new LongAdder[CODES];
    private final Map<Failure, LongAdder> failures = new EnumMap<>(Failure.class);
    private final LongAdder started = new LongAdder();
    private final LongAdder receivedBytes = new LongAdder();
    private final LongAdder all = new LongAdder();
    private volatile long beginNanos;
    private volatile long endNanos;
    private volatile @Nullable Throwable firstLocal;

    Meter(long beginNanos, long endNanos) {
        this.beginNanos = beginNanos;
        this.endNanos = endNanos;
        for (int i = 0; i < CODES; i++) {
            codes[i] = new LongAdder();
        }
        for (Failure failure : Failure.values()) {
            failures.put(failure, new LongAdder());
        }
    }

    /** The measured time ends now, if it is not over yet; where it has not begun, nothing was measured. */
    void stop(long nowNanos) {
        if (nowNanos - endNanos < 0) {
            endNanos = nowNanos;
        }
        if (nowNanos - beginNanos < 0) {
            beginNanos = nowNanos;
        }
    }

    boolean isOver(long nowNanos) {
        return nowNanos - endNanos >= 0;
    }

    long beginNanos() {
        return beginNanos;
    }

    long endNanos() {
        return endNanos;
    }

    private boolean isMeasured(long startNanos) {
        return startNanos - beginNanos >= 0 && startNanos - endNanos < 0;
    }

    void start(long startNanos) {
        if (isMeasured(startNanos)) {
            started.increment();
        }
    }

    void answer(Response response, long startNanos, long nowNanos) {
        all.increment();
        if (isMeasured(startNanos)) {
            codes[response.code().number()].increment();
            receivedBytes.add(response.payload().length);
            latency.recordValue(Math.max(0, nowNanos - startNanos));
        }
    }

    /** Something that nobody asked for just now: a notification of a change that somebody else made. */
    void notification(Response state, long nowNanos) {
        all.increment();
        if (isMeasured(nowNanos)) {
            codes[state.code().number()].increment();
            receivedBytes.add(state.payload().length);
        }
    }

    void failure(Throwable failure, long startNanos, long nowNanos) {
        // What began in the warm-up and failed later counts: a server that stops answering then is not to look idle.
        boolean counts = startNanos - endNanos < 0 && nowNanos - beginNanos >= 0;
        boolean local = !(failure instanceof ErrorResponseException) && Failure.of(failure) == Failure.LOCAL;
        if (local && firstLocal == null) {
            firstLocal = failure;
        }
        if (counts) {
            count(failure);
        }
    }

    /** Counts a failure whenever it was. */
    void count(Throwable failure) {
        if (failure instanceof ErrorResponseException error) {
            codes[error.response().code().number()].increment();
        } else {
            counter(Failure.of(failure)).increment();
        }
    }

    private LongAdder counter(Failure kind) {
        LongAdder counter = failures.get(kind);
        return counter == null ? new LongAdder() : counter;
    }

    /** What this machine could not do, the first time; null where there was nothing. */
    @Nullable
    Throwable firstLocal() {
        return firstLocal;
    }

    /** All answers so far, those of the warm-up included. */
    long allAnswers() {
        return all.sum();
    }

    long started() {
        return started.sum();
    }

    long receivedBytes() {
        return receivedBytes.sum();
    }

    /** To be called once, at the end. */
    Histogram latency() {
        return latency.getIntervalHistogram();
    }

    Map<Code, Long> codes() {
        Map<Code, Long> counted = new TreeMap<>(Comparator.comparingInt(Code::number));
        for (int i = 0; i < CODES; i++) {
            if (codes[i].sum() > 0) {
                counted.put(Code.of(i), codes[i].sum());
            }
        }
        return counted;
    }

    Map<Failure, Long> failures() {
        Map<Failure, Long> counted = new EnumMap<>(Failure.class);
        failures.forEach((kind, count) -> {
            if (count.sum() > 0) {
                counted.put(kind, count.sum());
            }
        });
        return counted;
    }
}
