package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.DtlsException;
import dev.pipit.coap.dtls.HandshakeFailedException;
import dev.pipit.coap.dtls.HandshakeTimeoutException;
import dev.pipit.coap.dtls.association.Failures;
import dev.pipit.coap.dtls.association.Handshake;
import dev.pipit.coap.dtls.association.Handshakes;
import dev.pipit.coap.dtls.record.RecordProtection;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.transport.DatagramSecurity;
import java.io.IOException;
import java.util.List;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One handshake, run by BouncyCastle on a thread of its own; its outcome goes to the event loop. */
final class BcHandshake implements Handshake, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(BcHandshake.class);

    private final Party party;
    private final Protocol protocol;
    private final Handshakes.Owner owner;
    private final DatagramSecurity.Wire wire;
    private final BcSession.Scratch scratch;
    private final PeerTransport transport = new PeerTransport(this::sendLater);

    /** BouncyCastle's side of one of the two roles. */
    @FunctionalInterface
    interface Protocol {
        DTLSTransport run(DatagramTransport transport) throws IOException;
    }

    /** What a role knows of the other side. */
    interface Party {
        /** How far it has come; from any thread. */
        Progress progress();

        /** What the cipher suite adds to each record, when the handshake is done. */
        RecordProtection protection();

        /** Whether the peer writes the connection ID that it was given, when the handshake is done. */
        boolean isFoundById();

        /** Who the peer has proved to be, when the handshake is done. */
        PeerIdentity identity();

        /** Whether the handshake that is done was an abbreviated one (RFC 5246 §7.3). */
        boolean isResumed();
    }

    BcHandshake(
            Party party,
            Protocol protocol,
            Handshakes.Owner owner,
            DatagramSecurity.Wire wire,
            BcSession.Scratch scratch) {
        this.party = party;
        this.protocol = protocol;
        this.owner = owner;
        this.wire = wire;
        this.scratch = scratch;
    }

    // ---- on the event loop

    @Override
    public boolean offer(byte[] datagram) {
        return transport.offer(datagram);
    }

    @Override
    public void abort() {
        transport.abort();
    }

    @Override
    public Progress progress() {
        return party.progress();
    }

    private void handleDone(DTLSTransport records, long nowNanos) {
        // A task of its own for the last flight could wake the loop, and let this thread wait, once more.
        byte[] flight = transport.takeFlight();
        if (flight != null) {
            owner.send(flight, 0, flight.length);
        }
        List<byte[]> early = transport.toRecordMode(owner::send);
        if (party.isResumed()) {
            wire.counters().count(Counter.HANDSHAKES_RESUMED);
        }
        BcSession session = new BcSession(records, transport, scratch, party, owner.peer());
        owner.handleEstablished(session, party.identity(), early, nowNanos);
    }

    // ---- on the handshake's thread

    @Override
    public void run() {
        try {
            DTLSTransport records = protocol.run(transport);
            wire.execute(now -> handleDone(records, now));
        } catch (IOException | RuntimeException e) {
            transport.flush();
            DtlsException failure = explain(e);
            LOG.debug("{}", failure.getMessage(), e);
            wire.execute(now -> owner.handleFailure(failure, now));
        }
    }

    private DtlsException explain(Exception e) {
        if (e instanceof TlsFatalAlertReceived alert) {
            return Failures.of(owner.peer(), alert.getAlertDescription() & 0xff);
        }
        if (e instanceof TlsTimeoutException) {
            return new HandshakeTimeoutException(owner.peer() + " fell silent during the handshake");
        }
        if (e.getCause() instanceof DtlsException refused) {
            return refused;
        }
        if (e instanceof TlsFatalAlert alert) {
            // With the number of the alert, and what BouncyCastle has to say, such as "No selectable cipher suite".
            return new HandshakeFailedException(
                    "the handshake with " + owner.peer() + " was refused by us: " + alert.getMessage());
        }
        return new HandshakeFailedException("the handshake with " + owner.peer() + " failed: " + e);
    }

    private void sendLater(byte[] datagram) {
        wire.execute(now -> owner.send(datagram, 0, datagram.length));
    }
}
