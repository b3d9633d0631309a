package dev.pipit.coap.body;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Between a protocol layer, which writes on the event loop, and the reader of an {@link IncomingBody} on another thread.
 * Holds at most its capacity and one write more. When it was full, there is room again when half of it is free.
 */
public final class BodyPipe implements BodySink {
    /** How many bytes are held, unless something else is wished for. */
    public static final int CAPACITY_BYTES = 64 << 10;

    private final Execution execution;
    private final OptionalLong length;
    private final int capacity;
    private final IncomingBody body = new IncomingBody(this);

    private final ReentrantLock lock = new ReentrantLock(); // guards all below; never held while others are called
    private final Condition changed = lock.newCondition();
    private final ByteQueue bytes = new ByteQueue();
    private long written;
    private boolean ended; // complete, failed, or given up
    private boolean cancelled;
    private @Nullable Throwable failure;
    private Execution.@Nullable LoopTask whenRoom;
    private Execution.@Nullable LoopTask whenCancelled;
    private @Nullable Runnable whenChanged;

    /** A pipe for a body whose length the peer has announced, or has not. */
    public BodyPipe(Execution execution, OptionalLong length) {
        this(execution, length, CAPACITY_BYTES);
    }

    /** The same, with another capacity. */
    public BodyPipe(Execution execution, OptionalLong length, int capacityBytes) {
        if (capacityBytes < 1) {
            throw new IllegalArgumentException("capacityBytes: " + capacityBytes + " (expected: at least 1)");
        }
        this.execution = execution;
        this.length = length;
        this.capacity = capacityBytes;
    }

    /** What the reader gets; always the same. */
    public IncomingBody body() {
        return body;
    }

    /** How many bytes are held now; for any thread. */
    public int bufferedBytes() {
        lock.lock();
        try {
            return bytes.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean write(byte[] some, Execution.LoopTask whenRoom) {
        boolean room;
        lock.lock();
        try {
            if (ended) {
                return !cancelled;
            }
            bytes.add(some, 0, some.length);
            written += some.length;
            room = bytes.size() < capacity;
            this.whenRoom = room ? null : whenRoom;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        tellReader();
        return room;
    }

    @Override
    public void complete() {
        end(null);
    }

    @Override
    public void fail(Throwable reason) {
        end(reason);
    }

    private void end(@Nullable Throwable reason) {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            ended = true;
            failure = reason;
            whenRoom = null;
            whenCancelled = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        tellReader();
    }

    private void tellReader() {
        Runnable reader;
        lock.lock();
        try {
            reader = whenChanged;
        } finally {
            lock.unlock();
        }
        if (reader != null) {
            reader.run();
        }
    }

    @Override
    public boolean isCancelled() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onCancel(Execution.LoopTask listener) {
        boolean late;
        lock.lock();
        try {
            late = cancelled;
            whenCancelled = ended ? null : listener;
        } finally {
            lock.unlock();
        }
        if (late) {
            execution.onLoop(listener);
        }
    }

    // ---- for readers, on any thread but the loop where they wait

    Execution execution() {
        return execution;
    }

    Progress progress() {
        lock.lock();
        try {
            return new Progress(written, length);
        } finally {
            lock.unlock();
        }
    }

    /** Calls back after each change, without a lock; must not block. */
    void onChange(Runnable listener) {
        lock.lock();
        try {
            whenChanged = listener;
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes can be had without waiting. */
    int available() {
        return bufferedBytes();
    }

    /** Whether the end, good or bad, is next. */
    boolean isDrained() {
        lock.lock();
        try {
            return ended && bytes.size() == 0;
        } finally {
            lock.unlock();
        }
    }

    /** What the end is like, for once it is next; null for a good one. */
    @Nullable
    IOException failure() {
        lock.lock();
        try {
            return asFailure();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable IOException asFailure() {
        if (cancelled) {
            return new IOException("the body has been closed");
        }
        String why = failure == null || failure.getMessage() == null ? String.valueOf(failure) : failure.getMessage();
        return failure == null ? null : new IOException(why, failure);
    }

    /**
     * Takes some bytes, waiting for the first.
     *
     * @return how many; -1 at the end
     */
    int read(byte[] into, int offset, int count) throws IOException {
        Execution.LoopTask room;
        int taken;
        lock.lock();
        try {
            awaitBytes();
            if (bytes.size() == 0) {
                IOException reason = asFailure();
                if (reason != null) {
                    throw reason;
                }
                return -1;
            }
            taken = Math.min(count, bytes.size());
            bytes.copy(into, offset, taken);
            room = discard(taken);
        } finally {
            lock.unlock();
        }
        tellLayer(room);
        return taken;
    }

    /** Takes some bytes without waiting; null where none are there. */
    byte @Nullable [] poll(int maxBytes) {
        Execution.LoopTask room;
        byte[] taken;
        lock.lock();
        try {
            if (bytes.size() == 0) {
                return null;
            }
            taken = new byte[Math.min(maxBytes, bytes.size())];
            bytes.copy(taken, 0, taken.length);
            room = discard(taken.length);
        } finally {
            lock.unlock();
        }
        tellLayer(room);
        return taken;
    }

    /** Where nobody is left to hear it, nothing will ever be written again. */
    private void tellLayer(Execution.@Nullable LoopTask room) {
        if (room != null && !execution.onLoop(room)) {
            fail(new IOException("the endpoint is closed"));
        }
    }

    private void awaitBytes() throws InterruptedIOException {
        try {
            while (bytes.size() == 0 && !ended) {
                if (execution.inLoop()) {
                    throw new IllegalStateException(
                            "a read on the event loop would wait for itself (expected: publisher())");
                }
                changed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a body");
        }
    }

    /** Forgets bytes, and gives whoever is to hear of the room. */
    private Execution.@Nullable LoopTask discard(int count) {
        bytes.discard(count);
        Execution.LoopTask room = bytes.size() <= capacity / 2 ? whenRoom : null;
        whenRoom = room == null ? whenRoom : null;
        return room;
    }

    /** Gives up what has not been read. */
    void cancel() {
        Execution.LoopTask listener;
        lock.lock();
        try {
            if (ended && bytes.size() == 0) {
                return;
            }
            bytes.clear();
            listener = ended ? null : whenCancelled;
            ended = true;
            cancelled = true;
            whenRoom = null;
            whenCancelled = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (listener != null) {
            execution.onLoop(listener);
        }
        tellReader();
    }
}
