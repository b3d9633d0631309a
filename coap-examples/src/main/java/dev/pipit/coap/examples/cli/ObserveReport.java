package dev.pipit.coap.examples.cli;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.ErrorResponseException;
import dev.pipit.coap.message.NotObservedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** Says in one line how an observation went, and makes the exit code of it. */
final class ObserveReport {
    /** Why it ended. */
    enum Ending {
        COUNT("--count reached"),
        DURATION("--duration over"),
        INTERRUPTED("interrupted"),
        OUTPUT_CLOSED("nobody reads the output any more"),
        BY_SERVER("ended by the server");

        private final String text;

        Ending(String text) {
            this.text = text;
        }
    }

    /** How the server was told. */
    enum Goodbye {
        NONE(""),
        ANSWERED("; deregistered"),
        UNANSWERED("; the server has not confirmed the deregistration");

        private final String text;

        Goodbye(String text) {
            this.text = text;
        }
    }

    private final Terminal terminal;
    private final ObserveSession session;

    ObserveReport(Terminal terminal, ObserveSession session) {
        this.terminal = terminal;
        this.session = session;
    }

    /**
     * Says it.
     *
     * @throws CoapException why there was no observation at all, where there was none
     */
    int finish(Ending ending, Goodbye goodbye, Duration took) throws IOException {
        CoapException reason = session.reason();
        if (ending == Ending.BY_SERVER && reason != null) {
            return endedByServer(reason, took);
        }
        say(summary(took) + ": " + ending.text + goodbye.text);
        if (ending == Ending.OUTPUT_CLOSED) {
            return Failures.LOCAL;
        }
        return session.count() == 0 && ending == Ending.DURATION ? Failures.NO_ANSWER : 0;
    }

    private int endedByServer(CoapException reason, Duration took) throws IOException {
        if (reason instanceof NotObservedException) {
            say(reason.getMessage() + "; this was its state");
            return Failures.NO_ANSWER;
        }
        if (reason instanceof ErrorResponseException error) {
            int exitCode = new ResponsePrinter(terminal).print(error.response());
            if (session.count() > 0) {
                say(summary(took) + ": " + Ending.BY_SERVER.text);
            }
            return exitCode;
        }
        throw reason;
    }

    private String summary(Duration took) {
        long count = session.count();
        String skipped = session.skipped() == 0 ? "" : ", " + session.skipped() + " more came too fast to be shown";
        return count + (count == 1 ? " notification" : " notifications") + " in " + text(took) + skipped;
    }

    static String text(Duration time) {
        if (time.toMinutes() == 0) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
        }
        String hours = time.toHours() == 0 ? "" : time.toHours() + " h ";
        return hours + time.toMinutesPart() + " min " + time.toSecondsPart() + " s";
    }

    private void say(String line) {
        terminal.err().println("coap observe: " + Failures.oneLine(line));
    }
}
