package dev.pipit.coap.examples.cli;

import dev.pipit.coap.message.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows what an observation brings: notifications on the output, what happens to it on the error output. */
final class NotificationPrinter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    private final Terminal terminal;
    private final Clock clock;
    private final boolean json;
    private final @Nullable Sparkline sparkline;
    private final StatusLine status;

    /**
     * A printer.
     *
     * @param clock its zone is that of the times shown to people
     * @param json whether notifications are JSON objects, with times in UTC
     * @param sparkline numbers as a last line that is redrawn; null for none
     */
    NotificationPrinter(Terminal terminal, Clock clock, boolean json, @Nullable Sparkline sparkline) {
        this.terminal = terminal;
        this.clock = clock;
        this.json = json;
        this.sparkline = sparkline;
        this.status = new StatusLine(terminal.out());
    }

    /** Shows a notification; false where nobody reads the output any more. */
    boolean print(Instant time, Response state) {
        String line = json ? NotificationJson.of(time, state) : stamp(time) + "  " + ReadablePayload.line(state);
        if (sparkline != null) {
            PayloadNumber.of(state).ifPresent(sparkline::add);
        }
        // The last column stays free: some terminals go to the next line when it is written.
        int columns = sparkline == null ? 0 : terminal.screen().columns().getAsInt() - 1;
        status.printAbove(terminal.out(), line, sparkline == null ? "" : sparkline.draw(columns));
        return !terminal.out().checkError();
    }

    /** Says that something happened. */
    void say(Instant time, String what) {
        status.printAbove(terminal.err(), stamp(time) + "  " + Failures.oneLine(what));
    }

    private String stamp(Instant time) {
        return TIME.format(time.atZone(clock.getZone()));
    }

    /** Takes the last line away. */
    void finish() {
        status.show("");
    }
}
