package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.record.ContentType;
import dev.pipit.coap.dtls.record.RecordCursor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
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

    // What only the handshake needs is in there, and goes with it.
    private volatile @Nullable Flights handshake;
    private volatile boolean closed;

    // The event loop's, in record mode.
    private @Nullable Outlet outlet;
    private byte @Nullable [] current;
    private int currentLength;

    /** Where datagrams go in record mode. */
    @FunctionalInterface
    interface Outlet {
        /** Sends one on the event loop. */
        void send(byte[] bytes, int offset, int length);
    }

    /** The datagrams of a handshake. */
    private static final class Flights {
        private final Consumer<byte[]> outlet;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final ArrayDeque<byte[]> inbox = new ArrayDeque<>(2); // guarded by lock

        // The handshake thread's.
        private byte @Nullable [] flight;
        private int flightLength;
        private byte @Nullable [] begun; // of which some records have been taken
        private int taken;

        Flights(Consumer<byte[]> outlet) {
            this.outlet = outlet;
        }
    }

    /**
     * One for a handshake.
     *
     * @param outlet sends a datagram of the handshake's thread; the array is the receiver's from now on
     */
    PeerTransport(Consumer<byte[]> outlet) {
        this.handshake = new Flights(outlet);
    }

    // ---- for the event loop

    /** Puts a datagram into the inbox; false where there is no room. */
    boolean offer(byte[] datagram) {
        Flights flights = handshake;
        if (flights == null) {
            return false;
        }
        flights.lock.lock();
        try {
            if (closed || flights.inbox.size() >= INBOX_DATAGRAMS) {
                return false;
            }
            flights.inbox.add(datagram);
            flights.changed.signal();
            return true;
        } finally {
            flights.lock.unlock();
        }
    }

    /** Wakes the handshake's thread, whose handshake ends with that. */
    void abort() {
        closed = true;
        Flights flights = handshake;
        if (flights != null) {
            flights.lock.lock();
            try {
                flights.changed.signalAll();
            } finally {
                flights.lock.unlock();
            }
        }
    }

    /** The handshake is done and its thread away; gives what it has left in the inbox. */
    List<byte[]> toRecordMode(Outlet records) {
        Flights flights = handshake;
        if (flights == null) {
            return List.of();
        }
        flights.lock.lock();
        try {
            outlet = records;
            handshake = null;
            List<byte[]> left = new ArrayList<>(flights.inbox);
            if (flights.begun != null) {
                left.add(0, Arrays.copyOfRange(flights.begun, flights.taken, flights.begun.length));
            }
            return left;
        } finally {
            flights.lock.unlock();
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
        return handshake == null ? Math.max(currentLength, LEAST_RECEIVE_BYTES) : HANDSHAKE_DATAGRAM_BYTES;
    }

    @Override
    public int getSendLimit() {
        return handshake == null ? RECORD_DATAGRAM_BYTES : FLIGHT_BYTES;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
        Flights flights = handshake;
        if (flights != null) {
            flush();
            return receive(flights, buffer, offset, length, waitMillis);
        }
        byte[] datagram = current;
        if (datagram == null) {
            throw WouldBlock.INSTANCE;
        }
        current = null;
        int taken = Math.min(currentLength, length);
        System.arraycopy(datagram, 0, buffer, offset, taken);
        return taken;
    }

    /** Gives the records of a datagram one by one: of several, BouncyCastle would keep room for those behind the first. */
    private int receive(Flights flights, byte[] buffer, int offset, int length, int waitMillis)
            throws InterruptedIOException {
        byte[] datagram = flights.begun;
        if (datagram == null) {
            datagram = await(flights, waitMillis);
            flights.taken = 0;
        }
        if (datagram == null) {
            return -1;
        }
        int start = flights.taken;
        flights.taken = recordEnd(datagram, start);
        flights.begun = flights.taken < datagram.length ? datagram : null;
        int taken = Math.min(flights.taken - start, length);
        System.arraycopy(datagram, start, buffer, offset, taken);
        return taken;
    }

    /** Where a record ends; of one with a connection ID, whose length is not known here, the end of all of them. */
    private static int recordEnd(byte[] datagram, int start) {
        int content = start + RecordCursor.HEADER_BYTES;
        if (content > datagram.length || datagram[start] == ContentType.CONNECTION_ID) {
            return datagram.length;
        }
        int end = content + ((datagram[content - 2] & 0xff) << 8 | datagram[content - 1] & 0xff);
        return Math.min(end, datagram.length);
    }

    /** The next datagram; null where none came in time. Waiting for 0 ms is waiting without end. */
    private byte @Nullable [] await(Flights flights, int waitMillis) throws InterruptedIOException {
        long left = waitMillis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(waitMillis);
        flights.lock.lock();
        try {
            while (flights.inbox.isEmpty()) {
                if (closed) {
                    throw new InterruptedIOException("the handshake was given up");
                }
                if (left <= 0) {
                    return null;
                }
                left = flights.changed.awaitNanos(left);
            }
            return flights.inbox.poll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the handshake was interrupted");
        } finally {
            flights.lock.unlock();
        }
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        Flights flights = handshake;
        if (flights == null) {
            if (!closed && outlet != null) {
                outlet.send(bytes, offset, length);
            }
            return;
        }
        if (flights.flight == null) {
            flights.flight = new byte[FLIGHT_BYTES];
        }
        if (flights.flightLength + length > FLIGHT_BYTES) {
            flush();
        }
        System.arraycopy(bytes, offset, flights.flight, flights.flightLength, length);
        flights.flightLength += length;
    }

    /** Sends what there is of a flight; on the handshake's thread. */
    void flush() {
        Flights flights = handshake;
        byte[] datagram = takeFlight();
        if (flights != null && datagram != null) {
            flights.outlet.accept(datagram);
        }
    }

    /** What there is of a flight, for the handshake's thread, or for the loop when that is through; null for nothing. */
    byte @Nullable [] takeFlight() {
        Flights flights = handshake;
        if (flights == null || flights.flight == null || flights.flightLength == 0) {
            return null;
        }
        byte[] datagram = Arrays.copyOf(flights.flight, flights.flightLength);
        flights.flightLength = 0;
        return closed ? null : datagram;
    }

    @Override
    public void close() {
        flush();
        closed = true;
    }
}
