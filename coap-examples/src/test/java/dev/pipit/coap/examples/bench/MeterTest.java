package dev.pipit.coap.examples.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.ErrorResponseException;
import dev.pipit.coap.message.NoResponseException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.UnreachableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class MeterTest {
    private final Meter meter = new Meter(1000, 2000);

    @Test
    void countsWhatBeganInTheMeasuredTimeWheneverItEnded() {
        meter.start(999);
        meter.answer(Response.content("warm-up"), 999, 1500);
        meter.start(1000);
        meter.answer(Response.content("ab"), 1000, 1300);
        meter.start(1999);
        meter.answer(Response.content("late"), 1999, 7999);
        meter.start(2000);
        meter.answer(Response.content("behind the end"), 2000, 2100);

        assertEquals(2, meter.started());
        assertEquals(Map.of(Code.CONTENT, 2L), meter.codes());
        assertEquals(6, meter.receivedBytes());
        assertEquals(4, meter.allAnswers());
        Histogram latency = meter.latency();
        assertEquals(2, latency.getTotalCount());
        assertTrue(Math.abs(latency.getMaxValue() - 6000) <= 6, latency::toString);
        assertEquals(300, latency.getMinValue());
    }

    @Test
    void tellsFailuresApart() {
        meter.failure(new NoResponseException("x"), 1500, 1600);
        meter.failure(new CompletionException(new UnreachableException("x")), 1500, 1600);
        meter.failure(new NoResponseException("before"), 500, 600);
        meter.failure(new ErrorResponseException("x", Response.of(Code.NOT_FOUND)), 1500, 1600);
        meter.failure(new NoResponseException("from the warm-up on"), 500, 1500);
        assertNull(meter.firstLocal());
        meter.failure(new UncheckedIOException(new IOException("no more sockets")), 1500, 1600);

        assertEquals(Map.of(Failure.TIMEOUT, 2L, Failure.UNREACHABLE, 1L, Failure.LOCAL, 1L), meter.failures());
        assertEquals(Map.of(Code.NOT_FOUND, 1L), meter.codes());
        assertInstanceOf(UncheckedIOException.class, meter.firstLocal());
    }

    @Test
    void anEarlyEndIsTheEndOfTheMeasuredTime() {
        assertFalse(meter.isOver(1400));
        meter.stop(1400);
        meter.start(1500);

        assertTrue(meter.isOver(1400));
        assertEquals(400, meter.endNanos() - meter.beginNanos());
        assertEquals(0, meter.started());
    }

    @Test
    void anEndInTheWarmUpLeavesNothingMeasured() {
        meter.stop(500);
        assertEquals(0, meter.endNanos() - meter.beginNanos());
    }

    @Test
    void aTimelineHasOneRateForEachSlice() {
        Timeline timeline = new Timeline(6_000_000_000L);
        assertFalse(timeline.sample(5_000_000_000L, 1000));
        timeline.begin(0, 10);
        assertFalse(timeline.sample(99_999_999, 20));
        assertTrue(timeline.sample(100_000_000, 30));
        assertTrue(timeline.sample(300_000_000, 50));

        assertEquals(List.of(200.0, 100.0), timeline.rates());
    }

    @Test
    void warnsWhereTheGeneratorIsTheBottleneck() {
        assertEquals(List.of(), new CpuLoad(0.7, 0.6, 0.8, 1, 2).warnings());
        assertTrue(new CpuLoad(1.0, 0.93, 0.5, 1, 2).warnings().get(0).contains("93 %"));
        assertTrue(new CpuLoad(1.0, 0.93, 0.5, 1, 2).warnings().get(0).contains("--loops 2"));
        assertFalse(new CpuLoad(1.0, 0.93, 0.5, 2, 2).warnings().get(0).contains("--loops"));
        assertTrue(new CpuLoad(1.9, 0.5, 1.0, 1, 2).warnings().get(0).contains("nearly all of the machine's cores"));
        assertTrue(new CpuLoad(0.9, 0.5, 0.97, 1, 2).warnings().get(0).contains("busy to 97 %"));
    }
}
