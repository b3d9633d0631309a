package dev.pipit.coap.examples.cli;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.observe.ObservationListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Between an observation, on its event loop, and the thread that prints: that one may be slow, as a terminal that is
 * stopped with Ctrl-S.
 */
final class ObserveSession implements ObservationListener {
    private static final int WAITING = 4096;

    /** What happened. */
    private sealed interface Event {}

    private record State(Instant time, Response response) implements Event {}

    private record Said(Instant time, String text) implements Event {}

    private record Over() implements Event {}

    private final Clock clock;
    private final NotificationPrinter printer;
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong skipped = new AtomicLong();
    private volatile boolean registered;
    private volatile @Nullable CoapException reason;
    private long count;

    ObserveSession(Clock clock, NotificationPrinter printer) {
        this.clock = clock;
        this.printer = printer;
    }

    @Override
    public void onNotification(Response state) {
        registered = true;
        add(new State(clock.instant(), state));
    }

    @Override
    public void onStale() {
        registered = false;
        say("stale: Max-Age is over, and nothing came; registering again soon");
    }

    @Override
    public void onLost(CoapException why) {
        registered = false;
        say("lost: " + why.getMessage() + "; trying again");
    }

    @Override
    public void onReregistered() {
        registered = true;
        say("back: registered again");
    }

    @Override
    public void onEnd(@Nullable CoapException why) {
        registered = false;
        reason = why;
        end(new Over());
    }

    private void say(String text) {
        add(new Said(clock.instant(), text));
    }

    private void add(Event event) {
        if (!events.offer(event)) {
            skipped.incrementAndGet();
        }
    }

    private void end(Over over) {
        while (!events.offer(over)) {
            events.poll();
            skipped.incrementAndGet();
        }
    }

    /** Ends {@link #run}, from another thread. */
    void stop() {
        end(new Over());
    }

    /**
     * Prints until there is a reason to end.
     *
     * @param limit how many notifications; 0 for no limit
     * @param duration how long at most; null for ever
     */
    ObserveReport.Ending run(long limit, @Nullable Duration duration) {
        long started = System.nanoTime();
        try {
            while (true) {
                long left = duration == null ? Long.MAX_VALUE : duration.toNanos() - (System.nanoTime() - started);
                Event event = left <= 0 ? null : events.poll(left, TimeUnit.NANOSECONDS);
                if (event == null) {
                    return ObserveReport.Ending.DURATION;
                }
                if (event instanceof Over) {
                    return reason == null ? ObserveReport.Ending.INTERRUPTED : ObserveReport.Ending.BY_SERVER;
                }
                if (event instanceof Said said) {
                    printer.say(said.time, said.text);
                } else if (event instanceof State state) {
                    count++;
                    if (!printer.print(state.time, state.response)) {
                        return ObserveReport.Ending.OUTPUT_CLOSED;
                    }
                    if (count == limit) {
                        return ObserveReport.Ending.COUNT;
                    }
                }
            }
        } catch (InterruptedException e) {
            return ObserveReport.Ending.INTERRUPTED;
        }
    }

    /** How many notifications were printed. */
    long count() {
        return count;
    }

    /** How many came faster than they could be printed. */
    long skipped() {
        return skipped.get();
    }

    /** Why the server, or the way to it, ended the observation; null where the program did. */
    @Nullable
    CoapException reason() {
        return reason;
    }

    /** Whether the server has, as far as is known, this client on its list. */
    boolean isRegistered() {
        return registered;
    }
}
