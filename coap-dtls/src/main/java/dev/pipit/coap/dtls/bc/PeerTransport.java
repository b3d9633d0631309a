package dev.pipit.coap.dtls.bc;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams of one peer, as BouncyCastle sees them, in one of two modes.
 *
 * <p>During the handshake, {@code receive} waits on the handshake's thread for what the event loop puts into a bounded
 * inbox, and {@code send} gathers the records of a flight, which BouncyCastle gives one by one, into as few datagrams as
 * they fit in. In record mode all is done on the event loop: {@code receive} gives the one datagram at hand, then {@link
 * WouldBlock}, and {@code send} sends at once.
 */
final class PeerTransport implements DatagramTransport {
    /** The largest datagram of a handshake: IPv6's minimum MTU of 1280 bytes, without the headers of IPv6 and UDP. */
    static final int FLIGHT_BYTES = 1280 - 40 - 8;

    static final int INBOX_DATAGRAMS = 32;

    private static final int HANDSHAKE_DATAGRAM_BYTES = 2048;
    private static final int RECORD_DATAGRAM_BYTES = 65507;
    private static final int LEAST_RECEIVE_BYTES = 64;

    private final Outlet outlet;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> inbox = new ArrayDeque<>(2); // guarded by lock
    private volatile boolean closed;
    private volatile boolean recordMode;

    // The handshake thread's.
    private byte @Nullable [] flight;
    private int flightLength;

    // The event loop's.
    private byte @Nullable [] current;
    private int currentLength;

    /** Where datagrams go. */
    interface Outlet {
        /** Sends one from the handshake's thread; the array is the receiver's from now on. */
        void sendLater(byte[] datagram);

        /** Sends one on the event loop. */
        void sendNow(byte[] bytes, int offset, int length);
    }

    PeerTransport(Outlet outlet) {
        this.outlet = outlet;
    }

    // ---- for the event loop

    /** Puts a datagram into the inbox; false where there is no room. */
    boolean offer(byte[] datagram) {
        lock.lock();
        try {
            if (closed || inbox.size() >= INBOX_DATAGRAMS) {
                return false;
            }
            inbox.add(datagram);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Wakes the handshake's thread, whose handshake ends with that. */
    void abort() {
        closed = true;
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The handshake is done and its thread away; gives what it has left in the inbox. */
    List<byte[]> toRecordMode() {
        lock.lock();
        try {
            recordMode = true;
            flight = null;
            List<byte[]> left = List.copyOf(inbox);
            inbox.clear();
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** The datagram that {@link #receive} gives next; its bytes are not kept. */
    void current(byte @Nullable [] bytes, int length) {
        current = bytes;
        currentLength = length;
    }

    boolean isClosed() {
        return closed;
    }

    // ---- for BouncyCastle

    @Override
    public int getReceiveLimit() {
        // An array of this size is made for each call of receive.
        return recordMode ? Math.max(currentLength, LEAST_RECEIVE_BYTES) : HANDSHAKE_DATAGRAM_BYTES;
    }

    @Override
    public int getSendLimit() {
        return recordMode ? RECORD_DATAGRAM_BYTES : FLIGHT_BYTES;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
        byte[] datagram;
        int size;
        if (recordMode) {
            datagram = current;
            if (datagram == null) {
                throw WouldBlock.INSTANCE;
            }
            current = null;
            size = currentLength;
        } else {
            flush();
            datagram = await(waitMillis);
            if (datagram == null) {
                return -1;
            }
            size = datagram.length;
        }
        int taken = Math.min(size, length);
        System.arraycopy(datagram, 0, buffer, offset, taken);
        return taken;
    }

    /** The next datagram; null where none came in time. Waiting for 0 ms is waiting without end. */
    private byte @Nullable [] await(int waitMillis) throws InterruptedIOException {
        long left = waitMillis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(waitMillis);
        lock.lock();
        try {
            while (inbox.isEmpty()) {
                if (closed) {
                    throw new InterruptedIOException("the handshake was given up");
                }
                if (left <= 0) {
                    return null;
                }
                left = changed.awaitNanos(left);
            }
            return inbox.poll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the handshake was interrupted");
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        if (recordMode) {
            if (!closed) {
                outlet.sendNow(bytes, offset, length);
            }
            return;
        }
        if (flight == null) {
            flight = new byte[FLIGHT_BYTES];
        }
        if (flightLength + length > flight.length) {
            flush();
        }
        System.arraycopy(bytes, offset, flight, flightLength, length);
        flightLength += length;
    }

    /** Sends what there is of a flight; on the handshake's thread. */
    void flush() {
        byte[] gathered = flight;
        if (flightLength > 0 && gathered != null) {
            byte[] datagram = Arrays.copyOf(gathered, flightLength);
            flightLength = 0;
            if (!closed) {
                outlet.sendLater(datagram);
            }
        }
    }

    @Override
    public void close() {
        if (!recordMode) {
            flush();
        }
        closed = true;
    }
}
