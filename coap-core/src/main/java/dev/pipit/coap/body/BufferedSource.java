package dev.pipit.coap.body;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A source that another thread fills ahead. What was read last is kept until the next read, so that it can be read
 * again in parts.
 *
 * <p>The supply is asked when half of the buffer is free, and stops when it is full.
 */
final class BufferedSource implements BodySource {
    private final Execution execution;
    private final Body body;
    private final int capacity;
    private final Supply.Opening opening;

    private final ReentrantLock lock = new ReentrantLock(); // guards all below; never held while others are called
    private final ByteQueue bytes = new ByteQueue(); // from the last read on
    private long start; // where in the body the queue starts
    private int taken; // how many bytes of the queue have been read
    private boolean ended;
    private boolean closed;
    private boolean supplying;
    private @Nullable IOException failure;
    private @Nullable Waiting waiting;
    private @Nullable Supply supply; // whose bytes are taken; those of an earlier one no longer

    BufferedSource(Execution execution, Body body, int capacity, Supply.Opening opening) {
        if (capacity < 64) {
            throw new IllegalArgumentException("readAheadBytes: " + capacity + " (expected: at least 64)");
        }
        this.execution = execution;
        this.body = body;
        this.capacity = capacity;
        this.opening = opening;
    }

    @Override
    public byte @Nullable [] read(int count, Execution.LoopTask whenReady) {
        if (count < 1 || count > capacity / 4) {
            throw new IllegalArgumentException("count: " + count + " (expected: 1-" + capacity / 4 + ")");
        }
        byte[] result = takeOrWait(count, null);
        supplyMore();
        return result == null ? takeOrWait(count, whenReady) : result;
    }

    private byte @Nullable [] takeOrWait(int count, Execution.@Nullable LoopTask whenReady) {
        lock.lock();
        try {
            waiting = null;
            if (failure != null || closed) {
                return null;
            }
            if (!isThere(count)) {
                waiting = whenReady == null ? null : new Waiting(whenReady, count);
                return null;
            }
            bytes.discard(taken);
            start += taken;
            taken = Math.min(count, bytes.size());
            byte[] result = new byte[taken];
            bytes.copy(result, 0, taken);
            return result;
        } finally {
            lock.unlock();
        }
    }

    /** One byte more than asked for, or else it would not be known whether the body ends there. */
    private boolean isThere(int count) {
        return ended || bytes.size() - taken > count;
    }

    private void supplyMore() {
        Supply asked = null;
        lock.lock();
        try {
            boolean room = bytes.size() - taken <= capacity / 2;
            if (room && !supplying && !ended && !closed && failure == null) {
                supplying = true;
                if (supply == null) {
                    supply = opening.open(this, start + bytes.size());
                }
                asked = supply;
            }
        } finally {
            lock.unlock();
        }
        if (asked != null) {
            asked.request();
        }
    }

    // ---- from the supply, on any thread

    /** Takes bytes; the answer is whether more are welcome now. */
    boolean add(Supply from, ByteBuffer some) {
        Waiting due;
        boolean more = false;
        lock.lock();
        try {
            if (isOver(from)) {
                return false;
            }
            long room = body.length().orElse(Long.MAX_VALUE) - start - bytes.size();
            if (some.remaining() > room) {
                failure = new IOException(
                        body + " has more bytes (expected: " + body.length().getAsLong() + ")");
            } else {
                bytes.add(some);
                more = bytes.size() < capacity;
            }
            supplying = more;
            due = due();
        } finally {
            lock.unlock();
        }
        wakeUp(due);
        return more;
    }

    /** There are no more bytes. */
    void end(Supply from) {
        Waiting due;
        lock.lock();
        try {
            if (isOver(from)) {
                return;
            }
            long there = start + bytes.size();
            if (there == body.length().orElse(there)) {
                ended = true;
            } else {
                failure = new IOException(body + " ended after " + there + " bytes (expected: "
                        + body.length().getAsLong() + ")");
            }
            supplying = false;
            due = due();
        } finally {
            lock.unlock();
        }
        wakeUp(due);
    }

    /** The bytes cannot be had. */
    void fail(Supply from, Throwable reason) {
        Waiting due;
        lock.lock();
        try {
            if (isOver(from)) {
                return;
            }
            failure = new IOException("cannot read " + body + ": " + reason, reason);
            supplying = false;
            due = due();
        } finally {
            lock.unlock();
        }
        wakeUp(due);
    }

    private boolean isOver(Supply from) {
        return from != supply || closed || ended || failure != null;
    }

    /** Who is to be called now; each only once. */
    private @Nullable Waiting due() {
        Waiting next = waiting;
        if (next == null || next.called || failure == null && !isThere(next.count)) {
            return null;
        }
        next.called = true;
        return next;
    }

    private void wakeUp(@Nullable Waiting due) {
        if (due != null) {
            execution.onLoop(nowNanos -> {
                if (take(due)) {
                    due.task.run(nowNanos);
                }
            });
        }
    }

    /** Whether it is still waiting: the loop may have gone on meanwhile. */
    private boolean take(Waiting due) {
        lock.lock();
        try {
            boolean still = waiting == due;
            waiting = still ? null : waiting;
            return still;
        } finally {
            lock.unlock();
        }
    }

    /** A read that could not be answered. */
    private static final class Waiting {
        private final Execution.LoopTask task;
        private final int count;
        private boolean called;

        Waiting(Execution.LoopTask task, int count) {
            this.task = task;
            this.count = count;
        }
    }

    // ---- on the loop

    @Override
    public boolean isAtEnd() {
        lock.lock();
        try {
            return ended && taken == bytes.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long position() {
        lock.lock();
        try {
            return start + taken;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public OptionalLong length() {
        return body.length();
    }

    @Override
    public @Nullable IOException failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean rewind(long offset) {
        Supply old = null;
        lock.lock();
        try {
            boolean buffered = failure == null && offset >= start && offset <= start + bytes.size();
            boolean inside = offset >= 0 && offset <= body.length().orElse(Long.MAX_VALUE);
            if (closed || !inside || !buffered && !body.isRepeatable()) {
                return false;
            }
            waiting = null;
            if (buffered) {
                bytes.discard((int) (offset - start));
            } else {
                old = supply;
                supply = null;
                supplying = false;
                ended = false;
                failure = null;
                bytes.discard(bytes.size());
            }
            start = offset;
            taken = 0;
        } finally {
            lock.unlock();
        }
        if (old != null) {
            old.close();
        }
        return true;
    }

    @Override
    public void close() {
        @Nullable Supply open;
        lock.lock();
        try {
            // What was never asked for is opened only to be closed: a stream that was handed over must be.
            open = closed || supply != null ? supply : opening.open(this, 0);
            supply = null;
            closed = true;
            waiting = null;
            bytes.clear();
            taken = 0;
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.close();
        }
    }
}
