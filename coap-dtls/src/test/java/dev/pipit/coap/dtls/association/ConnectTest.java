package dev.pipit.coap.dtls.association;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.dtls.AlertReceivedException;
import dev.pipit.coap.dtls.DtlsLimits;
import dev.pipit.coap.dtls.HandshakeFailedException;
import dev.pipit.coap.dtls.HandshakeTimeoutException;
import dev.pipit.coap.dtls.UnknownIdentityException;
import dev.pipit.coap.dtls.WrongKeyException;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.EndpointClosedException;
import dev.pipit.coap.message.QueueFullException;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.transport.ConnectListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
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
        AlertReceivedException failure = failure(AlertReceivedException.class);
        assertEquals("handshake_failure", failure.alertName());
        assertTrue(handshakes.last().aborted);
        assertEquals(0, layer.pendingHandshakes());
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
}
