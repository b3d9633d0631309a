package dev.pipit.coap.exchange;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.port.MessagePort;
import org.jspecify.annotations.Nullable;

/** A request on its way of which nothing is kept once it is sent. */
final class StatelessRequest implements MessagePort.DeliveryListener {
    private boolean sent;
    private MessagePort.@Nullable Delivery waiting;

    void delivery(MessagePort.Delivery delivery, long nowNanos) {
        if (sent) {
            delivery.stop(nowNanos);
        } else {
            waiting = delivery;
        }
    }

    @Override
    public void onSent(long nowNanos) {
        sent = true;
        if (waiting != null) {
            waiting.stop(nowNanos);
        }
    }

    @Override
    public void onAcknowledged(long nowNanos) {}

    @Override
    public void onFailure(CoapException failure, long nowNanos) {}
}
