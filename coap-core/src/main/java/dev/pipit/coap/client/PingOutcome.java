package dev.pipit.coap.client;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.ResetException;
import dev.pipit.coap.peer.Peer;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.port.MessagePort;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.transport.Binding;
import dev.pipit.coap.transport.ConnectListener;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The future of a ping: the Reset that would be a failure elsewhere is the answer here. */
final class PingOutcome extends CompletableFuture<Duration> implements MessagePort.DeliveryListener, ConnectListener {
    private final Binding where;
    private final InetSocketAddress to;
    private final TransmissionParameters parameters;
    private long sentNanos;

    PingOutcome(Binding where, InetSocketAddress to, TransmissionParameters parameters) {
        this.where = where;
        this.to = to;
        this.parameters = parameters;
    }

    @Override
    public void onConnected(PeerIdentity identity, long nowNanos) {
        sentNanos = nowNanos;
        where.endpoint().ping(new Peer(to, identity), SendOptions.confirmable(parameters), this, nowNanos);
    }

    @Override
    public void onAcknowledged(long nowNanos) {
        complete(Duration.ofNanos(nowNanos - sentNanos));
    }

    @Override
    public void onFailure(CoapException failure, long nowNanos) {
        if (failure instanceof ResetException) {
            onAcknowledged(nowNanos);
        } else {
            completeExceptionally(failure);
        }
    }
}
