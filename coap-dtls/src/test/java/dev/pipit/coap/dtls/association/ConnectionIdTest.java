package dev.pipit.coap.dtls.association;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.dtls.DtlsLimits;
import dev.pipit.coap.dtls.association.FakeHandshakes.FakeSession;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.peer.PeerTable;
import dev.pipit.coap.testkit.Requirement;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A server that gives its peers connection IDs (RFC 9146), on a clock that the test turns. */
class ConnectionIdTest implements Neighbours {
    private static final long SECOND = 1_000_000_000;
    private static final int LOOP = 3;
    private static final DtlsLimits LIMITS =
            new DtlsLimits(3, Duration.ofSeconds(60), Duration.ofSeconds(600), 4, 4, Duration.ofSeconds(12));

    private final FakeWire wire = new FakeWire();
    private final FakeHandshakes handshakes = new FakeHandshakes();
    private final ConnectionIds ids = new ConnectionIds(4, LOOP, new Random(1));
    private final AssociationLayer layer = new AssociationLayer(LIMITS, wire, handshakes, true, ids, this);
    private final List<String> passed = new ArrayList<>();
    private boolean left;
    private long now = SECOND;

    @Override
    public boolean pass(int loop, InetSocketAddress from, byte[] bytes, int length) {
        passed.add(loop + " from " + from.getPort());
        return loop < 9;
    }

    @Override
    public void leave() {
        left = true;
    }

