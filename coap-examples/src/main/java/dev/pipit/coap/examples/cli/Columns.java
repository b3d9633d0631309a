package dev.pipit.coap.examples.cli;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** How wide a terminal is: asked again when two seconds have gone by, because to ask may be to start a process. */
final class Columns implements IntSupplier {
    private static final long LAST_NANOS = 2_000_000_000L;

    private final IntSupplier source;
    private final LongSupplier nanos;
    private boolean asked;
    private long askedNanos;
    private int columns;

    Columns(IntSupplier source, LongSupplier nanos) {
        this.source = source;
        this.nanos = nanos;
    }

    @Override
    public synchronized int getAsInt() {
        long now = nanos.getAsLong();
        if (!asked || now - askedNanos > LAST_NANOS) {
            asked = true;
            askedNanos = now;
            columns = source.getAsInt();
        }
        return columns;
    }
}
