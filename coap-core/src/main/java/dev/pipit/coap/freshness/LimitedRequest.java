package dev.pipit.coap.freshness;

import dev.pipit.coap.codec.MessageEncoder;
import dev.pipit.coap.message.NoResponse;
import dev.pipit.coap.message.NoResponseException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.MessagePort;
import dev.pipit.coap.port.Slicing;
import org.jspecify.annotations.Nullable;

/** A request of a peer that is not verified, or one with an Echo of ours. Its response may have to wait, once. */
final class LimitedRequest extends IncomingRequest {
    private final FreshnessServer server;
    private final IncomingRequest received;
    private final long ageNanos;
    private boolean answered;

    // What waits to be sent.
    private @Nullable Response response;
    private @Nullable Slicing slicing;
    private MessagePort.@Nullable DeliveryListener listener;

    LimitedRequest(FreshnessServer server, IncomingRequest received, long ageNanos) {
        super(received.peer(), received.token(), received.request());
        this.server = server;
        this.received = received;
        this.ageNanos = ageNanos;
    }

    @Override
    public boolean isConfirmable() {
        return received.isConfirmable();
    }

    @Override
    public long ageNanos() {
        return ageNanos;
    }

    @Override
    public void respond(Response response, long nowNanos) {
        answer(response, null, null, nowNanos);
    }

    @Override
    public MessagePort.@Nullable Delivery respond(
            Response response, MessagePort.DeliveryListener listener, long nowNanos) {
        return answer(response, null, listener, nowNanos);
    }

    @Override
    public MessagePort.@Nullable Delivery respond(
            Response response, Slicing slicing, MessagePort.@Nullable DeliveryListener listener, long nowNanos) {
        return answer(response, slicing, listener, nowNanos);
    }

    private MessagePort.@Nullable Delivery answer(
            Response response,
            @Nullable Slicing slicing,
            MessagePort.@Nullable DeliveryListener listener,
            long nowNanos) {
        if (answered) {
            return null;
        }
        answered = true;
        // RFC 7967 §2.1: what the client does not want is not sent, so that nothing has to wait or to go in its place.
        boolean suppressed = !response.code().isResponse() || NoResponse.suppresses(request(), response.code());
        if (suppressed || !peer().isLimited() || MessageEncoder.length(token(), response) <= mostBytes()) {
            MessagePort.Delivery separate = pass(response, listener, nowNanos);
            if (peer().isLimited() && response.options().has(StandardOptions.OBSERVE)) {
                server.verify(peer(), nowNanos);
            }
            return separate;
        }
        this.response = response;
        this.slicing = slicing;
        this.listener = listener;
        server.limit(this, nowNanos);
        return null;
    }

    private MessagePort.@Nullable Delivery pass(
            Response response, MessagePort.@Nullable DeliveryListener listener, long nowNanos) {
        if (listener != null) {
            return received.respond(response, listener, nowNanos);
        }
        received.respond(response, nowNanos);
        return null;
    }

    @Override
    public void respondOnce(Response response, long nowNanos) {
        if (!answered) {
            answered = true;
            received.respondOnce(response, nowNanos);
        }
    }

    @Override
    public void holdAcknowledgement(Repetitions repetitions) {
        received.holdAcknowledgement(repetitions);
    }

    @Override
    public void reject(String reason, long nowNanos) {
        answered = true;
        received.reject(reason, nowNanos);
    }

    // ---- while the response waits

    /** The largest response that the peer may be sent, in bytes. */
    int mostBytes() {
        return peer().largestAnswerTo(MessageEncoder.length(token(), request()));
    }

    /** Whether its client asks again where it hears nothing. */
    boolean isRepeatable() {
        return received.isConfirmable() && !received.isAcknowledged();
    }

    /** The response that waits. */
    Response response() {
        if (response == null) {
            throw new IllegalStateException("no response waits");
        }
        return response;
    }

    /** The first block of it, the rest being kept; null where that cannot be. */
    @Nullable
    Response firstBlock(int maxBytes, long nowNanos) {
        return slicing == null ? null : slicing.firstBlock(response(), maxBytes, nowNanos);
    }

    int bytes() {
        return MessageEncoder.length(token(), response());
    }

    /** The response goes: the peer is verified. */
    void respondWhole(long nowNanos) {
        pass(response(), listener, nowNanos);
    }

    /** Something else goes in the response's place. */
    void respondCut(Response cut, long nowNanos) {
        // RFC 9175 §2.4: "it MUST be sent as a piggybacked or Non-confirmable response, never as a separate one (which
        // would cause amplification due to retransmission)"
        received.respondOnce(cut, nowNanos);
        if (listener != null && !cut.isSuccess()) {
            listener.onFailure(
                    new NoResponseException(peer().peer() + " is to show first that it receives there"), nowNanos);
        }
    }

    /** The peer is no longer known: nobody is there to be answered. */
    void drop(long nowNanos) {
        received.reject("forgotten before its address was verified", nowNanos);
    }
}
