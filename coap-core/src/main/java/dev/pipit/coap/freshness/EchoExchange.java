package dev.pipit.coap.freshness;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.port.SendOptions;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One request, sent again where its server wants it with an Echo option.
 *
 * <pre>
 * 4.01 with an Echo that was not in the request   → sent again with it, at most three times
 * any other response, or a failure                → reported
 * </pre>
 */
final class EchoExchange implements RequestPort.OutgoingRequest, RequestPort.ResponseListener {
    private static final int REPETITIONS = 3;

    private final EchoClient client;
    private final PeerSlot peer;
    private final Request request;
    private final SendOptions options;
    private final RequestPort.ResponseListener listener;
    private RequestPort.@Nullable OutgoingRequest current;
    private byte @Nullable [] echo;
    private long endNanos;
    private int repetitions;
    private boolean cancelled;

    EchoExchange(
            EchoClient client,
            PeerSlot peer,
            Request request,
            SendOptions options,
            RequestPort.ResponseListener listener) {
        this.client = client;
        this.peer = peer;
        this.request = request;
        this.options = options;
        this.listener = listener;
    }

    void start(long nowNanos) {
        endNanos = nowNanos + options.timeoutNanos();
        echo = client.echoFor(peer, request, options.token(), nowNanos);
        send(options, nowNanos);
    }

    private void send(SendOptions how, long nowNanos) {
        Request sent =
                echo == null ? request : request.withOptions(request.options().with(StandardOptions.ECHO, echo));
        int attempt = repetitions;
        RequestPort.OutgoingRequest outgoing = client.port().send(peer, sent, how, this, nowNanos);
        if (attempt == repetitions) {
            // Else it was answered, and repeated, before this came back.
            current = outgoing;
        }
    }

    @Override
    public boolean takesNotifications() {
        return listener.takesNotifications();
    }

    @Override
    public boolean waitsForItsTurn() {
        return listener.waitsForItsTurn();
    }

    @Override
    public void onResponse(Response response, long nowNanos) {
        byte[] given = client.keep(peer, response, nowNanos);
        if (given != null && response.code() == Code.UNAUTHORIZED && mayRepeat(given, nowNanos)) {
            repetitions++;
            echo = given;
            send(
                    new SendOptions(options.confirmable(), options.parameters(), endNanos - nowNanos, nextToken()),
                    nowNanos);
        } else {
            listener.onResponse(response, nowNanos);
        }
    }

    /** What was chosen stays; an observation has one token all its life (RFC 7641 §3.6). */
    private @Nullable Token nextToken() {
        return listener.takesNotifications() ? token() : options.token();
    }

    // The same Echo again would be refused again; a server that never has enough is not asked for ever.
    private boolean mayRepeat(byte[] given, long nowNanos) {
        return !cancelled
                && repetitions < REPETITIONS
                && nowNanos < endNanos
                && !Arrays.equals(given, echo)
                && client.hasRoom(peer, request, options.token(), given);
    }

    @Override
    public void onFailure(CoapException failure, long nowNanos) {
        listener.onFailure(failure, nowNanos);
    }

    @Override
    public void cancel(long nowNanos) {
        cancelled = true;
        if (current != null) {
            current.cancel(nowNanos);
        }
    }

    @Override
    public @Nullable Token token() {
        return current == null ? options.token() : current.token();
    }
}
