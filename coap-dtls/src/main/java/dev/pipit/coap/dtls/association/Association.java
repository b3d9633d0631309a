package dev.pipit.coap.dtls.association;

import dev.pipit.coap.dtls.DtlsException;
import dev.pipit.coap.dtls.record.FragmentFilter;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.peer.Peer;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.timer.Deadline;
import dev.pipit.coap.transport.ConnectListener;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One association with a peer, from the first message of its handshake to its end. Its deadline is the handshake's. */
final class Association extends Deadline implements Handshakes.Owner, Session.PlaintextReceiver {
    private final AssociationLayer layer;
    private final InetSocketAddress address;
    private final byte @Nullable [] clientRandom;
    private List<ConnectListener> waiting = new ArrayList<>(1);
    private @Nullable FragmentFilter fragments;

    private @Nullable Handshake handshake;
    private @Nullable Session session;
    private PeerIdentity identity = PeerIdentity.NONE;
    private int alert = -1;

    /** When its handshake began; once it is established, when its last authentic record came. */
    long sinceNanos;

    @Nullable
    Association older;

    @Nullable
    Association newer;

    /** One that is about to be; {@code clientRandom} is null where we are the client. */
    Association(AssociationLayer layer, InetSocketAddress address, byte @Nullable [] clientRandom) {
        this.layer = layer;
        this.address = address;
        this.clientRandom = clientRandom;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    PeerIdentity identity() {
        return identity;
    }

    boolean isClient() {
        return clientRandom == null;
    }

    /** Whether it came of a ClientHello with this random. */
    boolean beganWith(byte[] random) {
        return Arrays.equals(clientRandom, random);
    }

    // ---- while the handshake runs

    void started(Handshake begun) {
        handshake = begun;
        fragments = new FragmentFilter();
    }

    /** What has come of the handshake's messages; null when it is done. */
    @Nullable
    FragmentFilter fragments() {
        return fragments;
    }

    /** Hands the handshake a datagram; false where it has no room. */
    boolean offer(byte[] bytes, int length) {
        alert = -1;
        Handshake running = handshake;
        return running != null && running.offer(Arrays.copyOf(bytes, length));
    }

    /** Somebody says, without any proof, that the handshake has failed. */
    void note(int fatalAlert) {
        alert = fatalAlert;
    }

    /** The alert that came last, with nothing after it; -1 where there is none. */
    int alert() {
        return alert;
    }

    Handshake.Progress progress() {
        return handshake == null ? Handshake.Progress.UNANSWERED : handshake.progress();
    }

    void abort() {
        if (handshake != null) {
            handshake.abort();
            handshake = null;
        }
    }

    int waiting() {
        return waiting.size();
    }

    void addListener(ConnectListener listener) {
        waiting.add(listener);
    }

    void fail(CoapException failure, long nowNanos) {
        List<ConnectListener> listeners = waiting;
        waiting = List.of();
        listeners.forEach(listener -> listener.onFailure(failure, nowNanos));
    }

    // ---- when it is established

    void establish(Session made, PeerIdentity proved, long nowNanos) {
        handshake = null;
        fragments = null;
        session = made;
        identity = proved;
        sinceNanos = nowNanos;
    }

    void announce(long nowNanos) {
        List<ConnectListener> listeners = waiting;
        waiting = List.of();
        listeners.forEach(listener -> listener.onConnected(identity, nowNanos));
    }

    Session session() {
        if (session == null) {
            throw new IllegalStateException("no session with " + address + " yet");
        }
        return session;
    }

    // ---- from handshake and session

    @Override
    public String peer() {
        return "coaps " + Peer.of(address);
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        layer.transmit(address, bytes, offset, length);
    }

    @Override
    public void handlePlaintext(byte[] bytes, int length, long nowNanos) {
        layer.deliver(this, bytes, length, nowNanos);
    }

    @Override
    public void handleEstablished(Session made, PeerIdentity proved, List<byte[]> early, long nowNanos) {
        layer.handleEstablished(this, made, proved, early, nowNanos);
    }

    @Override
    public void handleFailure(DtlsException failure, long nowNanos) {
        layer.handleFailure(this, failure, nowNanos);
    }

    @Override
    protected void expire(long nowNanos) {
        layer.handleHandshakeTimeout(this, nowNanos);
    }
}
