package dev.pipit.coap.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.testkit.Requirement;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PeerTableTest {
    private static final long IDLE = 247;

    private final PeerTable table = new PeerTable(3, IDLE, new Random(1));
    private final List<Integer> evicted = new ArrayList<>();

    PeerTableTest() {
        table.onEviction(slot -> evicted.add(slot.peer().address().getPort()));
    }

    private record Name(String name) implements PeerIdentity {
        @Override
        public boolean isSecure() {
            return true;
        }
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress("192.0.2.2", port);
    }

    private PeerSlot touch(int port, long now) {
        return Objects.requireNonNull(table.touch(address(port), PeerIdentity.NONE, now));
    }

    @Test
    void keepsOneSlotPerAddress() {
        PeerSlot first = touch(1, 0);
        assertSame(first, touch(1, 5));
        assertSame(first, table.find(address(1)));
        assertNull(table.find(address(2)));
        assertEquals(1, table.size());
    }

    @Test
    void aNewStrangerTakesThePlaceOfTheOneSilentLongest() {
        touch(1, 0);
        touch(2, 1);
        touch(3, 2);
        touch(1, 3);
        touch(4, 4);
        assertEquals(List.of(2), evicted);
        touch(5, 5);
        assertEquals(List.of(2, 3), evicted);
        assertEquals(3, table.size());
    }

    @Test
    void provenPeersOutliveStrangersAndAreForgottenOnlyWhenIdle() {
        table.prove(touch(1, 0));
        table.prove(touch(2, 0));
        touch(3, 1);
        touch(4, 2);
        assertEquals(List.of(3), evicted);
        table.prove(touch(4, 3));
        assertNull(table.touch(address(5), PeerIdentity.NONE, IDLE - 1));
        assertNotNull(table.touch(address(5), PeerIdentity.NONE, IDLE));
        assertEquals(List.of(3, 1), evicted);
    }

    @Test
    void pinnedPeersStayAndTheNewcomerIsRefused() {
        for (int i = 1; i <= 3; i++) {
            touch(i, 0).pin();
        }
        assertNull(table.touch(address(4), PeerIdentity.NONE, 10 * IDLE));
        table.handleTimeout(10 * IDLE);
        assertEquals(3, table.size());
        touch(2, 10 * IDLE).unpin();
        assertNotNull(table.touch(address(4), PeerIdentity.NONE, 10 * IDLE));
        assertEquals(List.of(2), evicted);
    }

    @Test
    void forgetsIdlePeersInTime() {
        touch(1, 0);
        table.prove(touch(2, 10));
        touch(3, 20).pin();
        assertEquals(IDLE, table.nextDeadline());
        table.handleTimeout(IDLE - 1);
        assertEquals(List.of(), evicted);
        table.handleTimeout(IDLE + 50);
        assertEquals(List.of(1, 2), evicted);
        assertEquals(IDLE + 50 + IDLE, table.nextDeadline());
        touch(3, IDLE + 60).unpin();
        table.handleTimeout(3 * IDLE);
        assertEquals(0, table.size());
        assertEquals(Long.MAX_VALUE, table.nextDeadline());
    }

    private PeerSlot touch(int port, String name, long now) {
        return Objects.requireNonNull(table.touch(address(port), new Name(name), now));
    }

    @Test
    void eachIdentityAtAnAddressHasASlotOfItsOwn() {
        PeerSlot alice = touch(1, "alice", 0);
        PeerSlot bob = touch(1, "bob", 2);
        assertNotSame(alice, bob);
        assertNotSame(alice, touch(1, 2));
        assertSame(alice, touch(1, "alice", 3));
        assertEquals(3, table.size());
        assertEquals(List.of(), evicted);
    }

    @Test
    void anIdentityIsForgottenWithItsAssociationThoughMuchIsOutstanding() {
        PeerSlot alice = touch(1, "alice", 0);
        alice.pin();
        table.prove(alice);
        touch(2, "bob", 0);
        table.forget(new Name("alice"), 7);
        assertEquals(List.of(1), evicted);
        assertEquals(7, table.latestNanos());
        table.forget(new Name("alice"), 8);
        table.forget(new Name("carol"), 8);
        assertEquals(1, table.size());
        assertNotSame(alice, touch(1, "alice", 9));
        table.handleTimeout(10 * IDLE);
        assertEquals(List.of(1, 2, 1), evicted);
        assertEquals(Long.MAX_VALUE, table.nextDeadline());
    }

    @Test
    void keepsItsSlotWhereItMoves() {
        PeerSlot alice = touch(1, "alice", 0);
        table.prove(alice);
        table.move(alice, address(9));
        assertEquals(address(9), alice.peer().address());
        assertSame(alice, touch(1, "alice", 1));
        assertEquals(address(9), alice.peer().address());
        assertTrue(alice.isProven());
    }

    // RFC 9146 §6: "the receiver has verified the peer's reachability at the new address" before it is sent more
    @Test
    @Requirement("R9146-008")
    void whoMovesIsAStrangerAtTheNewAddressWhereStrangersAreLimited() {
        PeerTable limiting = new PeerTable(3, IDLE, true, new Random(1));
        PeerSlot alice = Objects.requireNonNull(limiting.touch(address(1), new Name("alice"), 0));
        assertFalse(alice.isLimited());
        limiting.prove(alice);
        limiting.move(alice, address(9));
        assertTrue(alice.isLimited());
        assertFalse(alice.isProven());
        assertFalse(alice.affords(1));
        alice.countReceived(100);
        assertTrue(alice.affords(300));
        limiting.prove(alice);
        assertFalse(alice.isLimited());
        // A place among strangers is lost to another one, as ever.
        limiting.move(alice, address(8));
        for (int port = 20; port < 23; port++) {
            limiting.touch(address(port), PeerIdentity.NONE, port);
        }
        assertNotSame(alice, limiting.touch(address(8), new Name("alice"), 30));
    }

    @Test
    void describesPeers() {
        assertEquals("192.0.2.2:7", touch(7, 0).toString());
        assertEquals(
                "[2001:db8:0:0:0:0:0:1]:5683",
                Peer.of(new InetSocketAddress("2001:db8::1", 5683)).toString());
        assertTrue(new Peer(address(7), new Name("alice")).toString().startsWith("192.0.2.2:7 "));
        assertThrows(IllegalArgumentException.class, () -> new PeerTable(0, 1, new Random(1)));
    }

    @Test
    void staysWholeWhenAnEvictionListenerTouchesTheSameAddress() {
        table.onEviction(slot -> {
            if (slot.peer().identity().equals(new Name("alice"))) {
                table.touch(address(1), new Name("alice again"), 2);
            }
        });
        table.touch(address(1), new Name("alice"), 0);
        table.forget(new Name("alice"), 3);
        PeerSlot again = table.touch(address(1), new Name("alice again"), 100);
        table.handleTimeout(IDLE + 50);
        assertSame(again, table.touch(address(1), new Name("alice again"), IDLE + 51));
        table.handleTimeout(10 * IDLE);
        assertEquals(0, table.size());
        assertEquals(Long.MAX_VALUE, table.nextDeadline());
    }

    /** Addresses of one network, as anybody has who has a line with IPv6. */
    @Test
    void isNotSlowedDownByAddressesThatWereChosenToHaveOneHash() throws UnknownHostException {
        List<InetSocketAddress> chosen = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            int sevenBits = (i >> 14) << 16 | (i >> 7 & 0x7f) << 8 | i & 0x7f; // as Java's bytes have signs
            ByteBuffer ip = ByteBuffer.allocate(16)
                    .putInt(0x20010db8)
                    .putInt(0)
                    .putInt(sevenBits)
                    .putInt(0x7f7f7f7f - sevenBits);
            chosen.add(new InetSocketAddress(InetAddress.getByAddress(ip.array()), 5683));
            assertEquals(chosen.get(0).hashCode(), chosen.get(i).hashCode());
        }
        PeerTable large = new PeerTable(100_000, IDLE, new Random(1));
        // A fraction of a second, where it would be a minute.
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (InetSocketAddress each : chosen) {
                large.touch(each, PeerIdentity.NONE, 0);
            }
            for (InetSocketAddress each : chosen) {
                assertNotNull(large.find(each));
            }
        });
        assertEquals(chosen.size(), large.size());
    }
}
