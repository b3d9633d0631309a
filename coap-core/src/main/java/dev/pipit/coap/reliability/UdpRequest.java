package dev.pipit.coap.reliability;

import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.MessagePort;
import org.jspecify.annotations.Nullable;

/**
 * A request that came in a datagram, until it is answered.
 *
 * <pre>
 * OPEN          respond                        → CON: in the ACK; NON: as NON        → DONE
 *               the piggyback window ends, or
 *               a duplicate comes (CON)        → empty ACK                           → ACKNOWLEDGED
 *               respond with NONE              → CON: empty ACK; NON: silence        → DONE
 *               reject                         → CON: RST; NON: silence              → DONE
 *               respondOnce                    → as respond                          → DONE
 * ACKNOWLEDGED  respond                        → separate CON response (§5.2.2)      → DONE
 *               respondOnce                    → NON response                        → DONE
 *               respond with NONE              → nothing                             → DONE
 * DONE          anything                       → nothing
 * </pre>
 */
final class UdpRequest extends IncomingRequest {
    private enum State {
        OPEN,
        ACKNOWLEDGED,
        DONE
    }

    private final Answers answers;
    private final PeerTraffic traffic;
    private final int messageId;
    private final boolean confirmable;
    private final boolean repetition;
    private State state = State.OPEN;
    private boolean repeatable;
    private @Nullable Repetitions repetitions; // where the acknowledgement is held

    // The chain of requests whose piggyback window is open, kept by PiggybackWindows.
    @Nullable
    UdpRequest next;

    long windowEndNanos;

    UdpRequest(Answers answers, PeerTraffic traffic, UdpMessage message, Request request, boolean repetition) {
        super(traffic.peer(), message.token(), request);
        this.answers = answers;
        this.traffic = traffic;
        this.messageId = message.messageId();
        this.confirmable = message.type() == MessageType.CON;
        this.repetition = repetition;
        traffic.peer().pin();
    }

    @Override
    public boolean isConfirmable() {
        return confirmable;
    }

    @Override
    public void respond(Response response, long nowNanos) {
        respond(response, Answers.NOBODY, nowNanos);
    }

    @Override
    public MessagePort.@Nullable Delivery respond(
            Response response, MessagePort.DeliveryListener listener, long nowNanos) {
        State before = finish();
        if (!response.code().isResponse()) {
            if (before == State.OPEN) {
                answers.suppress(this);
            }
            return null;
        }
        if (before == State.ACKNOWLEDGED) {
            return answers.respondSeparately(this, response, listener, nowNanos);
        }
        if (before == State.OPEN) {
            answers.respond(this, response, listener, nowNanos);
        }
        return null;
    }

    @Override
    public void respondRepeatably(Response response, long nowNanos) {
        repeatable = true;
        respond(response, nowNanos);
    }

    /** Whether its answer need not be remembered. */
    boolean isRepeatable() {
        return repeatable;
    }

    @Override
    public boolean isRepetition() {
        return repetition;
    }

    @Override
    public void respondOnce(Response response, long nowNanos) {
        if (!response.code().isResponse()) {
            respond(response, nowNanos);
            return;
        }
        State before = finish();
        if (before != State.DONE) {
            answers.respondOnce(this, response, before == State.ACKNOWLEDGED, nowNanos);
        }
    }

    @Override
    public void holdAcknowledgement(Repetitions listener) {
        repetitions = listener;
    }

    boolean isAcknowledgementHeld() {
        return repetitions != null;
    }

    /** It has come once more; false where it is to be acknowledged. */
    boolean handleRepetition(long nowNanos) {
        return repetitions != null && repetitions.onRepetition(nowNanos);
    }

    @Override
    public void reject(String reason, long nowNanos) {
        State before = finish();
        if (before == State.OPEN) {
            answers.reject(this, reason);
        }
    }

    private State finish() {
        State before = state;
        if (before != State.DONE) {
            state = State.DONE;
            answers.markAnswered();
            peer().unpin();
        }
        return before;
    }

    /** Moves from OPEN to ACKNOWLEDGED; false where the request is not open. */
    boolean markAcknowledged() {
        boolean open = state == State.OPEN;
        if (open) {
            state = State.ACKNOWLEDGED;
        }
        return open;
    }

    @Override
    public boolean isAcknowledged() {
        return state == State.ACKNOWLEDGED;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    PeerTraffic traffic() {
        return traffic;
    }

    int messageId() {
        return messageId;
    }
}
