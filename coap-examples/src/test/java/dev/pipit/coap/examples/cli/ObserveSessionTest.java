package dev.pipit.coap.examples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.ErrorResponseException;
import dev.pipit.coap.message.NoResponseException;
import dev.pipit.coap.message.NotObservedException;
import dev.pipit.coap.message.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObserveSessionTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final String STAMP = "2026-03-01 12:00:00.000  ";
    private static final Duration TOOK = Duration.ofMillis(2_150);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(
            InputStream.nullInputStream(), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
    private final ObserveSession session =
            new ObserveSession(CLOCK, new NotificationPrinter(terminal, CLOCK, false, null));

    private int finish(ObserveReport.Ending ending, ObserveReport.Goodbye goodbye) throws IOException {
        return new ObserveReport(terminal, session).finish(ending, goodbye, TOOK);
    }

    @Test
    void tellsWhatHappensMeanwhile() {
        session.onNotification(Response.content("1"));
        session.onStale();
        session.onLost(new NoResponseException("no response from 192.0.2.1:5683 within 93 s"));
        assertFalse(session.isRegistered());
        session.onReregistered();
        session.onNotification(Response.content("2"));
        assertTrue(session.isRegistered());

        assertEquals(ObserveReport.Ending.COUNT, session.run(2, null));

        assertEquals(STAMP + "1\n" + STAMP + "2\n", out.toString(UTF_8));
        assertEquals(
                STAMP + "stale: Max-Age is over, and nothing came; registering again soon\n" + STAMP
                        + "lost: no response from 192.0.2.1:5683 within 93 s; trying again\n" + STAMP
                        + "back: registered again\n",
                err.toString(UTF_8));
    }

    @Test
    void endsAfterItsCount() throws IOException {
        session.onNotification(Response.content("1"));
        session.onNotification(Response.content("2"));

        assertEquals(ObserveReport.Ending.COUNT, session.run(1, null));
        assertEquals(0, finish(ObserveReport.Ending.COUNT, ObserveReport.Goodbye.ANSWERED));
        assertEquals("coap observe: 1 notification in 2.2 s: --count reached; deregistered\n", err.toString(UTF_8));
    }

    @Test
    void endsAfterItsDuration() throws IOException {
        assertEquals(ObserveReport.Ending.DURATION, session.run(0, Duration.ofNanos(1)));
        assertEquals(3, finish(ObserveReport.Ending.DURATION, ObserveReport.Goodbye.NONE));
        assertEquals("coap observe: 0 notifications in 2.2 s: --duration over\n", err.toString(UTF_8));
    }

    @Test
    void endsWhenItIsInterrupted() throws IOException {
        session.onNotification(Response.content("1"));
        session.stop();

        assertEquals(ObserveReport.Ending.INTERRUPTED, session.run(0, null));
        assertEquals(0, finish(ObserveReport.Ending.INTERRUPTED, ObserveReport.Goodbye.UNANSWERED));
        assertEquals(
                "coap observe: 1 notification in 2.2 s: interrupted; the server has not confirmed the deregistration\n",
                err.toString(UTF_8));
    }

    @Test
    void errorResponseGivesItsClass() throws IOException {
        session.onNotification(Response.content("1"));
        session.onEnd(new ErrorResponseException("4.04", Response.error(Code.NOT_FOUND, "unplugged")));

        assertEquals(ObserveReport.Ending.BY_SERVER, session.run(0, null));
        assertEquals(4, finish(ObserveReport.Ending.BY_SERVER, ObserveReport.Goodbye.NONE));
        assertEquals(
                "4.04 Not Found: unplugged\ncoap observe: 1 notification in 2.2 s: ended by the server\n",
                err.toString(UTF_8));
    }

    @Test
    void stateOfWhatCannotBeObservedIsShownOnce() throws IOException {
        session.onNotification(Response.content("1"));
        session.onEnd(new NotObservedException("the server does not let /x be observed, or not now"));

        assertEquals(ObserveReport.Ending.BY_SERVER, session.run(0, null));
        assertEquals(3, finish(ObserveReport.Ending.BY_SERVER, ObserveReport.Goodbye.NONE));
        assertEquals(STAMP + "1\n", out.toString(UTF_8));
        assertEquals(
                "coap observe: the server does not let /x be observed, or not now; this was its state\n",
                err.toString(UTF_8));
    }

    @Test
    void otherFailuresAreThoseOfEachCommand() {
        NoResponseException failure = new NoResponseException("no response");
        session.onEnd(failure);

        assertEquals(ObserveReport.Ending.BY_SERVER, session.run(0, null));
        assertEquals(
                failure,
                assertThrows(
                        NoResponseException.class,
                        () -> finish(ObserveReport.Ending.BY_SERVER, ObserveReport.Goodbye.NONE)));
    }

    @Test
    void whatComesFasterThanItIsPrintedIsCountedAndTheEndIsHeard() throws IOException {
        for (int i = 0; i < 5000; i++) {
            session.onNotification(Response.content("1"));
        }
        session.stop();

        assertEquals(ObserveReport.Ending.INTERRUPTED, session.run(0, null));
        finish(ObserveReport.Ending.INTERRUPTED, ObserveReport.Goodbye.ANSWERED);
        assertEquals(
                "coap observe: 4095 notifications in 2.2 s, 905 more came too fast to be shown: interrupted;"
                        + " deregistered\n",
                err.toString(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.04S, 0.0 s",
        "PT59.9S, 59.9 s",
        "PT1M, 1 min 0 s",
        "PT61M5S, 1 h 1 min 5 s",
        "PT50H, 50 h 0 min 0 s"
    })
    void durationsAreReadable(Duration time, String text) {
        assertEquals(text, ObserveReport.text(time));
    }
}
