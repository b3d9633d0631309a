package dev.pipit.coap.worker;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A thread that looks after others, at intervals of half a millisecond, for as long as there is something to see. */
final class Scout implements AutoCloseable {
    private static final long INTERVAL_NANOS = 500_000;

    private final String name;
    private final BooleanSupplier look;
    private @Nullable Thread thread;
    private volatile boolean closed;

    /**
     * A scout, asleep.
     *
     * @param look looks; false where the scout may sleep until it is woken
     */
    Scout(String name, BooleanSupplier look) {
        this.name = name;
        this.look = look;
    }

    /** Has it look, from now on. */
    synchronized void wake() {
        if (thread != null) {
            LockSupport.unpark(thread);
        } else if (!closed) {
            thread = new Thread(null, this::run, name);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run() {
        while (!closed) {
            if (look.getAsBoolean()) {
                LockSupport.parkNanos(INTERVAL_NANOS);
            } else {
                LockSupport.park();
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
