package dev.pipit.coap.reliability;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.Counters;
import dev.pipit.coap.event.EndpointListener;
import dev.pipit.coap.message.Datagram;
import dev.pipit.coap.message.MalformedMessage;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.ResetException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.peer.PeerTable;
import dev.pipit.coap.port.DatagramPort;
import dev.pipit.coap.port.MessagePort;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.timer.DeadlineQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The message layer of RFC 7252 §4 over datagrams.
 *
 * <p>What a datagram leads to ({@link UdpRequest} and {@link Transmission} have their own tables):
 *
 * <pre>
 * what came in                                  what happens
 * no header of version 1                        ignored
 * malformed, or a code of a reserved class      CON: RST; else ignored                          §4.2, §4.3
 * CON Empty (ping)                              RST                                             §4.3
 * CON or NON, seen within its lifetime          the same answer again; never processed again    §4.5
 * CON or NON request                            up to the receiver; see UdpRequest
 * CON response, wanted                          empty ACK; ends the request's retransmission    §5.2.2
 * CON response, not wanted                      RST                                             §4.2
 * NON response                                  up to the receiver, ignored where not wanted    §4.3
 * ACK Empty, matches (peer, message ID)         ends retransmission                             §4.2
 * ACK response, matches and token matches       response; ends retransmission                   §5.3.2
 * RST Empty, matches                            ends retransmission, reported as reset          §4.2
 * any other ACK or RST                          ignored                                         §4.2
 * </pre>
 */
public final class ReliabilityLayer implements MessagePort {
    private static final int MOST_OUTSTANDING_FOR_PROOF = 16;

    private final Wire wire;
    private final Outgoing outgoing;
    private final Answers answers;
    private final PeerTable peers;
    private @Nullable Receiver receiver;

    /**
     * What the layer stands on.
     *
     * @param port takes the datagrams that go out
     * @param peers tells when a peer is forgotten
     * @param deadlines the loop's deadlines
     * @param random jitter and first message IDs
     * @param counters counts
     * @param listener hears each message
     */
    public record Environment(
            DatagramPort port,
            PeerTable peers,
            DeadlineQueue deadlines,
            RandomGenerator random,
            Counters counters,
            EndpointListener listener) {}

    /** A layer over a datagram port. */
    public ReliabilityLayer(ReliabilityConfig config, Environment environment) {
        wire = new Wire(environment.port(), environment.counters(), environment.listener());
        outgoing = new Outgoing(config, wire, environment.deadlines(), environment.random());
        answers = new Answers(outgoing);
        peers = environment.peers();
        peers.onEviction(this::forget);
    }

    /** Connects the layer above: once, before anything comes in. */
    public void receiver(Receiver receiver) {
        this.receiver = receiver;
    }

    private Receiver receiver() {
        if (receiver == null) {
            throw new IllegalStateException("no receiver is connected");
        }
        return receiver;
    }

    /** Takes a datagram from a peer. */
    public void handleDatagram(PeerSlot peer, Datagram datagram, long nowNanos) {
        PeerTraffic traffic = traffic(peer);
        if (traffic.sender != null) {
            traffic.sender.handleSignOfLife(nowNanos);
        }
        if (datagram instanceof UdpMessage message) {
            switch (message.type()) {
                case CON, NON -> handleConOrNon(traffic, message, nowNanos);
                case ACK -> handleAcknowledgement(traffic, message, nowNanos);
                case RST -> handleReset(traffic, message, nowNanos);
            }
        } else if (datagram instanceof MalformedMessage malformed) {
            wire.rejected(peer, Counter.MALFORMED, malformed.reason());
            // RFC 7252 §4.2: a CON with a message format error must be rejected; §4.3: a NON may be ignored
            if (malformed.type() == MessageType.CON) {
                wire.sendEmpty(peer, MessageType.RST, malformed.messageId());
            }
        }
    }

    private void handleConOrNon(PeerTraffic traffic, UdpMessage message, long nowNanos) {
        if (message.isEmpty()) {
            // RFC 7252 §4.3: an Empty CON "can be used to elicit a Reset": CoAP ping
            wire.sendEmpty(traffic.peer(), MessageType.RST, message.messageId());
            return;
        }
        Answers.Duplicate duplicate = answers.handleDuplicate(traffic, message.messageId(), nowNanos);
        if (duplicate != Answers.Duplicate.DONE) {
            if (message.message() instanceof Request request) {
                boolean repetition = duplicate == Answers.Duplicate.TO_BE_REPEATED;
                handleRequest(new UdpRequest(answers, traffic, message, request, repetition), nowNanos);
            } else if (message.message() instanceof Response response) {
                boolean wanted = receiver().handleResponse(traffic.peer(), message.token(), response, nowNanos);
                if (wanted) {
                    peers.prove(traffic.peer());
                } else {
                    wire.rejected(traffic.peer(), Counter.IGNORED, "response that nobody waits for");
                }
                answers.answerResponse(traffic, message.type(), message.messageId(), wanted, nowNanos);
            }
        }
    }

    private void handleRequest(UdpRequest incoming, long nowNanos) {
        answers.remember(incoming, nowNanos);
        receiver().handleRequest(incoming, nowNanos);
        if (incoming.isConfirmable() && incoming.isOpen()) {
            answers.await(incoming, nowNanos);
        }
    }

