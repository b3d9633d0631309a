package dev.pipit.coap.dtls.association;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.dtls.AlertReceivedException;
import dev.pipit.coap.dtls.DtlsLimits;
import dev.pipit.coap.dtls.HandshakeFailedException;
import dev.pipit.coap.dtls.HandshakeTimeoutException;
import dev.pipit.coap.dtls.NothingInCommonException;
import dev.pipit.coap.dtls.UnknownIdentityException;
import dev.pipit.coap.dtls.WrongKeyException;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.EndpointClosedException;
import dev.pipit.coap.message.QueueFullException;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.peer.PeerTable;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.transport.ConnectListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The layer as a client, on a clock that the test turns. */
class ConnectTest implements ConnectListener {
    private static final long SECOND = 1_000_000_000;
    private static final InetSocketAddress SERVER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5684);

    private final FakeWire wire = new FakeWire();
    private final FakeHandshakes handshakes = new FakeHandshakes();
    private final AssociationLayer layer = new AssociationLayer(
            DtlsLimits.DEFAULT, wire, handshakes, false, new ConnectionIds(0, 0, new Random(1)), Neighbours.NONE);
    private final List<PeerIdentity> connected = new ArrayList<>();
    private final List<CoapException> failures = new ArrayList<>();
    private long now = SECOND;

    @Override
    public void onConnected(PeerIdentity identity, long nowNanos) {
        connected.add(identity);
    }

    @Override
    public void onFailure(CoapException failure, long nowNanos) {
        failures.add(failure);
    }

    private void connect() {
        layer.connect(SERVER, "host", this, now);
    }

    private void handle(byte[] datagram) {
        layer.handleDatagram(SERVER, datagram, datagram.length, now);
    }

    private void pass(long nanos) {
        now += nanos;
        layer.handleTimeout(now);
    }

    private <T extends CoapException> T failure(Class<T> type) {
        assertEquals(1, failures.size());
        return assertInstanceOf(type, failures.get(0));
    }

    @Test
    void allWhoAskShareOneHandshake() {
        connect();
        connect();
        assertEquals(1, handshakes.begun.size());
        assertEquals(0, connected.size());
        handshakes.last().succeed("me", now);
        connect();
        assertEquals(3, connected.size());
        assertEquals(1, connected.stream().distinct().count());
    }

    @Test
    void saysHowFarSilentHandshakeHadCome() {
        connect();
        pass(12 * SECOND);
        assertTrue(failure(HandshakeTimeoutException.class).getMessage().contains("did not answer within 12 s"));
        assertTrue(handshakes.last().aborted);

        failures.clear();
        connect();
        handshakes.last().progress = Handshake.Progress.ANSWERED;
        pass(12 * SECOND);
        assertTrue(failure(HandshakeTimeoutException.class).getMessage().contains("fell silent"));

        failures.clear();
        connect();
        handshakes.last().progress = Handshake.Progress.KEY_USED;
        pass(12 * SECOND);
        assertTrue(failure(WrongKeyException.class).getMessage().contains("did not answer to our key"));
    }

    @Test
    void alertCountsWhenNothingFollows() {
        connect();
        handle(Records.alert(40));
        assertTrue(failures.isEmpty());
        pass(AssociationLayer.ALERT_GRACE_NANOS);
        NothingInCommonException failure = failure(NothingInCommonException.class);
        assertEquals("handshake_failure", failure.alertName());
        assertTrue(handshakes.last().aborted);
        assertEquals(0, layer.pendingHandshakes());
    }

    @Test
    @Requirement("R7925-013")
    void otherAlertsAreToldByTheirName() {
        connect();
        handle(Records.alert(48));
        pass(AssociationLayer.ALERT_GRACE_NANOS);
        assertEquals("unknown_ca", failure(AlertReceivedException.class).alertName());
    }

    @Test
    void alertOfUnknownIdentityIsTold() {
        connect();
        handle(Records.alert(115));
        pass(AssociationLayer.ALERT_GRACE_NANOS);
        failure(UnknownIdentityException.class);
    }

    @Test
    void forgedAlertDoesNotMatterWhenHandshakeGoesOn() {
        connect();
        handle(Records.alert(40));
        handle(Records.handshake());
        pass(AssociationLayer.ALERT_GRACE_NANOS);
        assertTrue(failures.isEmpty());
        handshakes.last().succeed("me", now);
        assertEquals(1, connected.size());
    }

    @Test
    void alertDoesNotPutOffTheDeadline() {
        connect();
        pass(11_900_000_000L);
        handle(Records.alert(40));
        handle(Records.handshake());
        pass(100_000_000);
        failure(HandshakeTimeoutException.class);
    }

    @Test
    void answersNoHello() {
        handle(Records.withCookie(1));
        assertEquals(0, handshakes.begun.size());
    }

    @Test
    void boundsThoseWhoWait() {
        for (int i = 0; i <= Connector.MAX_WAITING; i++) {
            connect();
        }
        failure(QueueFullException.class);
    }

    @Test
    void failureOfHandshakeReachesAllWhoWait() {
        connect();
        connect();
        handshakes.last().owner.handleFailure(new HandshakeFailedException("no"), now);
        assertEquals(2, failures.size());
        connect();
        assertEquals(2, handshakes.begun.size());
    }

    @Test
    void noRoomIsTold() {
        handshakes.full = true;
        connect();
        failure(HandshakeFailedException.class);
    }

    @Test
    void closingFailsThoseWhoWait() {
        connect();
        layer.close(now);
        failure(EndpointClosedException.class);
    }

    // ---- a server that has forgotten its associations

    private PeerSlot established(String name) {
        connect();
        handshakes.last().succeed(name, now);
        PeerSlot slot = new PeerTable(1, 1, new Random(1)).touch(SERVER, connected.get(connected.size() - 1), 0);
        return Objects.requireNonNull(slot);
    }

    /** A message that was sent now is not acknowledged for so long, and so often. */
    private void silence(PeerSlot peer, int transmissions, boolean last) {
        long sent = now;
        now += 6 * SECOND;
        layer.handleSilence(peer, sent, transmissions, last, now);
    }

    @Test
    void silenceOfServerIsLookedIntoByHandshakeBesideTheAssociation() {
        PeerSlot peer = established("old");
        pass(1);
        silence(peer, 1, false);
        assertEquals(1, handshakes.begun.size());
        silence(peer, 2, false);
        silence(peer, 3, false);
        assertEquals(2, handshakes.begun.size());
        layer.send(peer, new byte[] {'x'});
        assertEquals(1, wire.sent.size());
        handshakes.last().succeed("new", now);
        assertEquals(List.of("psk:old"), wire.ended);
        layer.send(peer, new byte[] {'x'});
        assertEquals(1, wire.sent.size());
        connect();
        assertEquals("psk:new", connected.get(1).toString());
        assertEquals(1, layer.associations());
    }

    @Test
    void lastTransmissionIsEnoughOfSilence() {
        PeerSlot peer = established("old");
        pass(1);
        silence(peer, 1, true);
        assertEquals(2, handshakes.begun.size());
    }

    @Test
    void serverThatSaidSomethingSinceIsNotSuspected() {
        PeerSlot peer = established("old");
        pass(SECOND);
        long sent = now;
        pass(SECOND);
        handle(Records.data("old:here"));
        pass(SECOND);
        layer.handleSilence(peer, sent, 4, true, now);
        assertEquals(1, handshakes.begun.size());
    }

    @Test
    void whoAsksMeanwhileWaitsAndGetsTheOldAssociationWhereTheHandshakeFails() {
        PeerSlot peer = established("old");
        pass(1);
        silence(peer, 2, false);
        connect();
        assertEquals(1, connected.size());
        pass(12 * SECOND);
        assertEquals("psk:old", connected.get(1).toString());
        assertEquals(List.of(), failures);
        assertEquals(List.of(), wire.ended);
        assertEquals(1, layer.associations());
        // It is not looked into all the time.
        silence(peer, 2, false);
        assertEquals(2, handshakes.begun.size());
        pass(Connector.PROBE_PAUSE_NANOS);
        silence(peer, 2, false);
        assertEquals(3, handshakes.begun.size());
    }

    @Test
    void serverThatTakesLeaveEndsItsAssociation() {
        PeerSlot peer = established("old");
        handle(Records.data("old:bye"));
        assertEquals(List.of("psk:old"), wire.ended);
        silence(peer, 2, false);
        assertEquals(1, handshakes.begun.size());
        connect();
        assertEquals(2, handshakes.begun.size());
    }
}
