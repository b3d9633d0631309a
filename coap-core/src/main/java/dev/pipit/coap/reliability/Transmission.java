package dev.pipit.coap.reliability;

import dev.pipit.coap.codec.MessageEncoder;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.NoResponseException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.MessagePort;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.timer.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * One message of our own on its way (RFC 7252 §4.2, §4.3).
 *
 * <pre>
 * WAITING  its turn comes            → sent; CON: UNACKNOWLEDGED, NON: SENT
 * UNACKNOWLEDGED  timeout            → sent again, timeout doubled; after MAX_RETRANSMIT: DONE, reported lost
 *                 ACK                → request: ACKNOWLEDGED (waits for its response), else DONE
 *                 RST                → DONE, reported as reset
 * SENT     (NON request) RST         → DONE, reported as reset
 * any      stop, or the peer is gone → DONE
 * </pre>
 */
final class Transmission extends Deadline implements MessagePort.Delivery {
    private enum State {
        WAITING,
        UNACKNOWLEDGED,
        SENT,
        DONE
    }

    private final Outgoing outgoing;
    private final Sender sender;
    private final Token token;
    private @Nullable Message message;
    private final SendOptions options;
    private final MessagePort.DeliveryListener listener;
    private State state = State.WAITING;
    private int messageId;
    private int transmissions;
    private long timeoutNanos;
    private long firstSentNanos;

    Transmission(
            Sender sender,
            Token token,
            @Nullable Message message,
            SendOptions options,
            MessagePort.DeliveryListener listener) {
        this.outgoing = sender.outgoing();
        this.sender = sender;
        this.token = token;
        this.message = message;
        this.options = options;
        this.listener = listener;
        sender.peer().pin();
        outgoing.count(1);
    }

    /** Sends it for the first time. */
    void start(int messageId, long nowNanos) {
        this.messageId = messageId;
        firstSentNanos = nowNanos;
        state = isConfirmable() ? State.UNACKNOWLEDGED : State.SENT;
        sender.track(this);
        // RFC 7252 §4.2: the initial timeout is "a random duration (often not an integral number of seconds) between
        // ACK_TIMEOUT and (ACK_TIMEOUT * ACK_RANDOM_FACTOR)"; it is drawn once and then doubled.
        timeoutNanos = (long) (options.parameters().ackTimeoutNanos()
                * (1 + outgoing.random().nextDouble() * (options.parameters().ackRandomFactor() - 1)));
        transmit(nowNanos);
        listener.onSent(nowNanos);
        if (state != State.DONE && !isConfirmable() && !isInteraction()) {
            if (message != null) {
                sender.rememberNon(messageId, listener, nowNanos);
            }
            finish(nowNanos);
        }
    }

    private void transmit(long nowNanos) {
        transmissions++;
        // The same message gives the same bytes each time, so there is no need to keep them.
        outgoing.wire().send(sender.peer(), type(), messageId, token, message);
        if (isConfirmable()) {
            outgoing.deadlines().schedule(this, nowNanos + timeoutNanos);
        }
    }

    @Override
    protected void expire(long nowNanos) {
        boolean last = transmissions > options.parameters().maxRetransmit();
        outgoing.wire().handleSilence(sender.peer(), firstSentNanos, transmissions, last, nowNanos);
        if (state == State.DONE) {
            return;
        }
        if (!last) {
            timeoutNanos *= 2;
            if (!supersede(nowNanos)) {
                return;
            }
            outgoing.wire().counters().count(Counter.RETRANSMISSIONS);
            transmit(nowNanos);
            return;
        }
        outgoing.wire().counters().count(Counter.TIMEOUTS);
        fail(
                new NoResponseException("no acknowledgement from "
                        + sender.peer().peer() + " for " + describe() + ", sent " + transmissions + " times"),
                nowNanos);
    }

    // RFC 7641 §4.5.2: a notification that has become stale may give way to the current one, "with the retransmission
    // timer and counter of the aborted transmission retained"
    private boolean supersede(long nowNanos) {
        Message newer = listener.onRetransmission(nowNanos);
        if (newer == null) {
            return true;
        }
        message = newer;
        if (length() > outgoing.maxMessageBytes(peer())) {
            fail(outgoing.tooLarge(this), nowNanos);
            return false;
        }
        int fresh = sender.takeMessageId(nowNanos);
        if (fresh != MessageIds.NONE) {
            sender.untrack(this);
            messageId = fresh;
            sender.track(this);
        }
        return true;
    }

    /** The peer has it: nothing is sent again, and a request waits for its response elsewhere. */
    void handleAcknowledgement(long nowNanos) {
        if (state == State.UNACKNOWLEDGED) {
            finish(nowNanos);
            listener.onAcknowledged(nowNanos);
        }
    }

    void fail(CoapException failure, long nowNanos) {
        if (state != State.DONE) {
            finish(nowNanos);
            listener.onFailure(failure, nowNanos);
        }
    }

    @Override
    public void stop(long nowNanos) {
        if (state != State.DONE) {
            finish(nowNanos);
        }
    }

    private void finish(long nowNanos) {
        boolean started = state != State.WAITING;
        state = State.DONE;
        outgoing.deadlines().cancel(this);
        sender.peer().unpin();
        outgoing.count(-1);
        if (started) {
            sender.release(this, nowNanos);
        } else {
            sender.withdraw(this, nowNanos);
        }
    }

    private MessageType type() {
        return isConfirmable() ? MessageType.CON : MessageType.NON;
    }

    boolean isConfirmable() {
        return options.confirmable();
    }

    /** Whether it counts against NSTART: requests do (RFC 7252 §4.7). */
    boolean isInteraction() {
        return message instanceof Request;
    }

    PeerSlot peer() {
        return sender.peer();
    }

    Token token() {
        return token;
    }

    int messageId() {
        return messageId;
    }

    int length() {
        return MessageEncoder.length(token, message);
    }

    @Override
    public int transmissions() {
        return transmissions;
    }

    String describe() {
        return message == null ? "ping" : message.toString();
    }
}
