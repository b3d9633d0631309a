package dev.pipit.coap.client;

import dev.pipit.coap.endpoint.CoapEndpoint;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.ResetException;
import dev.pipit.coap.port.MessagePort;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The future of a ping: the Reset that would be a failure elsewhere is the answer here. */
final class PingOutcome extends CompletableFuture<Duration> implements MessagePort.DeliveryListener {
    private long sentNanos;

    void send(CoapEndpoint endpoint, InetSocketAddress to, TransmissionParameters parameters, long nowNanos) {
        sentNanos = nowNanos;
        endpoint.ping(to, SendOptions.confirmable(parameters), this, nowNanos);
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