    private void handleAcknowledgement(PeerTraffic traffic, UdpMessage message, long nowNanos) {
        Transmission transmission = find(traffic, message);
        // RFC 7252 §4.2: an ACK with a request or a reserved code is ignored; §4.3: a NON is never acknowledged
        if (transmission == null || !transmission.isConfirmable() || message.message() instanceof Request) {
            traffic.peer().countMismatch();
            wire.rejected(traffic.peer(), Counter.IGNORED, "ACK that matches nothing");
            return;
        }
        if (message.message() instanceof Response response && transmission.isInteraction()) {
            // RFC 7252 §5.3.2: "the Message ID of the Confirmable request and the Acknowledgement MUST match, and the
            // tokens of the response and original request MUST match."
            if (!transmission.token().equals(message.token())
                    || !receiver().handleResponse(traffic.peer(), message.token(), response, nowNanos)) {
                wire.rejected(traffic.peer(), Counter.IGNORED, "piggybacked response that cannot be processed");
                return;
            }
            peers.prove(traffic.peer());
        } else {
            proveByMessageId(traffic);
        }
        traffic.peer().markAcknowledged();
        transmission.handleAcknowledgement(nowNanos);
    }

    private void handleReset(PeerTraffic traffic, UdpMessage message, long nowNanos) {
        Transmission transmission = find(traffic, message);
        if (transmission == null && message.isEmpty() && handleResetOfNon(traffic, message, nowNanos)) {
            return;
        }
        // RFC 7252 §4.2: a Reset that is not Empty is ignored
        if (transmission == null || !message.isEmpty()) {
            traffic.peer().countMismatch();
            wire.rejected(traffic.peer(), Counter.IGNORED, "RST that matches nothing");
            return;
        }
        proveByMessageId(traffic);
        wire.counters().count(Counter.RESETS_RECEIVED);
        transmission.fail(
                new ResetException(traffic.peer().peer() + " answered with a Reset: " + transmission.describe()),
                nowNanos);
    }

    // RFC 7641 §4.5: a Reset to a non-confirmable notification ends the observation as well
    private boolean handleResetOfNon(PeerTraffic traffic, UdpMessage message, long nowNanos) {
        DeliveryListener listener = traffic.sender == null ? null : traffic.sender.takeNon(message.messageId());
        if (listener == null) {
            return false;
        }
        if (listener == Answers.NOBODY) {
            proveByMessageId(traffic);
        }
        wire.counters().count(Counter.RESETS_RECEIVED);
        listener.onFailure(
                new ResetException(traffic.peer().peer() + " answered a non-confirmable response with a Reset"),
                nowNanos);
        return true;
    }

    // Only who receives at its address knows a message ID; but of 65536 one can be guessed, and the more easily the
    // more
    // are outstanding.
    private void proveByMessageId(PeerTraffic traffic) {
        boolean few = traffic.sender == null || traffic.sender.outstanding() <= MOST_OUTSTANDING_FOR_PROOF;
        if (few && !traffic.peer().isGuessing()) {
            peers.prove(traffic.peer());
        }
    }

    private static @Nullable Transmission find(PeerTraffic traffic, UdpMessage message) {
        return traffic.sender == null ? null : traffic.sender.find(message.messageId());
    }

    /** The network reports that a peer cannot be reached (ICMP): everything under way to it fails (RFC 7252 §4.2). */
    public void handleUnreachable(PeerSlot peer, String reason, long nowNanos) {
        outgoing.handleUnreachable(traffic(peer), reason, nowNanos);
    }

    @Override
    public Delivery send(
            PeerSlot peer,
            Token token,
            Message message,
            SendOptions options,
            DeliveryListener listener,
            long nowNanos) {
        return outgoing.send(traffic(peer), token, message, options, listener, nowNanos);
    }

    /**
     * Sends a ping: an Empty CON (RFC 7252 §4.3). A peer that is there answers with a Reset, which the listener hears
     * as a {@link ResetException}.
     */
    public Delivery ping(PeerSlot peer, SendOptions options, DeliveryListener listener, long nowNanos) {
        return outgoing.send(traffic(peer), Token.EMPTY, null, options, listener, nowNanos);
    }

    /**
     * Sends an Empty CON to a peer that has asked for something, once: a peer that is there answers with a Reset (RFC
     * 7252 §4.3), which shows that it receives at its address. Whoever waits for that hears it from the table of peers.
     */
    public void probe(PeerSlot peer, long nowNanos) {
        Sender sender = outgoing.sender(traffic(peer));
        int messageId = sender.takeMessageId(nowNanos);
        if (messageId != MessageIds.NONE) {
            sender.rememberNon(messageId, Answers.NOBODY, nowNanos);
            wire.probe(peer, messageId);
        }
    }

    /** Does what is due; the deadlines of transmissions are in the loop's queue. */
    public void handleTimeout(long nowNanos) {
        answers.handleTimeout(nowNanos);
    }

    /** When {@link #handleTimeout} is due, {@link Long#MAX_VALUE} where nothing is. */
    public long nextDeadline() {
        return answers.nextDeadline();
    }

    /** Whether no request is unanswered and no message unacknowledged. */
    public boolean isQuiet() {
        return answers.unanswered() == 0 && outgoing.underWay() == 0;
    }

    /** How many messages the duplicate filter remembers. */
    public int rememberedMessages() {
        return answers.remembered();
    }

    private PeerTraffic traffic(PeerSlot peer) {
        PeerTraffic traffic = peer.get(PeerTraffic.KEY);
        if (traffic == null) {
            traffic = new PeerTraffic(peer);
            peer.set(PeerTraffic.KEY, traffic);
        }
        return traffic;
    }

    private void forget(PeerSlot peer) {
        PeerTraffic traffic = peer.get(PeerTraffic.KEY);
        if (traffic != null) {
            answers.forget(traffic);
            outgoing.forget(traffic, peers.latestNanos());
        }
    }
}
