package dev.pipit.coap.resource;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.RequestPort;

/** A request of which the first block is there, to be looked at before the others are taken. */
final class Examination extends IncomingRequest {
    private static final Response FINE = Response.of(Code.CONTINUE);

    private final IncomingRequest block;
    private final RequestPort.Admission admission;

    Examination(IncomingRequest block, RequestPort.Admission admission) {
        super(block.peer(), block.token(), block.request());
        this.block = block;
        this.admission = admission;
    }

    /** What examines it, in the place of a handler. */
    Handler by(GuardedHandler guard) {
        return context -> {
            Response refusal = guard.examine(context);
            return refusal == null ? FINE : refusal;
        };
    }

    @Override
    public boolean isConfirmable() {
        return block.isConfirmable();
    }

    @Override
    public void respond(Response response, long nowNanos) {
        if (response.code() == Code.CONTINUE) {
            admission.takeWhole(nowNanos);
        } else {
            block.respond(response, nowNanos);
        }
    }

    @Override
    public void reject(String reason, long nowNanos) {
        block.reject(reason, nowNanos);
    }
}
