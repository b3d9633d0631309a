package dev.pipit.coap.dtls.association;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The layer as a server, on a clock that the test turns. */
class AssociationLayerTest {
    private static final long SECOND = 1_000_000_000;
    private static final DtlsLimits LIMITS =
            new DtlsLimits(3, Duration.ofSeconds(60), Duration.ofSeconds(600), 4, 2, Duration.ofSeconds(12));

    private final FakeWire wire = new FakeWire();
    private final FakeHandshakes handshakes = new FakeHandshakes();
    private final AssociationLayer layer = new AssociationLayer(
            LIMITS, wire, handshakes, true, new ConnectionIds(0, 0, new Random(1)), Neighbours.NONE);
    private long now = SECOND;

    private static InetSocketAddress at(int host, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) host}), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static InetSocketAddress at(int host) {
        return at(host, host);
    }

    private void handle(InetSocketAddress from, byte[] datagram) {
        layer.handleDatagram(from, datagram, datagram.length, now);
    }

    private FakeSession establish(InetSocketAddress from, String name, int random) {
        handle(from, Records.withCookie(random));
        return handshakes.last().succeed(name, now);
    }

    /** Lets time pass, and does what is due on the way. */
    private void pass(long nanos) {
        long end = now + nanos;
        while (layer.nextDeadline() <= end) {
            now = Math.max(now, layer.nextDeadline());
            layer.handleTimeout(now);
        }
        now = end;
    }

    private PeerSlot slot(InetSocketAddress address, PeerIdentity identity) {
        return Objects.requireNonNull(new PeerTable(1, 1, new Random(1)).touch(address, identity, 0));
    }

    private PeerIdentity identityAt(InetSocketAddress address) {
        Connecting connecting = new Connecting();
        layer.connect(address, "", connecting, now);
        return connecting.identity;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void keepsNothingOfHelloWithoutCookie() {
        for (int i = 1; i < 200; i++) {
            handle(at(i), Records.clientHello(i));
        }
        assertEquals(0, layer.pendingHandshakes());
        assertEquals(0, layer.sources());
        assertTrue(handshakes.begun.isEmpty());
        assertEquals(Long.MAX_VALUE, layer.nextDeadline());
    }

    @Test
    void deliversRecordsOfEstablishedAssociationOnly() {
        handle(at(1), Records.data("a:before"));
        assertEquals(1, wire.count(Counter.RECORDS_WITHOUT_ASSOCIATION));
        establish(at(1), "a", 1);
        handle(at(1), Records.data("a:one"));
        handle(at(1), Records.data("forged"));
        handle(at(2), Records.data("a:elsewhere"));
        assertEquals(List.of("psk:a a:one"), wire.delivered);
        assertEquals(1, wire.count(Counter.RECORDS_REJECTED));
        assertEquals(2, wire.count(Counter.RECORDS_WITHOUT_ASSOCIATION));
    }

    @Test
    void feedsHandshakeWithWhatIsItsOwn() {
        handle(at(1), Records.withCookie(1));
        handle(at(1), Records.withCookie(1));
        handle(at(1), Records.handshake());
        handle(at(1), Records.data("a:early"));
        assertEquals(3, handshakes.last().offered.size());
        handle(at(1), Records.data("a:more than it takes"));
        assertEquals(1, wire.count(Counter.RECORDS_DROPPED));
        assertEquals(1, wire.count(Counter.HANDSHAKES_STARTED));
    }

    @Test
    void givesSessionWhatHandshakeDidNotNeed() {
        handle(at(1), Records.withCookie(1));
        handshakes.last().succeed("a", now, Records.data("a:one"), Records.data("a:two"));
        assertEquals(List.of("psk:a a:one", "psk:a a:two"), wire.delivered);
    }

    @Test
    void lateCopyOfHelloBeginsNothing() {
        FakeSession session = establish(at(1), "a", 1);
        handle(at(1), Records.withCookie(1));
        assertEquals(1, handshakes.begun.size());
        assertFalse(session.isOver());
        assertEquals(1, wire.count(Counter.RECORDS_DROPPED));
    }

    // RFC 6347 §4.2.8: "the server MUST NOT destroy the existing association until the client has demonstrated
    // reachability either by completing a cookie exchange or by completing a complete handshake"
    @Test
    void oldAssociationWorksUntilNewOneIsProved() {
        FakeSession old = establish(at(1), "a", 1);
        handle(at(1), Records.withCookie(2));
        handle(at(1), Records.data("a:still there"));
        assertEquals(List.of("psk:a a:still there"), wire.delivered);
        assertEquals(0, handshakes.last().offered.size());
        handle(at(1), Records.data("b:finished"));
        assertEquals(1, handshakes.last().offered.size());
        handshakes.last().succeed("b", now);
        assertEquals("discarded", old.end);
        handle(at(1), Records.data("b:new"));
        handle(at(1), Records.data("a:old"));
        assertEquals(List.of("psk:a a:still there", "psk:b b:new"), wire.delivered);
        assertEquals(1, layer.associations());
        assertEquals(0, wire.count(Counter.ASSOCIATIONS_EVICTED));
    }

    @Test
    void oldAssociationSurvivesFailureOfNewHandshake() {
        FakeSession old = establish(at(1), "a", 1);
        handle(at(1), Records.withCookie(2));
        pass(13 * SECOND);
        assertEquals(0, layer.pendingHandshakes());
        assertFalse(old.isOver());
        handle(at(1), Records.data("a:one"));
        assertEquals(1, wire.delivered.size());
    }

    @Test
    void clientThatBeginsAnewDuringHandshakeEndsTheFirst() {
        handle(at(1), Records.withCookie(1));
        handle(at(1), Records.withCookie(2));
        assertTrue(handshakes.begun.get(0).aborted);
        assertFalse(handshakes.begun.get(1).aborted);
        FakeSession late = handshakes.begun.get(0).succeed("a", now);
        assertEquals("discarded", late.end);
        assertEquals(0, layer.associations());
        assertEquals(1, layer.pendingHandshakes());
    }

    @Test
    void repeatedFinalFlightReachesSession() {
        FakeSession session = establish(at(1), "a", 1);
        handle(at(1), Records.handshake());
        assertEquals(1, session.clear);
        handle(at(2), Records.handshake());
        assertEquals(1, wire.count(Counter.RECORDS_WITHOUT_ASSOCIATION));
    }

    @Test
    void alertInTheClearEndsNoHandshakeOfServer() {
        handle(at(1), Records.withCookie(1));
        handle(at(1), Records.alert(40));
        pass(5 * SECOND);
        assertEquals(1, layer.pendingHandshakes());
        assertEquals(0, handshakes.last().offered.size());
    }

    @Test
    void handshakeEndsAtItsDeadline() {
        handle(at(1), Records.withCookie(1));
        assertEquals(now + 12 * SECOND, layer.nextDeadline());
        pass(12 * SECOND - 1);
        assertEquals(1, layer.pendingHandshakes());
        pass(1);
        assertEquals(0, layer.pendingHandshakes());
        assertEquals(0, layer.sources());
        assertTrue(handshakes.last().aborted);
        assertEquals(1, wire.count(Counter.HANDSHAKES_FAILED));
        assertEquals(Long.MAX_VALUE, layer.nextDeadline());
    }

    @Test
    void beyondLimitOldestHandshakeGoes() {
        for (int host = 1; host <= 5; host++) {
            handle(at(host), Records.withCookie(host));
        }
        assertEquals(4, layer.pendingHandshakes());
        assertTrue(handshakes.begun.get(0).aborted);
        assertFalse(handshakes.begun.get(1).aborted);
        assertEquals(1, wire.count(Counter.HANDSHAKES_EVICTED));
    }

    @Test
    void beyondLimitOfSourceItsOldestHandshakeGoes() {
        handle(at(1), Records.withCookie(1));
        for (int port = 1; port <= 20; port++) {
            handle(at(9, port), Records.withCookie(port));
        }
        assertEquals(3, layer.pendingHandshakes());
        assertFalse(handshakes.begun.get(0).aborted);
        assertEquals(18, wire.count(Counter.HANDSHAKES_EVICTED));
    }

    @Test
    void ipv6NetworkIsOneSource() throws UnknownHostException {
        assertEquals(source("2001:db8::1"), source("2001:db8::ffff:1"));
        assertFalse(source("2001:db8::1").equals(source("2001:db8:0:1::1")));
        assertFalse(source("10.0.0.1").equals(source("10.0.0.2")));
    }

    private static Source source(String literal) throws UnknownHostException {
        return Source.of(InetAddress.getByName(literal));
    }

    @Test
    void fullTableRefusesNewcomerWhileAllAreActive() {
        for (int host = 1; host <= 3; host++) {
            establish(at(host), "a", host);
        }
        handle(at(4), Records.withCookie(4));
        assertEquals(1, wire.count(Counter.HANDSHAKES_REFUSED));
        assertEquals(3, handshakes.begun.size());
        // One that has a place may take it again.
        handle(at(2), Records.withCookie(9));
        assertEquals(4, handshakes.begun.size());
    }

    @Test
    void fullTableGivesUpTheOneSilentLongestForWhoHasProvedItself() {
        FakeSession first = establish(at(1), "a", 1);
        FakeSession second = establish(at(2), "b", 2);
        establish(at(3), "c", 3);
        pass(50 * SECOND);
        handle(at(1), Records.data("a:alive"));
        pass(20 * SECOND);
        handle(at(4), Records.withCookie(4));
        assertFalse(second.isOver());
        handshakes.last().succeed("d", now);
        assertEquals("discarded", second.end);
        assertFalse(first.isOver());
        assertEquals(3, layer.associations());
        assertEquals(1, wire.count(Counter.ASSOCIATIONS_EVICTED));
    }

    @Test
    void handshakeThatFindsTableFullAtItsEndIsRefused() {
        handle(at(9), Records.withCookie(9));
        for (int host = 1; host <= 3; host++) {
            establish(at(host), "a", host);
        }
        FakeSession late = handshakes.begun.get(0).succeed("late", now);
        assertEquals("closed", late.end);
        assertEquals(3, layer.associations());
    }

    @Test
    void forgedRecordsKeepNoAssociationAlive() {
        FakeSession session = establish(at(1), "a", 1);
        pass(400 * SECOND);
        handle(at(1), Records.data("forged"));
        pass(200 * SECOND);
        assertEquals("closed", session.end);
        assertEquals(0, layer.associations());
        assertEquals(1, wire.count(Counter.ASSOCIATIONS_EVICTED));
        assertEquals(Long.MAX_VALUE, layer.nextDeadline());
    }

    @Test
    void associationThatIsUsedStays() {
        FakeSession session = establish(at(1), "a", 1);
        for (int i = 0; i < 10; i++) {
            pass(500 * SECOND);
            handle(at(1), Records.data("a:alive"));
        }
        assertFalse(session.isOver());
    }

    @Test
    void peerEndsItsAssociation() {
        establish(at(1), "a", 1);
        handle(at(1), Records.data("a:bye"));
        assertEquals(0, layer.associations());
        assertEquals(1, wire.count(Counter.ASSOCIATIONS_CLOSED));
    }

    // RFC 7252 §9.1.2: "The DTLS session MUST be the same, and the epoch MUST be the same."
    @Test
    @Requirement({"R7252-145", "R7252-146", "R7252-147", "R7641-056"})
    void nothingCrossesFromOneAssociationToTheNext() {
        establish(at(1), "a", 1);
        PeerSlot first = slot(at(1), identityAt(at(1)));
        layer.send(first, bytes("to a"));
        establish(at(1), "a", 2);
        layer.send(first, bytes("answer to the first"));
        layer.send(slot(at(1), PeerIdentity.NONE), bytes("in the clear"));
        assertEquals(List.of("1 to a"), wire.sent);
        assertEquals(List.of("psk:a"), wire.ended);
        assertEquals(2, wire.count(Counter.ASSOCIATION_GONE));
    }

    @Test
    void tooLargeForOneRecordIsCounted() {
        establish(at(1), "a", 1);
        layer.send(slot(at(1), identityAt(at(1))), new byte[101]);
        assertEquals(1, wire.count(Counter.TOO_LARGE));
        assertEquals(1, layer.associations());
    }

    @Test
    void saysHowMuchARecordHolds() {
        establish(at(1), "a", 1);
        assertEquals(100, layer.maxMessageBytes(slot(at(1), identityAt(at(1)))));
        assertEquals(Integer.MAX_VALUE, layer.maxMessageBytes(slot(at(1), PeerIdentity.NONE)));
    }

    @Test
    void dropsWhatIsNoRecord() {
        establish(at(1), "a", 1);
        handle(at(1), new byte[0]);
        handle(at(1), new byte[13]);
        handle(at(1), Records.withConnectionId());
        assertEquals(3, wire.count(Counter.RECORDS_DROPPED));
    }

    @Test
    void noRoomForHandshakeIsCounted() {
        handshakes.full = true;
        handle(at(1), Records.withCookie(1));
        assertEquals(0, layer.pendingHandshakes());
        assertEquals(1, wire.count(Counter.HANDSHAKES_REFUSED));
    }

    // RFC 6347 §4.2.4: the last flight is kept "for at least twice the default MSL", which is 2 minutes
    @Test
    void sessionOfPeerThatNeverSpeaksLetsGoOfTheHandshakeAfterFourMinutes() {
        FakeSession session = establish(at(1), "a", 1);
        FakeSession over = establish(at(2), "b", 2);
        handle(at(2), Records.data("b:bye"));
        assertEquals(1, session.emptied);
        pass(240 * SECOND);
        assertEquals(1, session.emptied);
        pass(SECOND);
        assertEquals(2, session.emptied);
        pass(100 * SECOND);
        assertEquals(2, session.emptied);
        assertEquals(1, over.emptied);
        assertFalse(session.isOver());
    }

    @Test
    void closingTakesLeave() {
        FakeSession session = establish(at(1), "a", 1);
        handle(at(2), Records.withCookie(2));
        layer.close(now);
        assertEquals("closed", session.end);
        assertTrue(handshakes.last().aborted);
        assertTrue(handshakes.closed);
        assertEquals(0, layer.associations() + layer.pendingHandshakes());
        assertEquals(Long.MAX_VALUE, layer.nextDeadline());
    }
}
