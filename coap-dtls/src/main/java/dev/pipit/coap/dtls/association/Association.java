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

/**
 * One association with a peer, from the first message of its handshake to its end. Its deadline is the handshake's, then
 * that of the flight which the handshake has left.
 */
final class Association extends Deadline implements Handshakes.Owner, Session.Receiver {
    private final AssociationLayer layer;
    private final byte @Nullable [] clientRandom;
    private final String serverName;
    private InetSocketAddress address;
    private boolean moved;
    private byte @Nullable [] connectionId;
    private List<ConnectListener> waiting = new ArrayList<>(1);
    private @Nullable FragmentFilter fragments;

    private @Nullable Handshake handshake;
    private @Nullable Session session;
    private PeerIdentity identity = PeerIdentity.NONE;
    private int alert = -1;
    private long probeAtNanos = Long.MIN_VALUE;

    /** When its handshake began; once it is established, when its last authentic record came. */
    long sinceNanos;

    @Nullable
    Association older;

    @Nullable
    Association newer;

    /** One that is about to be, as a server. */
    Association(AssociationLayer layer, InetSocketAddress address, byte[] clientRandom) {
        this.layer = layer;
        this.address = address;
        this.clientRandom = clientRandom;
        this.serverName = "";
    }

    /** One that is about to be, as a client. */
    Association(AssociationLayer layer, InetSocketAddress address, String serverName) {
        this.layer = layer;
        this.address = address;
        this.clientRandom = null;
        this.serverName = serverName;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    PeerIdentity identity() {
        return identity;
    }

    /** The peer sends from another address now. */
    void moveTo(InetSocketAddress other) {
        address = other;
        moved = true;
    }

    /** Whether its peer has ever changed its address since the handshake, which shows that it receives at the first one. */
    boolean hasMoved() {
        return moved;
    }

    boolean isClient() {
        return clientRandom == null;
    }

    /** The name that the server was asked for by, on a client. */
    String serverName() {
        return serverName;
    }

    /** Gives it the connection ID that its peer is to write. */
    void connectionId(byte @Nullable [] id) {
        connectionId = id;
    }

    @Override
    public byte @Nullable [] connectionId() {
        return connectionId;
    }

    /** Its connection ID, which it has no more. */
    byte @Nullable [] takeConnectionId() {
        byte[] taken = connectionId;
        connectionId = null;
        return taken;
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

    /** What has come of the handshake's messages. */
    FragmentFilter fragments() {
        if (fragments == null) {
            throw new IllegalStateException("no handshake with " + address);
        }
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
        announce(identity, nowNanos);
    }

    /** Tells those who wait whom they are connected with, by this association or another one. */
    void announce(PeerIdentity connected, long nowNanos) {
        List<ConnectListener> listeners = waiting;
        waiting = List.of();
        listeners.forEach(listener -> listener.onConnected(connected, nowNanos));
    }

    /** Whether it is time for a handshake that finds out whether the server still knows it. */
    boolean mayProbe(long nowNanos) {
        return nowNanos >= probeAtNanos;
    }

    /** Such a handshake begins. */
    void probe(long nextNanos) {
        probeAtNanos = nextNanos;
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
    public void handleNewest() {
        layer.established().handleNewest(this);
    }

    @Override
    public void handlePlaintext(byte[] bytes, int length, long nowNanos) {
        layer.established().deliver(this, bytes, length, nowNanos);
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
        if (session == null) {
            layer.handleHandshakeTimeout(this, nowNanos);
        } else {
            layer.established().handleFlightTimeout(this, nowNanos);
        }
    }
}
