package dev.pipit.coap.examples.cli;

import dev.pipit.coap.body.Progress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows on the error output how far a transfer has come, while it lasts. What takes less than half a second is not
 * shown. A terminal that is stopped with Ctrl-S stops the thread that draws, and not the transfer.
 */
final class ProgressDisplay implements Consumer<Progress>, AutoCloseable {
    private static final long FIRST_MILLIS = 500;
    private static final long INTERVAL_MILLIS = 100;

    private final Screen screen;
    private final PrintStream err;
    private final StatusLine status;
    private final ProgressBar bar;
    private final LongSupplier nanos;
    private final Timer timer = new Timer("coap-progress", true);
    private volatile @Nullable Progress begin;
    private volatile @Nullable Progress latest;
    private final Thread onSignal = new Thread(this::clear, "coap-interrupt");
    private final long startedNanos;
    private boolean drawn;
    private boolean closed;

    private ProgressDisplay(Terminal terminal, LongSupplier nanos) {
        this.screen = terminal.screen();
        this.err = terminal.err();
        this.status = new StatusLine(err);
        this.bar = new ProgressBar(screen.colour());
        this.nanos = nanos;
        this.startedNanos = nanos.getAsLong();
    }

    /** One that draws now and then until it is closed. */
    static ProgressDisplay start(Terminal terminal) {
        ProgressDisplay display = new ProgressDisplay(terminal, System::nanoTime);
        display.timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        display.draw();
                    }
                },
                FIRST_MILLIS,
                INTERVAL_MILLIS);
        // Ctrl-C: the shell's prompt is to be on a line of its own.
        Runtime.getRuntime().addShutdownHook(display.onSignal);
        return display;
    }

    /** One that draws when it is told to. */
    static ProgressDisplay manual(Terminal terminal, LongSupplier nanos) {
        return new ProgressDisplay(terminal, nanos);
    }

    @Override
    public void accept(Progress progress) {
        // What was there before, of a download that is gone on with, has not come in this time.
        begin = begin == null || progress.done() < begin.done() ? progress : begin;
        latest = progress;
    }

    /** Draws what there is. */
    synchronized void draw() {
        Progress now = latest;
        if (now != null && !closed) {
            drawn = true;
            // The last column stays free: some terminals go to the next line when it is written.
            status.show(bar.draw(now, nanos.getAsLong(), screen.columns().getAsInt() - 1));
        }
    }

    /** Writes a line that stays. */
    void say(String line) {
        status.printAbove(err, line);
    }

    /** What it came to, where anything was drawn: {@code 195 KiB in 4.9 s, 39.9 KiB/s}. */
    synchronized Optional<String> summary() {
        Progress first = begin;
        Progress last = latest;
        if (!drawn || first == null || last == null) {
            return Optional.empty();
        }
        double seconds = (nanos.getAsLong() - startedNanos) / 1e9;
        long rate = Math.round((last.done() - first.done()) / seconds);
        return Optional.of(String.format(
                Locale.ROOT, "%s in %.1f s, %s/s", ProgressBar.size(last.done()), seconds, ProgressBar.size(rate)));
    }

    /** Takes the line away. */
    @Override
    public void close() {
        clear();
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            // It is what this ends by.
        }
    }

    private synchronized void clear() {
        timer.cancel();
        closed = true;
        status.show("");
    }
}
