package dev.pipit.coap.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PeerTableTest {
    private static final long IDLE = 247;

    private final PeerTable table = new PeerTable(3, IDLE);
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

    @Test
    void aNewIdentityTakesANewSlot() {
        PeerSlot alice = Objects.requireNonNull(table.touch(address(1), new Name("alice"), 0));
        assertSame(alice, table.touch(address(1), new Name("alice"), 1));
        alice.pin();
        PeerSlot bob = Objects.requireNonNull(table.touch(address(1), new Name("bob"), 2));
        assertNotSame(alice, bob);
        assertEquals(List.of(1), evicted);
        assertEquals(1, table.size());
        table.prove(alice);
        assertFalse(alice.isProven());
        table.handleTimeout(IDLE + 2);
        assertEquals(List.of(1, 1), evicted);
        assertEquals(0, table.size());
    }

    @Test
    void describesPeers() {
        assertEquals("192.0.2.2:7", touch(7, 0).toString());
        assertEquals(
                "[2001:db8:0:0:0:0:0:1]:5683",
                Peer.of(new InetSocketAddress("2001:db8::1", 5683)).toString());
        assertTrue(new Peer(address(7), new Name("alice")).toString().startsWith("192.0.2.2:7 "));
        assertThrows(IllegalArgumentException.class, () -> new PeerTable(0, 1));
    }

    @Test
    void staysWholeWhenAnEvictionListenerTouchesTheSameAddress() {
        table.onEviction(slot -> {
            if (slot.peer().identity().equals(new Name("alice"))) {
                table.touch(address(1), new Name("alice again"), 2);
            }
        });
        table.touch(address(1), new Name("alice"), 0);
        table.touch(address(1), new Name("bob"), 3);
        PeerSlot bob = table.touch(address(1), new Name("bob"), 100);
        table.handleTimeout(IDLE + 50);
        assertSame(bob, table.find(address(1)));
        table.handleTimeout(10 * IDLE);
        assertEquals(0, table.size());
        assertEquals(Long.MAX_VALUE, table.nextDeadline());
    }
}
