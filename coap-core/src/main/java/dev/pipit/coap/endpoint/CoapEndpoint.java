package dev.pipit.coap.endpoint;

import dev.pipit.coap.blockwise.BlockwiseClient;
import dev.pipit.coap.blockwise.BlockwiseServer;
import dev.pipit.coap.codec.MessageEncoder;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.Counters;
import dev.pipit.coap.event.EndpointListener;
import dev.pipit.coap.exchange.ExchangeLayer;
import dev.pipit.coap.exchange.ExtendedTokens;
import dev.pipit.coap.freshness.AmplificationMitigation;
import dev.pipit.coap.freshness.Challenges;
import dev.pipit.coap.freshness.EchoClient;
import dev.pipit.coap.freshness.FreshnessServer;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Datagram;
import dev.pipit.coap.message.MalformedMessage;
import dev.pipit.coap.message.QueueFullException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.observe.ClientObservations;
import dev.pipit.coap.observe.Destination;
import dev.pipit.coap.observe.ObservationListener;
import dev.pipit.coap.observe.ObservationShare;
import dev.pipit.coap.observe.ObserveConfig;
import dev.pipit.coap.observe.ObserveLayer;
import dev.pipit.coap.observe.ObserverQuota;
import dev.pipit.coap.peer.Peer;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.peer.PeerTable;
import dev.pipit.coap.port.DatagramPort;
import dev.pipit.coap.port.MessagePort.DeliveryListener;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.reliability.ReliabilityLayer;
import dev.pipit.coap.timer.Deadline;
import dev.pipit.coap.timer.DeadlineQueue;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint: the layers of a datagram stack, put together. Belongs to one event loop and is touched by it alone.
 * Does no I/O: datagrams go in through {@link #handleDatagram} and out through the port; {@link #handleTimeout} is to
 * be called when {@link #nextDeadline} has come. Time is nanoseconds from any origin, never negative, never going
 * back.
 */
public final class CoapEndpoint {
    private final EndpointListener listener;
    private final int maxTokenLength;
    private final Counters counters = new Counters();
    private final DeadlineQueue deadlines = new DeadlineQueue();
    private final PeerTable peers;
    private final ReliabilityLayer reliability;
    private final ExchangeLayer exchanges;
    private final ExtendedTokens tokens;
    private final BlockwiseClient requests;
    private final @Nullable BlockwiseServer bodies;
    private final @Nullable FreshnessServer freshness;
    private final Challenges challenges;
    private final TransmissionParameters transmission;
    private final ClientObservations observations;
    private long latestNanos;

    /**
     * An endpoint over a port.
     *
     * @param receiver serves the requests that come in; null for an endpoint that is a client only
     * @param random for tokens, message IDs and jitter; unguessable outside of tests
     */
    public CoapEndpoint(
            EndpointConfig config, DatagramPort port, RequestPort.@Nullable Receiver receiver, RandomGenerator random) {
        observations = new ClientObservations(deadlines, random);
        transmission = config.reliability().transmission();
        listener = config.listener();
        // RFC 8974 §2.2.2: whoever supports extended tokens has to read a longer one than it takes, to say so
        maxTokenLength =
                config.maxTokenLength() == ExtendedTokens.BASE_LENGTH ? config.maxTokenLength() : Token.MAX_LENGTH;
        // What is remembered of a peer is worth nothing once EXCHANGE_LIFETIME is over.
        peers = new PeerTable(
                config.maxPeers(),
                config.reliability().transmission().exchangeLifetimeNanos(),
                receiver != null && config.freshness().amplification() != AmplificationMitigation.OFF,
                random);
        reliability = new ReliabilityLayer(
                config.reliability(),
                new ReliabilityLayer.Environment(port, peers, deadlines, random, counters, listener));
        exchanges =
                new ExchangeLayer(reliability, config.options(), config.maxExchanges(), deadlines, random, counters);
        reliability.receiver(exchanges);
        peers.onAddition(peer -> {
            peer.maxMessageBytes(port.maxMessageBytes(peer));
            if (port.hasMoved(peer)) {
                peers.move(peer, peer.peer().address());
            }
        });
        peers.onEviction(peer -> exchanges.forget(peer, peers.latestNanos()));
        int maxMessageBytes = config.reliability().maxMessageBytes();
        exchanges.maxTokenLength(config.maxTokenLength());
        tokens = new ExtendedTokens(exchanges, random);
        requests = new BlockwiseClient(
                new EchoClient(tokens, maxMessageBytes), config.blockwise(), maxMessageBytes, random);
        challenges = new Challenges(random);
        bodies = receiver == null
                ? null
                : new BlockwiseServer(config.blockwise(), maxMessageBytes, deadlines, peers, random, receiver);
        freshness = bodies == null
                ? null
                : new FreshnessServer(
                        config.freshness(),
                        new FreshnessServer.Environment(reliability::probe, peers, deadlines, counters),
                        challenges,
                        bodies);
        if (freshness != null) {
            exchanges.receiver(freshness);
            peers.onProof(peer -> freshness.handleProof(peer, latestNanos));
        }
    }

    /** Takes a datagram from an address, whose sender has proved to be {@code identity}. */
    public void handleDatagram(InetSocketAddress from, PeerIdentity identity, Datagram datagram, long nowNanos) {
        counters.count(Counter.DATAGRAMS_RECEIVED);
        latestNanos = nowNanos;
        if (datagram instanceof MalformedMessage malformed && malformed.type() == null) {
            // RFC 7252 §3: no answer, and nothing to remember of whoever sent it
            counters.count(Counter.MALFORMED);
            return;
        }
        PeerSlot peer = peers.touch(from, identity, nowNanos);
        if (peer == null) {
            counters.count(Counter.PEERS_REFUSED);
            return;
        }
        if (identity.isSecure() && !peer.peer().address().equals(from)) {
            counters.count(Counter.PEERS_MOVED);
            peers.move(peer, from);
        }
        if (peer.isLimited()) {
            peer.countReceived(lengthOf(datagram));
        }
        if (listener != EndpointListener.NONE) {
            listener.onReceived(peer.peer(), datagram);
        }
        reliability.handleDatagram(peer, datagram, nowNanos);
    }

    private static int lengthOf(Datagram datagram) {
        // Of a malformed one no more than its header is counted, which is never too much.
        return datagram instanceof UdpMessage message
                ? MessageEncoder.length(message.token(), message.message())
                : MessageEncoder.length(Token.EMPTY, null);
    }

    /**
     * The association that an identity was of is over: what is owed to that peer ends, and what is expected of it fails with
     * {@link dev.pipit.coap.message.AssociationLostException}.
     */
    public void handleAssociationEnd(PeerIdentity identity, long nowNanos) {
        latestNanos = nowNanos;
        peers.forget(identity, nowNanos);
    }

    /** The network reports that an address cannot be reached. */
    public void handleUnreachable(InetSocketAddress address, String reason, long nowNanos) {
        Optional.ofNullable(peers.find(address))
                .ifPresent(peer -> reliability.handleUnreachable(peer, reason, nowNanos));
    }

    /** Sends a request; the listener hears what comes of it, maybe before this returns. */
    public RequestPort.OutgoingRequest request(
            InetSocketAddress to,
            PeerIdentity identity,
            Request request,
            SendOptions options,
            RequestPort.ResponseListener responses,
            long nowNanos) {
        PeerSlot peer = peer(to, identity, responses, nowNanos);
        return peer == null ? cancelledAt -> {} : requests.send(peer, request, options, responses, nowNanos);
    }

    /**
     * Observes a resource (RFC 7641); the listener hears of each state, maybe before this returns. What is observed
     * already is not registered for again.
     *
     * @param request a GET or FETCH; the Observe option is added
     */
    public ObservationShare observe(
            Destination server,
            PeerIdentity identity,
            Request request,
            SendOptions options,
            ObservationListener observer,
            long nowNanos) {
        return observations.observe(new PathToServer(this, server, identity), request, options, observer, nowNanos);
    }

    /** The peer at an address; null where there is no room for it, and the listener has heard so. */
    @Nullable
    PeerSlot peer(InetSocketAddress to, PeerIdentity identity, RequestPort.ResponseListener responses, long nowNanos) {
        PeerSlot peer = peers.touch(to, identity, nowNanos);
        if (peer == null) {
            responses.onFailure(tooManyPeers(to), nowNanos);
        }
        return peer;
    }

    BlockwiseClient requests() {
        return requests;
    }

    /** The list of observers of this endpoint; to be asked for once, by whoever serves its requests. */
    public ObserveLayer observers(ObserveConfig config) {
        return observers(config, new ObserverQuota(config.maxRelations()));
    }

    /** The same for one of several endpoints, which share a quota of observers. */
    public ObserveLayer observers(ObserveConfig config, ObserverQuota quota) {
        ObserveLayer observers = new ObserveLayer(
                config,
                quota,
                new ObserveLayer.Environment(
                        freshness == null ? reliability : freshness.notifications(reliability),
                        deadlines,
                        transmission,
                        counters,
                        bodies == null ? (peer, notification, token, asked) -> notification : bodies::fitNotification));
        peers.onEviction(peer -> observers.forget(peer, latestNanos));
        return observers;
    }

    /** Makes and reads Echo options for this endpoint's peers (RFC 9175). */
    public Challenges challenges() {
        return challenges;
    }

    /**
     * Sends a ping (RFC 7252 §4.3). A peer that is there answers with a Reset, which the listener hears as a {@link
     * dev.pipit.coap.message.ResetException}.
     */
    public void ping(Peer to, SendOptions options, DeliveryListener outcome, long nowNanos) {
        PeerSlot peer = peers.touch(to.address(), to.identity(), nowNanos);
        if (peer == null) {
            outcome.onFailure(tooManyPeers(to.address()), nowNanos);
        } else {
            reliability.ping(peer, options, outcome, nowNanos);
        }
    }

    private CoapException tooManyPeers(InetSocketAddress to) {
        counters.count(Counter.PEERS_REFUSED);
        return new QueueFullException("no room for another peer, " + to + ", beside " + peers.size() + " busy ones");
    }

    /** Has a deadline expire on the event loop; {@link #nextDeadline} tells of it. */
    public void schedule(Deadline deadline, long atNanos) {
        deadlines.schedule(deadline, atNanos);
    }

    /** Calls back when a peer is forgotten, with everything that hangs on it. */
    public void onPeerForgotten(Consumer<PeerSlot> listener) {
        peers.onEviction(listener);
    }

    /**
     * Finds out by trial whether a peer takes tokens so long (RFC 8974 §2.2.2), unless that is known; to be done before
     * {@link #sendStateless} with one of more than 8 bytes (§3.2).
     */
    public void discoverTokens(
            InetSocketAddress to,
            PeerIdentity identity,
            int length,
            SendOptions options,
            ExtendedTokens.Discovery listener,
            long nowNanos) {
        PeerSlot peer = peers.touch(to, identity, nowNanos);
        if (peer == null) {
            counters.count(Counter.PEERS_REFUSED);
            listener.onDiscovered(false, nowNanos);
        } else {
            tokens.discover(peer, length, options, listener, nowNanos);
        }
    }

    /**
     * Sends a request and keeps nothing of it: what is to be known of it is in its token (RFC 8974 §3; {@link
     * dev.pipit.coap.exchange.StatelessTokens}). It is non-confirmable, and its body is not cut into blocks.
     */
    public void sendStateless(Peer to, Token token, Request request, SendOptions options, long nowNanos) {
        PeerSlot peer = peers.touch(to.address(), to.identity(), nowNanos);
        if (peer == null) {
            counters.count(Counter.PEERS_REFUSED);
        } else {
            exchanges.sendStateless(peer, token, request, options, nowNanos);
        }
    }

    /** Connects who takes the responses to what {@link #sendStateless} sends. */
    public void stateless(ExchangeLayer.StatelessReceiver receiver) {
        exchanges.stateless(receiver);
    }

    /** The longest token that is to be read, in bytes; one longer than the endpoint takes is answered 4.00. */
    public int maxTokenLength() {
        return maxTokenLength;
    }

    /** Does what is due. */
    public void handleTimeout(long nowNanos) {
        latestNanos = nowNanos;
        deadlines.handleTimeout(nowNanos);
        reliability.handleTimeout(nowNanos);
        peers.handleTimeout(nowNanos);
    }

    /** When {@link #handleTimeout} is due next; {@link Long#MAX_VALUE} where nothing waits. */
    public long nextDeadline() {
        return Math.min(deadlines.nextDeadline(), Math.min(reliability.nextDeadline(), peers.nextDeadline()));
    }

    /** Whether nothing is owed: every request that came is answered, every message of ours acknowledged. */
    public boolean isQuiet() {
        return reliability.isQuiet() && (freshness == null || freshness.held() == 0);
    }

    /** How many requests of ours wait for a response. */
    public int waitingRequests() {
        return exchanges.waiting();
    }

    /** Fails every request of ours that waits for a response. */
    public void failAll(CoapException failure, long nowNanos) {
        observations.failAll(failure, nowNanos);
        requests.failAll(failure, nowNanos);
        exchanges.failAll(failure, nowNanos);
    }

    /** Gives up every body that comes or goes in blocks, as a server: who reads or writes one hears of it. */
    public void endTransfers() {
        if (bodies != null) {
            bodies.endTransfers();
        }
    }

    /** The endpoint's counters; to be read by any thread. */
    public Counters counters() {
        return counters;
    }

    /** How many peers are known. */
    public int peers() {
        return peers.size();
    }

    /** Bytes kept for bodies that come and go in blocks, as server and client. */
    public long bufferedBytes() {
        return requests.bufferedBytes() + (bodies == null ? 0 : bodies.bufferedBytes());
    }

    /** How many messages the duplicate filter remembers. */
    public int rememberedMessages() {
        return reliability.rememberedMessages();
    }
}
