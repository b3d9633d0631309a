package dev.pipit.coap.client;

import dev.pipit.coap.body.Body;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.transport.Binding;
import dev.pipit.coap.transport.ConnectListener;
import java.net.InetSocketAddress;

/** A request on its way to the event loop, and there to its server, as soon as there is a connection. */
final class RequestStart implements Binding.LoopTask, ConnectListener {
    private final Binding where;
    private final ClientCall call;
    private final Request request;
    private final InetSocketAddress to;
    private final RequestFuture future;
    private boolean repeated;

    RequestStart(Binding where, ClientCall call, Request request, InetSocketAddress to, RequestFuture future) {
        this.where = where;
        this.call = call;
        this.request = request;
        this.to = to;
        this.future = future;
    }

    /**
     * The association with the server has ended before a response came: sends the request once more over a new one, where
     * that does no harm. Whether it will.
     */
    boolean again() {
        if (repeated
                || future.isDone()
                || !isIdempotent(request.code())
                || !call.body().map(Body::isRepeatable).orElse(true)) {
            return false;
        }
        repeated = true;
        return where.execute(this);
    }

    /** Whether it makes no difference to handle a request twice: RFC 7252 §5.1 and §5.8, RFC 8132 §2 and §3. */
    static boolean isIdempotent(Code method) {
        return !method.equals(Code.POST) && !method.equals(Code.PATCH);
    }

    @Override
    public void run(long nowNanos) {
        if (!future.isDone()) {
            future.startedBy(this);
            where.connect(to, call.uri().host(), this, nowNanos);
        }
    }

    @Override
    public void onConnected(PeerIdentity identity, long nowNanos) {
        if (!future.isDone()) {
            future.started(
                    where, where.endpoint().request(to, identity, request, call.options(), future, nowNanos), nowNanos);
        }
    }

    @Override
    public void onFailure(CoapException failure, long nowNanos) {
        future.completeExceptionally(failure);
    }
}
