package dev.pipit.coap.reliability;

import dev.pipit.coap.codec.MessageEncoder;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.AssociationLostException;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.MessageTooLargeException;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.message.UnreachableException;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.MessagePort;
import dev.pipit.coap.port.MessagePort.DeliveryListener;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.timer.DeadlineQueue;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Messages of our own: makes their transmissions and the sender of each peer. */
final class Outgoing {
    private static final MessagePort.Delivery SENT = new MessagePort.Delivery() {
        @Override
        public void stop(long nowNanos) {}

        @Override
        public int transmissions() {
            return 1;
        }
    };

    private final ReliabilityConfig config;
    private final Wire wire;
    private final DeadlineQueue deadlines;
    private final RandomGenerator random;
    private int underWay;

    Outgoing(ReliabilityConfig config, Wire wire, DeadlineQueue deadlines, RandomGenerator random) {
        this.config = config;
        this.wire = wire;
        this.deadlines = deadlines;
        this.random = random;
    }

    ReliabilityConfig config() {
        return config;
    }

    Wire wire() {
        return wire;
    }

    DeadlineQueue deadlines() {
        return deadlines;
    }

    RandomGenerator random() {
        return random;
    }

    /** Sends a message, or a ping where there is none. */
    MessagePort.Delivery send(
            PeerTraffic traffic,
            Token token,
            @Nullable Message message,
            SendOptions options,
            DeliveryListener listener,
            long nowNanos) {
        Sender sender = sender(traffic);
        if (!options.confirmable()
                && message instanceof Response response
                && sendAtOnce(sender, token, response, listener, nowNanos)) {
            return SENT;
        }
        Transmission transmission = new Transmission(sender, token, message, options, listener);
        if (transmission.length() > maxMessageBytes(traffic.peer())) {
            transmission.fail(tooLarge(transmission), nowNanos);
        } else {
            sender.submit(transmission, nowNanos);
        }
        return transmission;
    }

    /**
     * A non-confirmable response waits for nothing, and is over once it is sent; false where it is too long, or has to
     * wait for a message ID.
     */
    private boolean sendAtOnce(
            Sender sender, Token token, Response response, DeliveryListener listener, long nowNanos) {
        if (MessageEncoder.length(token, response) > maxMessageBytes(sender.peer())) {
            return false;
        }
        int messageId = sender.takeMessageId(nowNanos);
        if (messageId == MessageIds.NONE) {
            return false;
        }
        wire.send(sender.peer(), MessageType.NON, messageId, token, response);
        sender.rememberNon(messageId, listener, nowNanos);
        return true;
    }

    /** The largest message that a peer may be sent. */
    int maxMessageBytes(PeerSlot peer) {
        return Math.min(config.maxMessageBytes(), peer.maxMessageBytes());
    }

    CoapException tooLarge(Transmission transmission) {
        wire.counters().count(Counter.TOO_LARGE);
        return new MessageTooLargeException("message of " + transmission.length() + " bytes (expected: at most "
                + maxMessageBytes(transmission.peer()) + "): " + transmission.describe());
    }

    /** The peer's sender, made where it is needed first. */
    Sender sender(PeerTraffic traffic) {
        if (traffic.sender == null) {
            // RFC 7252 §4.4: "It is strongly recommended that the initial value of the variable […] be randomized"
            traffic.sender = new Sender(this, traffic.peer(), random.nextInt(65536));
        }
        return traffic.sender;
    }

    /** Fails everything under way to a peer that the network reports unreachable. */
    void handleUnreachable(PeerTraffic traffic, String reason, long nowNanos) {
        wire.counters().count(Counter.UNREACHABLE);
        failAll(
                traffic,
                transmission -> new UnreachableException(
                        traffic.peer().peer() + " is unreachable (" + reason + "): " + transmission.describe()),
                nowNanos);
    }

    /** Fails everything under way to a peer. */
    void failAll(PeerTraffic traffic, Function<Transmission, CoapException> failure, long nowNanos) {
        if (traffic.sender != null) {
            traffic.sender.failAll(failure, nowNanos);
        }
    }

    /** The peer is no longer known, or no longer who it was: nothing may be sent to it any more. */
    void forget(PeerTraffic traffic, long nowNanos) {
        failAll(
                traffic,
                transmission -> new AssociationLostException(
                        "the association with " + traffic.peer().peer() + " is over: " + transmission.describe()),
                nowNanos);
    }

    void count(int change) {
        underWay += change;
    }

    /** How many transmissions are not over. */
    int underWay() {
        return underWay;
    }
}
