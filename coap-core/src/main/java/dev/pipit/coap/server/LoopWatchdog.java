package dev.pipit.coap.server;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.resource.Watchdog;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names a route whose handler held an event loop for too long: everybody else waited for it. */
final class LoopWatchdog implements Watchdog {
    private static final Logger LOG = LoggerFactory.getLogger(LoopWatchdog.class);
    private static final long QUIET_NANOS = 10_000_000_000L;

    private final long limitNanos;
    private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());

    LoopWatchdog(long limitNanos) {
        this.limitNanos = limitNanos;
    }

    @Override
    public long start() {
        return System.nanoTime();
    }

    @Override
    public void end(long started, Code method, String route) {
        long now = System.nanoTime();
        if (now - started > limitNanos) {
            warn(now, (now - started) / 1_000_000, method, route);
        }
    }

    private void warn(long now, long millis, Code method, String route) {
        long due = nextWarning.get();
        // A peer can make a handler slow at will, so that this must not fill a log.
        if (now - due >= 0 && nextWarning.compareAndSet(due, now + QUIET_NANOS)) {
            LOG.warn(
                    "{} {} held the event loop for {} ms: run it on workers, or make it asynchronous",
                    method,
                    route,
                    millis);
        }
    }
}
