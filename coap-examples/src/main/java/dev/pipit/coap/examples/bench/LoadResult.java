package dev.pipit.coap.examples.bench;

import dev.pipit.coap.message.Code;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What came of it in the measured time.
 *
 * @param measured how long it was
 * @param answers what the server answered with; for observers the notifications
 * @param failures what prevented answers
 * @param requests what was asked
 * @param latency of all answers, in nanoseconds; of notifications since the change, where this generator made it
 * @param receivedBytes the payloads of the answers together
 * @param rates answers a second over the time
 * @param generator what is to be known of the generator
 * @param observers what is to be known of the observers; null where there were none
 */
public record LoadResult(
        Duration measured,
        Map<Code, Long> answers,
        Map<Failure, Long> failures,
        Requests requests,
        Histogram latency,
        long receivedBytes,
        List<Double> rates,
        Generator generator,
        @Nullable Observers observers) {
    /**
     * What was asked.
     *
     * @param started requests that were sent
     * @param payloadBytes how large the payload of each is
     * @param unanswered requests that were neither answered nor failed before the generator ended
     * @param notSent what the rate asked for, and could not be sent as the windows were full
     * @param retransmissions messages sent again, from the beginning of the warm-up
     */
    public record Requests(long started, long payloadBytes, long unanswered, long notSent, long retransmissions) {}

    /**
     * The generator.
     *
     * @param ports how many ports it has used: new ones come when message IDs run out
     * @param lagNanos how much later than intended the 99th of a hundred requests was sent, where there is a rate
     * @param cpu how busy it was
     */
    public record Generator(long ports, long lagNanos, CpuLoad cpu) {}

    /**
     * The observers.
     *
     * @param registered how many the server took
     * @param changes how many changes this generator made
     * @param missed notifications that did not come within a second of a change
     */
    public record Observers(int registered, long changes, long missed) {}

    /** How many answers there were, whatever they were. */
    public long answered() {
        return answers.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many of them were 2.xx. */
    public long succeeded() {
        return answers.entrySet().stream()
                .filter(entry -> entry.getKey().isSuccess())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** The payloads that reached the server: those of requests that it answered with 2.xx. */
    public long sentBytes() {
        return (observers == null ? succeeded() : observers.changes) * requests.payloadBytes;
    }

    /** Something a second. */
    public double perSecond(long count) {
        return measured.isZero() ? 0 : count * 1e9 / measured.toNanos();
    }
}