    private static InetSocketAddress at(int host) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) host}), host);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private void handle(InetSocketAddress from, byte[] datagram) {
        layer.handleDatagram(from, datagram, datagram.length, now);
    }

    private FakeSession establish(InetSocketAddress from, String name, int random) {
        handle(from, Records.withCookie(random));
        return handshakes.last().succeed(name, now);
    }

    /** The ID that the newest handshake has given out. */
    private byte[] lastId() {
        return Objects.requireNonNull(handshakes.last().owner.connectionId());
    }

    private PeerIdentity identityAt(InetSocketAddress address) {
        Connecting connecting = new Connecting();
        layer.connect(address, "", connecting, now);
        return connecting.identity;
    }

    private PeerSlot slot(PeerIdentity identity) {
        return Objects.requireNonNull(new PeerTable(1, 1, new Random(1)).touch(at(99), identity, 0));
    }

    private void send(PeerIdentity to, String text) {
        layer.send(slot(to), text.getBytes(StandardCharsets.UTF_8));
    }

    private void pass(long nanos) {
        long end = now + nanos;
        while (layer.nextDeadline() <= end) {
            now = Math.max(now, layer.nextDeadline());
            layer.handleTimeout(now);
        }
        now = end;
    }

    @Test
    void eachIdNamesItsLoopAndIsAnother() {
        establish(at(1), "a", 1);
        byte[] first = lastId();
        establish(at(2), "b", 2);
        byte[] second = lastId();
        assertEquals(4, first.length);
        assertEquals(LOOP, first[0]);
        assertEquals(LOOP, second[0]);
        assertFalse(Arrays.equals(first, second));
    }

    @Test
    void drawsAgainWhereAnIdIsTaken() {
        int[] draws = new int[1];
        RandomGenerator repeating = () -> (long) (draws[0]++ / 2) << 8; // the first byte is the number of the loop
        ConnectionIds few = new ConnectionIds(4, 0, repeating);
        Association a = new Association(layer, at(1), "");
        byte[] first = few.give(a);
        byte[] second = few.give(a);
        assertFalse(Arrays.equals(first, second));
        few.takeBack(first);
        assertEquals(1, few.size());
        ConnectionIds one = new ConnectionIds(4, 0, () -> 7);
        assertEquals(4, Objects.requireNonNull(one.give(a)).length);
        assertEquals(0, Objects.requireNonNull(one.give(a)).length);
    }

    @Test
    void withoutIdsThereIsNoneOrAnEmptyOne() {
        Association a = new Association(layer, at(1), "");
        assertNull(new ConnectionIds(ConnectionIds.OFF, 0, new Random(1)).give(a));
        assertArrayEquals(new byte[0], new ConnectionIds(0, 0, new Random(1)).give(a));
    }

    // RFC 9146 §6: "the receiver MUST NOT update the address it uses to send to its peer until" the record is authentic
    // and newer than all before it
    @Test
    @Requirement({"R9146-008", "R9146-009"})
    void followsItsPeerByRecordsThatAreAuthenticAndNewest() {
        establish(at(1), "a", 1);
        byte[] id = lastId();
        PeerIdentity identity = identityAt(at(1));
        handle(at(2), Records.data(id, "forged"));
        send(identity, "one");
        handle(at(2), Records.data(id, "a:late"));
        send(identity, "two");
        assertFalse(layer.hasMoved(slot(identity)));
        handle(at(2), Records.data(id, "a:here"));
        send(identity, "three");
        assertTrue(layer.hasMoved(slot(identity)));
        assertEquals(List.of("1 one", "1 two", "2 three"), wire.sent);
        assertEquals(List.of("psk:a a:late", "psk:a a:here"), wire.delivered);
        assertEquals(List.of(), wire.ended);
        assertEquals(1, wire.count(Counter.RECORDS_REJECTED));
        // It is the association of its new address now, and nobody's at the old one.
        assertEquals(identity, identityAt(at(2)));
        handle(at(1), Records.data("a:without"));
        assertEquals(1, wire.count(Counter.RECORDS_WITHOUT_ASSOCIATION));
    }

    @Test
    void anotherDeviceAtTheAddressThatOneHadDoesNotEndIt() {
        establish(at(1), "a", 1);
        byte[] a = lastId();
        PeerIdentity first = identityAt(at(1));
        establish(at(1), "b", 2);
        byte[] b = lastId();
        handle(at(1), Records.data(b, "b:one"));
        handle(at(2), Records.data(a, "a:moved"));
        send(first, "to a");
        assertEquals(List.of("psk:b b:one", "psk:a a:moved"), wire.delivered);
        assertEquals(List.of("2 to a"), wire.sent);
        assertEquals(List.of(), wire.ended);
        assertEquals(2, layer.associations());
    }

    @Test
    void deviceThatBeginsAnewEndsItsOwn() {
        FakeSession old = establish(at(1), "a", 1);
        establish(at(1), "a", 2);
        assertEquals("discarded", old.end);
        assertEquals(List.of("psk:a"), wire.ended);
        assertEquals(1, layer.associations());
        assertEquals(1, ids.size());
    }

    @Test
    void whoMovesToAnAddressTakesItFromNobody() {
        handle(at(1), Records.withCookie(1));
        FakeHandshakes.Begun without = handshakes.last();
        without.givesId = false;
        without.succeed("plain", now);
        establish(at(2), "mover", 2);
        byte[] id = lastId();
        PeerIdentity mover = identityAt(at(2));
        handle(at(1), Records.data(id, "mover:spoofs"));
        handle(at(1), Records.data("plain:still"));
        assertEquals(List.of("psk:mover mover:spoofs", "psk:plain plain:still"), wire.delivered);
        send(mover, "to mover");
        assertEquals(List.of("1 to mover"), wire.sent);
        // Its old address is free, and it is not held at the other one.
        handle(at(3), Records.data(id, "mover:on"));
        handle(at(1), Records.data("plain:yet"));
        assertEquals(4, wire.delivered.size());
        assertEquals(2, layer.associations());
    }

    @Test
    void recordOfAHandshakeFindsItByItsId() {
        handle(at(1), Records.withCookie(1));
        handle(at(1), Records.data(lastId(), "a:finished"));
        assertEquals(1, handshakes.last().offered.size());
    }

    @Test
    void recordOfAHandshakeBesideAnAssociationGoesToWhoseIdItHas() {
        establish(at(1), "a", 1);
        byte[] old = lastId();
        handle(at(1), Records.withCookie(2));
        handle(at(1), Records.data(lastId(), "a:finished"));
        handle(at(1), Records.data(old, "a:data"));
        assertEquals(1, handshakes.last().offered.size());
        assertEquals(List.of("psk:a a:data"), wire.delivered);
    }

    @Test
    void idsOfOtherLoopsArePassedOn() {
        handle(at(1), Records.data(new byte[] {5, 1, 1, 1}, "x"));
        handle(at(2), Records.data(new byte[] {9, 1, 1, 1}, "x"));
        handle(at(2), Records.data(new byte[] {LOOP, 1, 1, 1}, "x"));
        assertEquals(List.of("5 from 1", "9 from 2"), passed);
        assertEquals(2, wire.count(Counter.RECORDS_WITHOUT_ASSOCIATION));
    }

    @Test
    void recordTooShortForAnIdIsDropped() {
        for (int length = 14; length <= 17; length++) {
            handle(at(1), Arrays.copyOf(Records.withConnectionId(), length));
        }
        assertEquals(4, wire.count(Counter.RECORDS_DROPPED));
    }

    @Test
    void noIdOutlivesWhatItIsFor() {
        establish(at(1), "closed by peer", 1);
        handle(at(1), Records.data(lastId(), "closed by peer:bye"));
        assertEquals(0, ids.size());
        handle(at(2), Records.withCookie(2));
        pass(12 * SECOND);
        assertEquals(0, ids.size());
        handshakes.full = true;
        handle(at(3), Records.withCookie(3));
        assertEquals(0, ids.size());
        handshakes.full = false;
        establish(at(4), "idle", 4);
        pass(600 * SECOND);
        assertEquals(0, ids.size());
        handle(at(5), Records.withCookie(5));
        handshakes.last().givesId = false;
        handshakes.last().succeed("not taken", now);
        assertEquals(0, ids.size());
        for (int host = 10; host < 20; host++) {
            handle(at(host), Records.withCookie(host));
        }
        assertEquals(4, ids.size());
        establish(at(6), "at the end", 6);
        layer.close(now);
        assertEquals(0, ids.size());
        assertTrue(left);
    }

    @Test
    void lateHandshakeThatFindsNoRoomGivesItsIdBack() {
        handle(at(9), Records.withCookie(9));
        for (int host = 1; host <= 3; host++) {
            establish(at(host), "d" + host, host);
        }
        assertNotEquals(3, ids.size());
        handshakes.begun.get(0).succeed("late", now);
        assertEquals(3, ids.size());
    }
}
