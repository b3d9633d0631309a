package dev.pipit.coap.blockwise;

import dev.pipit.coap.body.BodySource;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.MessagePort;
import org.jspecify.annotations.Nullable;

/** A request with its whole body, whose response may go out in blocks. */
final class BlockwiseRequest extends IncomingRequest {
    private final Responder responder;
    private final IncomingRequest received;
    private final @Nullable Block finalBlock1;
    private boolean answered;

    /**
     * A request.
     *
     * @param received what came in: the request itself, or the one with the last block of its body
     * @param whole the request with the whole body
     * @param finalBlock1 the Block1 option of that last block, to be confirmed in the response
     */
    BlockwiseRequest(Responder responder, IncomingRequest received, Request whole, @Nullable Block finalBlock1) {
        super(received.peer(), received.token(), whole);
        this.responder = responder;
        this.received = received;
        this.finalBlock1 = finalBlock1;
    }

    @Override
    public boolean isConfirmable() {
        return received.isConfirmable();
    }

    @Override
    public void respond(Response response, long nowNanos) {
        if (!answered) {
            answered = true;
            received.respond(responder.fit(this, response, nowNanos), nowNanos);
        }
    }

    @Override
    public MessagePort.@Nullable Delivery respond(
            Response response, MessagePort.DeliveryListener listener, long nowNanos) {
        if (answered) {
            return null;
        }
        answered = true;
        return received.respond(responder.fit(this, response, nowNanos), listener, nowNanos);
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
