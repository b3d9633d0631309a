package dev.pipit.coap.freshness;

import dev.pipit.coap.codec.MessageEncoder;
import dev.pipit.coap.message.NoResponseException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.MessagePort;
import dev.pipit.coap.port.SendOptions;
import org.jspecify.annotations.Nullable;

/** A notification that waits until its observer has shown that it receives at its address. */
final class HeldNotification implements MessagePort.Delivery {
    private final MessagePort port;
    private final PeerSlot peer;
    private final Token token;
    private final Response notification;
    private final SendOptions options;
    private final MessagePort.DeliveryListener listener;
    private MessagePort.@Nullable Delivery delivery;
    private boolean ended;

    HeldNotification(
            MessagePort port,
            PeerSlot peer,
            Token token,
            Response notification,
            SendOptions options,
            MessagePort.DeliveryListener listener) {
        this.port = port;
        this.peer = peer;
        this.token = token;
        this.notification = notification;
        this.options = options;
        this.listener = listener;
    }

    int bytes() {
        return MessageEncoder.length(token, notification);
    }

    /** The peer is verified: what is the newest now goes. */
    void send(long nowNanos) {
        if (!ended) {
            Response newest = listener.onRetransmission(nowNanos) instanceof Response newer ? newer : notification;
            delivery = port.send(peer, token, newest, options, listener, nowNanos);
        }
    }

    /** It has not been verified in all this time, or there is no room to wait (RFC 7641 §4.5). */
    void fail(long nowNanos) {
        if (!ended) {
            ended = true;
            listener.onFailure(
                    new NoResponseException(peer.peer() + " has not shown that it receives there"), nowNanos);
        }
    }

    @Override
    public void stop(long nowNanos) {
        ended = true;
        if (delivery != null) {
            delivery.stop(nowNanos);
        }
    }

    @Override
    public int transmissions() {
        return delivery == null ? 0 : delivery.transmissions();
    }
}
