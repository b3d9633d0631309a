package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.DtlsException;
import dev.pipit.coap.dtls.association.Handshake;
import dev.pipit.coap.dtls.association.Handshakes;
import dev.pipit.coap.dtls.session.SessionStore;
import dev.pipit.coap.transport.DatagramSecurity;
import java.net.InetSocketAddress;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSRequest;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The handshakes of one event loop: who is let in to one, and the threads on which they run. */
final class BcHandshakes implements Handshakes {
    private static final Logger LOG = LoggerFactory.getLogger(BcHandshakes.class);

    private final DtlsConfig config;
    private final DatagramSecurity.Wire wire;
    private final DtlsCrypto crypto = new DtlsCrypto();
    private final StoreLog storeFailures = new StoreLog();
    private final PeerTrust trust;
    private final OwnCredentials own;
    private final Lasting lasting;
    private final CookieGate gate;
    private final HandshakeThreads threads;
    private final FailureLog failures = new FailureLog(LOG::warn);
    private final BcSession.Scratch scratch = new BcSession.Scratch();

    record Hello(DTLSRequest request) implements VerifiedHello {}

    BcHandshakes(DtlsConfig config, Lasting lasting, DatagramSecurity.Wire wire) {
        this.lasting = lasting.open();
        this.config = config;
        this.wire = wire;
        this.trust = new PeerTrust(config, storeFailures);
        this.own = new OwnCredentials(crypto, config);
        this.gate = new CookieGate(crypto, wire);
        this.threads = new HandshakeThreads(config.limits().maxHandshakes());
    }

    @Override
    public @Nullable VerifiedHello verify(InetSocketAddress from, byte[] bytes, int length, long nowNanos) {
        DTLSRequest request = gate.verify(from, bytes, length, nowNanos);
        return request == null ? null : new Hello(request);
    }

    @Override
    public @Nullable Handshake accept(VerifiedHello hello, Owner owner) {
        CoapsServer server =
                new CoapsServer(crypto, config, new CoapsServer.Shared(trust, own, lasting, storeFailures), owner);
        DTLSRequest request = ((Hello) hello).request();
        return start(new BcHandshake(
                server,
                transport -> new DTLSServerProtocol().accept(server, transport, request),
                owner,
                wire,
                scratch));
    }

    @Override
    public @Nullable Handshake connect(String serverName, int port, Owner owner) {
        String sessionKey = SessionStore.key(owner.address(), serverName);
        CoapsClient client = new CoapsClient(
                crypto,
                config,
                trust,
                own,
                new CoapsClient.Target(serverName, port, lasting, sessionKey),
                owner.connectionId());
        return start(new BcHandshake(
                client, transport -> new DTLSClientProtocol().connect(client, transport), owner, wire, scratch));
    }

    private @Nullable Handshake start(BcHandshake handshake) {
        return threads.execute(handshake) ? handshake : null;
    }

    @Override
    public void report(String peer, DtlsException failure, long nowNanos) {
        failures.report(peer, failure, nowNanos);
    }

    @Override
    public void close() {
        threads.close();
        lasting.close();
    }
}
