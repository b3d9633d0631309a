package dev.pipit.coap.freshness;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.Counters;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.peer.PeerTable;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.MessagePort;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.timer.DeadlineQueue;

/**
 * Reads the Echo option of requests, and keeps to the limit of what a peer may be sent whose address is not verified
 * (RFC 9175 §2.3, §2.4).
 *
 * <table>
 * <caption>What becomes of a response</caption>
 * <tr><td>its peer is verified, or it is no more than three times the request</td><td>goes</td></tr>
 * <tr><td>PING, and there is room</td><td>waits for the peer's answer to a ping, see {@link Verification}</td></tr>
 * <tr><td>PING, no answer or no room</td><td>goes cut, see {@link Cutter}</td></tr>
 * <tr><td>ECHO</td><td>4.01 to GET and FETCH, else cut</td></tr>
 * </table>
 *
 * <p>A peer is verified by an Echo that it was given at its address, by an ACK or Reset with a message ID that it was
 * sent there, by the response to a request of ours, and by DTLS. That it is hangs on its {@link PeerSlot}, and goes with
 * it. What this layer reckons with is enforced below, where messages become datagrams.
 */
public final class FreshnessServer implements RequestPort.Receiver {
    private final Environment environment;
    private final FreshnessConfig config;
    private final Challenges challenges;
    private final Cutter cutter;
    private final RequestPort.Receiver receiver;
    private int held;
    private long heldBytes;

    /** Asks a peer for a sign of life: an Empty CON, once. */
    @FunctionalInterface
    public interface Prober {
        /** Sends it. */
        void probe(PeerSlot peer, long nowNanos);
    }

    /**
     * What the layer stands on.
     *
     * @param prober sends pings
     * @param peers tells when a peer is forgotten
     * @param deadlines the loop's deadlines
     * @param counters counts
     */
    public record Environment(Prober prober, PeerTable peers, DeadlineQueue deadlines, Counters counters) {}

    /** A layer below a receiver. */
    public FreshnessServer(
            FreshnessConfig config, Environment environment, Challenges challenges, RequestPort.Receiver receiver) {
        this.config = config;
        this.environment = environment;
        this.challenges = challenges;
        this.cutter = new Cutter(challenges, config.amplification());
        this.receiver = receiver;
        environment.peers().onEviction(Verification::drop);
    }

    @Override
    public void handleRequest(IncomingRequest incoming, long nowNanos) {
        PeerSlot peer = incoming.peer();
        long ageNanos = Long.MAX_VALUE;
        if (incoming.request().options().has(StandardOptions.ECHO)) {
            byte[] echo = incoming.request().options().getOrNull(StandardOptions.ECHO);
            ageNanos = echo == null ? Long.MAX_VALUE : challenges.ageNanos(peer.peer(), echo, nowNanos);
            if (ageNanos < config.echoLifetime().toNanos()) {
                environment.peers().prove(peer);
            }
        }
        boolean plain = ageNanos == Long.MAX_VALUE && !peer.isLimited();
        receiver.handleRequest(plain ? incoming : new LimitedRequest(this, incoming, ageNanos), nowNanos);
    }

    /** A peer has shown that it receives at its address: what waited for that goes. */
    public void handleProof(PeerSlot peer, long nowNanos) {
        environment.counters().count(Counter.PEERS_VERIFIED);
        Verification verification = peer.get(Verification.KEY);
        if (verification != null) {
            verification.end(nowNanos);
        }
    }

    /** Takes a response that is too large for its peer as yet. */
    void limit(LimitedRequest request, long nowNanos) {
        boolean waits = config.amplification() == AmplificationMitigation.PING
                && Verification.of(request.peer(), this).hold(request, nowNanos);
        if (!waits) {
            cut(request, nowNanos);
        }
    }

    /** An observer is there of whom nothing is known: what it is told later must not go to somebody else. */
    void verify(PeerSlot peer, long nowNanos) {
        Verification.of(peer, this).begin(nowNanos);
    }

    /** Sends what a peer may be sent whose address is not verified. */
    void cut(LimitedRequest request, long nowNanos) {
        environment.counters().count(Counter.RESPONSES_CUT);
        environment.counters().count(Counter.CHALLENGES_SENT);
        request.respondCut(cutter.cut(request, nowNanos), nowNanos);
    }

    /** The port for notifications: those that are too large for their peer as yet wait until it is verified. */
    public MessagePort notifications(MessagePort port) {
        return new MessagePort() {
            @Override
            public Delivery send(
                    PeerSlot peer,
                    Token token,
                    Message message,
                    SendOptions options,
                    DeliveryListener listener,
                    long nowNanos) {
                HeldNotification notification = peer.isLimited() && message instanceof Response response
                        ? new HeldNotification(port, peer, token, response, options, listener)
                        : null;
                if (notification == null || peer.affords(notification.bytes())) {
                    return port.send(peer, token, message, options, listener, nowNanos);
                }
                Verification.of(peer, FreshnessServer.this).hold(notification, nowNanos);
                return notification;
            }
        };
    }

    /** Counts something that waits; false where there is no room. */
    boolean charge(int bytes) {
        if (held >= config.maxHeld() || heldBytes + bytes > config.maxHeldBytes()) {
            return false;
        }
        held++;
        heldBytes += bytes;
        environment.counters().count(Counter.RESPONSES_HELD);
        return true;
    }

    /** Something waits no longer. */
    void release(int bytes) {
        held--;
        heldBytes -= bytes;
    }

    FreshnessConfig config() {
        return config;
    }

    DeadlineQueue deadlines() {
        return environment.deadlines();
    }

    void probe(PeerSlot peer, long nowNanos) {
        environment.prober().probe(peer, nowNanos);
    }

    /** How many responses and notifications wait. */
    public int held() {
        return held;
    }

    /** How many bytes they have. */
    public long heldBytes() {
        return heldBytes;
    }
}
