package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.crypto.AesCcm;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Ciphers that have their keys, for those that were used last: an association keeps nothing but its keys, and one that is
 * busy finds its cipher as it has left it. Each user has a seat, which others have as well; whoever comes after another puts
 * in its own key, which costs about a microsecond. Bounded; safe for use by any thread, as a cipher is away from its seat
 * while it is at work.
 */
final class CcmSeats {
    // Two for each association: 512 of them can be busy without being in each other's way.
    static final int SEATS = 1024;

    private final AtomicReferenceArray<@Nullable Seat> seats = new AtomicReferenceArray<>(SEATS);
    private final AtomicInteger users = new AtomicInteger();

    /** A cipher, and whose key it has. */
    static final class Seat {
        private final AesCcm cipher;
        private Object user;

        Seat(AesCcm cipher, Object user) {
            this.cipher = cipher;
            this.user = user;
        }

        AesCcm cipher() {
            return cipher;
        }
    }

    /** The number of a new user's seat. Neighbours in time have seats of their own. */
    int next() {
        return Math.floorMod(users.getAndIncrement(), SEATS);
    }

    /** The seat, with this user's key; nobody else gets it until it is given back. */
    Seat take(int number, Object user, SecretKey key, int tagBytes) {
        Seat seat = seats.getAndSet(number, null);
        if (seat == null) {
            return new Seat(new AesCcm(key, tagBytes), user);
        }
        if (seat.user != user) {
            seat.cipher.rekey(key, tagBytes);
            seat.user = user;
        }
        return seat;
    }

    void giveBack(int number, Seat seat) {
        seats.setRelease(number, seat);
    }

    /** How many ciphers there are. */
    int ciphers() {
        int count = 0;
        for (int i = 0; i < SEATS; i++) {
            count += seats.get(i) == null ? 0 : 1;
        }
        return count;
    }
}
