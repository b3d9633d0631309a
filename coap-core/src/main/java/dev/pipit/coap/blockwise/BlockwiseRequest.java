package dev.pipit.coap.blockwise;

import dev.pipit.coap.body.BodySource;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.MessagePort;
import dev.pipit.coap.port.Slicing;
import org.jspecify.annotations.Nullable;

/** A request with its whole body, whose response may go out in blocks. */
final class BlockwiseRequest extends IncomingRequest implements Slicing {
    private final Responder responder;
    private final IncomingRequest received;
    private final @Nullable Block finalBlock1;
    private final long ageNanos;
    private boolean answered;

    /**
     * A request.
     *
     * @param received what came in: the request itself, or the one with the last block of its body
     * @param whole the request with the whole body
     * @param finalBlock1 the Block1 option of that last block, to be confirmed in the response
     * @param ageNanos how old the first block of the body was when it came in
     */
    BlockwiseRequest(
            Responder responder, IncomingRequest received, Request whole, @Nullable Block finalBlock1, long ageNanos) {
        super(received.peer(), received.token(), whole);
        this.responder = responder;
        this.received = received;
        this.finalBlock1 = finalBlock1;
        this.ageNanos = ageNanos;
    }

    @Override
    public boolean isConfirmable() {
        return received.isConfirmable();
    }

    @Override
    public void respond(Response response, long nowNanos) {
        if (!answered) {
            answered = true;
            received.respond(responder.fit(this, response, nowNanos), this, null, nowNanos);
        }
    }

    @Override
    public MessagePort.@Nullable Delivery respond(
            Response response, MessagePort.DeliveryListener listener, long nowNanos) {
        if (answered) {
            return null;
        }
        answered = true;
        return received.respond(responder.fit(this, response, nowNanos), this, listener, nowNanos);
    }

    @Override
    public @Nullable Response firstBlock(Response whole, int maxBytes, long nowNanos) {
        return responder.firstBlock(this, whole, maxBytes, nowNanos);
    }

    @Override
    public long ageNanos() {
        return ageNanos;
    }

    @Override
    public void respond(Response head, BodySource body, long nowNanos) {
        if (answered) {
            body.close();
        } else {
            answered = true;
            responder.stream(this, head, body, nowNanos);
        }
    }

    void respond(Answer answer, long nowNanos) {
        if (answer.body() == null) {
            respond(answer.head(), nowNanos);
        } else {
            respond(answer.head(), answer.body(), nowNanos);
        }
    }

    @Override
    public void reject(String reason, long nowNanos) {
        received.reject(reason, nowNanos);
    }

    IncomingRequest received() {
        return received;
    }

    @Nullable
    Block finalBlock1() {
        return finalBlock1;
    }
}
