package dev.pipit.coap.client;

import dev.pipit.coap.message.AssociationLostException;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.transport.Binding;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The future of one request; cancelling it takes the request back. */
class RequestFuture extends CompletableFuture<Response> implements RequestPort.ResponseListener {
    private volatile @Nullable Binding binding;
    private RequestPort.@Nullable OutgoingRequest outgoing; // the event loop's, as below
    private @Nullable RequestStart start;

    /** Has the request sent again, where it gets lost with its association and may be handled twice. */
    void startedBy(RequestStart begun) {
        start = begun;
    }

    /** The request is handed over; called on the event loop. */
    void started(Binding where, RequestPort.OutgoingRequest request, long nowNanos) {
        outgoing = request;
        binding = where;
        if (isCancelled()) {
            request.cancel(nowNanos);
        }
    }

    @Override
    public void onResponse(Response response, long nowNanos) {
        complete(response);
    }

    @Override
    public void onFailure(CoapException failure, long nowNanos) {
        boolean lost = failure instanceof AssociationLostException;
        if (!lost || start == null || !start.again()) {
            completeExceptionally(failure);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        Binding where = binding;
        if (cancelled && where != null) {
            where.execute(now -> {
                if (outgoing != null) {
                    outgoing.cancel(now);
                }
            });
        }
        return cancelled;
    }
}
