package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.association.AssociationLayer;
import dev.pipit.coap.dtls.association.Neighbours;
import dev.pipit.coap.transport.DatagramSecurity;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The event loops of one server or client, by number, to pass datagrams among them. */
final class EventLoops {
    /** A connection ID has one byte for the number. */
    static final int MAX_LOOPS = 256;

    static final int MAX_UNDER_WAY = 1024;

    private final AtomicReferenceArray<@Nullable Seat> seats = new AtomicReferenceArray<>(MAX_LOOPS);

    /** A place for a loop; null where all are taken. */
    @Nullable
    Seat join(DatagramSecurity.Wire wire) {
        for (int number = 0; number < MAX_LOOPS; number++) {
            Seat seat = new Seat(number, wire);
            if (seats.compareAndSet(number, null, seat)) {
                return seat;
            }
        }
        return null;
    }

    /** The place of one loop, from where it sees the others. */
    final class Seat implements Neighbours {
        private final int number;
        private final DatagramSecurity.Wire wire;
        private final AtomicInteger underWay = new AtomicInteger();
        private volatile @Nullable AssociationLayer layer;

        private Seat(int number, DatagramSecurity.Wire wire) {
            this.number = number;
            this.wire = wire;
        }

        int number() {
            return number;
        }

        /** It can be passed datagrams from now on. */
        void open(AssociationLayer made) {
            layer = made;
        }

        @Override
        public boolean pass(int loop, InetSocketAddress from, byte[] bytes, int length) {
            Seat other = loop < MAX_LOOPS ? seats.get(loop) : null;
            return other != null && other != this && other.take(from, bytes, length);
        }

        /** Takes a datagram, from the event loop of another. Who sends much of what is not his must not fill the memory. */
        private boolean take(InetSocketAddress from, byte[] bytes, int length) {
            AssociationLayer receiver = layer;
            if (receiver == null || underWay.incrementAndGet() > MAX_UNDER_WAY) {
                underWay.decrementAndGet();
                return false;
            }
            byte[] copy = Arrays.copyOf(bytes, length);
            boolean taken = wire.execute(now -> {
                underWay.decrementAndGet();
                receiver.handleDatagram(from, copy, copy.length, now);
            });
            if (!taken) {
                underWay.decrementAndGet();
            }
            return taken;
        }

        @Override
        public void leave() {
            seats.compareAndSet(number, this, null);
        }
    }
}
