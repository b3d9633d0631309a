package dev.pipit.coap.exchange;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.NoResponse;
import dev.pipit.coap.message.NoResponseException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.MessagePort;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.timer.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A request of ours that waits for its response.
 *
 * <pre>
 * WAITING  response          → reported            → DONE
 *          notification      → reported            → OBSERVING, where the listener takes them
 *          delivery fails    → reported            → DONE
 *          timeout           → reported            → DONE
 *          sent or acknowledged, and no response wanted (RFC 7967) → reported as none → DONE
 *          cancel            → nothing reported    → DONE
 * OBSERVING  notification    → reported
 *          any other         → as above
 * </pre>
 */
final class ClientExchange extends Deadline implements RequestPort.OutgoingRequest, MessagePort.DeliveryListener {
    private final ExchangeLayer layer;
    private final PeerSlot peer;
    private final Token token;
    private final Request request;
    private final SendOptions options;
    private final RequestPort.ResponseListener listener;
    private MessagePort.@Nullable Delivery delivery;
    private boolean acknowledged;
    private boolean observing;
    private boolean done;

    ClientExchange(
            ExchangeLayer layer,
            PeerSlot peer,
            Token token,
            Request request,
            SendOptions options,
            RequestPort.ResponseListener listener) {
        this.layer = layer;
        this.peer = peer;
        this.token = token;
        this.request = request;
        this.options = options;
        this.listener = listener;
        peer.pin();
    }

    void delivery(MessagePort.Delivery delivery, long nowNanos) {
        this.delivery = delivery;
        if (done || observing) {
            delivery.stop(nowNanos);
        }
    }

    /** Whether it has had its response, and waits for further notifications (RFC 7641 §3.2). */
    boolean isObserving() {
        return observing;
    }

    void handleResponse(Response response, long nowNanos) {
        if (listener.takesNotifications()
                && response.isSuccess()
                && response.options().has(StandardOptions.OBSERVE)) {
            observe(nowNanos);
        } else {
            finish(nowNanos);
        }
        listener.onResponse(response, nowNanos);
    }

    // RFC 7641 §3.2: "the client MUST NOT reuse the token" while it observes
    private void observe(long nowNanos) {
        if (!observing) {
            observing = true;
            layer.keep(this);
            if (delivery != null) {
                delivery.stop(nowNanos);
            }
        }
    }

    @Override
    public void onSent(long nowNanos) {
        if (!done && listener.waitsForItsTurn()) {
            layer.await(this, nowNanos + options.timeoutNanos());
        }
        if (!options.confirmable() && NoResponse.suppressesAll(request)) {
            finishWithout(nowNanos);
        }
    }

    @Override
    public void onAcknowledged(long nowNanos) {
        acknowledged = true;
        if (NoResponse.suppressesAll(request)) {
            finishWithout(nowNanos);
        }
    }

    // RFC 7967 §2.1: "When No-Response is used with value 26 in a request, the client endpoint SHOULD cease listening
    // to response(s)"; with another value it listens "during some application specific time-out period"
    private void finishWithout(long nowNanos) {
        if (!done) {
            finish(nowNanos);
            layer.retire(token, options, nowNanos);
            listener.onResponse(Response.NONE, nowNanos);
        }
    }

    @Override
    public void onFailure(CoapException failure, long nowNanos) {
        if (!done) {
            finish(nowNanos);
            listener.onFailure(failure, nowNanos);
        }
    }

    @Override
    protected void expire(long nowNanos) {
        int times = delivery == null ? 0 : delivery.transmissions();
        if (NoResponse.suppressesSome(request) && (acknowledged || !options.confirmable() && times > 0)) {
            finishWithout(nowNanos);
            return;
        }
        if (times == 0 && listener.waitsForItsTurn()) {
            layer.await(this, nowNanos + options.timeoutNanos());
            return;
        }
        onFailure(
                new NoResponseException("no response from " + peer.peer() + " within "
                        + options.timeoutNanos() / 1_000_000
                        + " ms to " + request + ", sent " + times + " times"
                        + (acknowledged ? ", acknowledged" : times == 0 ? ": still waiting for its turn" : "")),
                nowNanos);
    }

    @Override
    public void cancel(long nowNanos) {
        if (!done) {
            finish(nowNanos);
        }
    }

    private void finish(long nowNanos) {
        done = true;
        layer.remove(this);
        peer.unpin();
        if (delivery != null) {
            delivery.stop(nowNanos);
        }
    }

    @Override
    public Token token() {
        return token;
    }

    PeerSlot peer() {
        return peer;
    }

    Request request() {
        return request;
    }
}
