package dev.pipit.coap.body;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Reads a stream on a worker, for as long as there is room. */
final class StreamSupply implements Supply {
    private static final int CHUNK = 8192;

    private final Execution execution;
    private final BufferedSource into;
    private final Opener opener;
    private final ReentrantLock lock = new ReentrantLock(); // guards all below; never held while a stream is used
    private @Nullable InputStream stream;
    private @Nullable Thread reading;
    private boolean closed;

    StreamSupply(Execution execution, BufferedSource into, Opener opener) {
        this.execution = execution;
        this.into = into;
        this.opener = opener;
    }

    StreamSupply(Execution execution, BufferedSource into, InputStream stream) {
        this(execution, into, () -> stream);
        this.stream = stream;
    }

    /** Opens the stream, at the place where reading starts; called on a worker, once. */
    @FunctionalInterface
    interface Opener {
        InputStream open() throws IOException;
    }

    @Override
    public void request() {
        if (!execution.onWorker(this::fill)) {
            into.fail(this, new IOException("no thread is free for it"));
        }
    }

    private void fill() {
        if (!begin()) {
            return;
        }
        try {
            InputStream from = opened();
            byte[] chunk = new byte[CHUNK];
            int count = from.read(chunk);
            while (count >= 0 && into.add(this, ByteBuffer.wrap(chunk, 0, count))) {
                count = from.read(chunk);
            }
            if (count < 0) {
                into.end(this);
            }
        } catch (Throwable e) { // whatever a stream comes up with, the transfer must hear of it
            into.fail(this, e);
        } finally {
            finish();
        }
    }

    private boolean begin() {
        lock.lock();
        try {
            reading = closed ? null : Thread.currentThread();
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void finish() {
        lock.lock();
        try {
            if (reading == Thread.currentThread()) {
                reading = null;
                if (closed) {
                    Thread.interrupted(); // by close(): not meant for what the thread does next
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private InputStream opened() throws IOException {
        lock.lock();
        try {
            if (stream != null) {
                return stream;
            }
        } finally {
            lock.unlock();
        }
        InputStream fresh = opener.open();
        boolean late;
        lock.lock();
        try {
            late = closed;
            stream = late ? null : fresh;
        } finally {
            lock.unlock();
        }
        if (late) {
            fresh.close();
        }
        return fresh;
    }

    /** A read that hangs is interrupted, and the stream closed under it: one of the two wakes up any stream. */
    @Override
    public void close() {
        InputStream open;
        lock.lock();
        try {
            closed = true;
            if (reading != null) {
                reading.interrupt();
            }
            open = stream;
            stream = null;
        } finally {
            lock.unlock();
        }
        if (open != null && !execution.onWorker(() -> close(open))) {
            close(open);
        }
    }

    @SuppressWarnings("EmptyCatch") // it was read only, and nobody is left to be told
    private static void close(InputStream open) {
        try {
            open.close();
        } catch (IOException | RuntimeException e) {
            // nothing to lose
        }
    }
}
