package dev.pipit.coap.client;

import dev.pipit.coap.message.AssociationLostException;
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
final class PingOutcome extends CompletableFuture<Duration>
        implements MessagePort.DeliveryListener, ConnectListener, Binding.LoopTask {
    private final Binding where;
    private final String host;
    private final InetSocketAddress to;
    private final TransmissionParameters parameters;
    private long sentNanos;
    private boolean repeated;

    PingOutcome(Binding where, String host, InetSocketAddress to, TransmissionParameters parameters) {
        this.where = where;
        this.host = host;
        this.to = to;
        this.parameters = parameters;
    }

    @Override
    public void run(long nowNanos) {
        where.connect(to, host, this, nowNanos);
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
            return;
        }
        // The server had forgotten the association, and there is a new one.
        boolean again = failure instanceof AssociationLostException && !repeated;
        repeated = true;
        if (!again || !where.execute(this)) {
            completeExceptionally(failure);
        }
    }
}
