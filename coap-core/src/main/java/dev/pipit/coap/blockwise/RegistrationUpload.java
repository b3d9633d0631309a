package dev.pipit.coap.blockwise;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.message.TransferFailedException;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.port.SendOptions;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A registration whose body goes out in blocks (RFC 8132 §2.4, §2.5), all with the same token and the Observe option:
 * the observation belongs to the last of them, as it is the one with the response.
 *
 * <pre>
 * 2.31, or 2.xx for a block alone       → the next block, of the server's size where that is smaller
 * 4.08; 4.13 with smaller blocks        → from the start, a few times
 * any other, and all after the last     → handed on as they are
 * block
 * </pre>
 */
final class RegistrationUpload implements RequestPort.OutgoingRequest, RequestPort.ResponseListener {
    private static final int RESTARTS = 4;

    private final BlockwiseClient client;
    private final PeerSlot peer;
    private final Request whole;
    private final SendOptions options;
    private final RequestPort.ResponseListener listener;
    private final RequestTags.Claim tag;
    private RequestPort.@Nullable OutgoingRequest current;
    private int sizeExponent;
    private int position;
    private int restarts;
    private boolean uploaded;
    private boolean cancelled;

    /** An upload with options that name the token. */
    RegistrationUpload(
            BlockwiseClient client,
            PeerSlot peer,
            Request request,
            SendOptions options,
            RequestPort.ResponseListener listener) {
        this.client = client;
        this.peer = peer;
        this.options = options;
        this.listener = listener;
        this.tag = client.tags().claim(peer, request);
        this.whole = tag.applyTo(request);
    }

    void start(long nowNanos) {
        sizeExponent = client.sizeExponentFor(peer, whole, options);
        sendPart(nowNanos);
    }

    private void sendPart(long nowNanos) {
        if (cancelled) {
            return;
        }
        byte[] body = whole.payload();
        int number = position >> (sizeExponent + 4);
        if (number > Block.MAX_NUMBER) {
            onFailure(
                    new TransferFailedException("a body of " + body.length + " bytes needs larger blocks: " + whole),
                    nowNanos);
            return;
        }
        int end = isAtLast() ? body.length : position + (1 << (sizeExponent + 4));
        Request part = Request.of(
                whole.code(),
                whole.options().toBuilder()
                        .set(StandardOptions.BLOCK1, new Block(number, !isAtLast(), sizeExponent))
                        .set(StandardOptions.SIZE1, (long) body.length)
                        .build(),
                Arrays.copyOfRange(body, position, end));
        current = client.port().send(peer, part, options, this, nowNanos);
    }

    private boolean isAtLast() {
        return whole.payload().length - position <= 1 << (sizeExponent + 4);
    }

    @Override
    public boolean takesNotifications() {
        return listener.takesNotifications();
    }

    @Override
    public void onResponse(Response response, long nowNanos) {
        Block confirmed = response.options().getOrNull(StandardOptions.BLOCK1);
        boolean goesOn = response.code() == Code.CONTINUE || response.isSuccess() && confirmed != null;
        if (uploaded) {
            listener.onResponse(response, nowNanos);
        } else if (goesOn && !isAtLast()) {
            position += 1 << (sizeExponent + 4);
            sizeExponent = Math.min(sizeExponent, confirmed == null ? Block.LARGEST : confirmed.sizeExponent());
            sendPart(nowNanos);
        } else if (response.code() == Code.CONTINUE || response.isSuccess() && !isAtLast()) {
            onFailure(new TransferFailedException(response.code() + " to a block of " + whole), nowNanos);
        } else if (wantsRestart(response, confirmed) && restarts++ < RESTARTS) {
            position = 0;
            sizeExponent = Math.min(sizeExponent, confirmed == null ? Block.LARGEST : confirmed.sizeExponent());
            sendPart(nowNanos);
        } else {
            end();
            listener.onResponse(withoutBlock1(response), nowNanos);
        }
    }

    private static Response withoutBlock1(Response response) {
        return Response.of(response.code(), response.options().without(StandardOptions.BLOCK1), response.payload());
    }

    private boolean wantsRestart(Response response, @Nullable Block confirmed) {
        return response.code() == Code.REQUEST_ENTITY_INCOMPLETE && position > 0
                || response.code() == Code.REQUEST_ENTITY_TOO_LARGE
                        && confirmed != null
                        && confirmed.sizeExponent() < sizeExponent;
    }

    @Override
    public void onFailure(CoapException failure, long nowNanos) {
        end();
        listener.onFailure(failure, nowNanos);
    }

    private void end() {
        if (!uploaded) {
            uploaded = true;
            client.tags().release(tag);
        }
    }

    @Override
    public void cancel(long nowNanos) {
        cancelled = true;
        end();
        if (current != null) {
            current.cancel(nowNanos);
        }
    }

    @Override
    public @Nullable Token token() {
        Token used = current == null ? null : current.token();
        return used == null ? options.token() : used;
    }
}
