package dev.pipit.coap.blockwise;

import dev.pipit.coap.body.Progress;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.StandardOptions;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The half of a {@link ClientTransfer} that sends the request's body, block by block (RFC 7959 §2.5). */
final class ClientUpload {
    private final ClientTransfer transfer;
    private final RequestBody body;
    private RequestTags.@Nullable Claim tag; // from the first block on

    ClientUpload(ClientTransfer transfer, RequestBody body) {
        this.transfer = transfer;
        this.body = body;
    }

    /** Sees to it that no other body to the same target is mixed up with this one, which goes in blocks. */
    void claimTag() {
        if (tag == null) {
            tag = transfer.client().tags().claim(transfer.peer(), transfer.request());
            transfer.request(tag.applyTo(transfer.request()));
        }
    }

    /** Sends the block that is next, as soon as it can be read. */
    void sendPart(long nowNanos) {
        if (transfer.isEnded()) {
            return;
        }
        if (!body.isNumberable()) {
            long known = body.length().orElse(body.position());
            transfer.fail("a body of " + known + " bytes or more needs larger blocks", nowNanos);
        } else if (body.load(this::sendPart)) {
            sendLoaded(nowNanos);
        } else if (body.failure() != null) {
            transfer.fail(String.valueOf(body.failure().getMessage()), body.failure(), nowNanos);
        }
    }

    private void sendLoaded(long nowNanos) {
        if (tag == null && body.isAtStart() && body.isAtLast()) {
            body.close();
            transfer.sendWhole(body.loaded(), nowNanos);
        } else {
            claimTag();
            transfer.send(body.part(transfer.request()), nowNanos);
        }
    }

    void handleResponse(Response response, long nowNanos) {
        Block confirmed = response.options().getOrNull(StandardOptions.BLOCK1);
        int exponent = exponentToTry(response);
        // A server that acts on each block alone answers 2.04 with a Block1 that has M = 0 (RFC 7959 §2.3).
        boolean goesOn = response.code() == Code.CONTINUE || response.isSuccess() && confirmed != null;
        if (goesOn && !body.isAtLast()) {
            body.advance(confirmed == null ? Block.LARGEST : confirmed.sizeExponent());
            tell(body.position(), body.length(), nowNanos);
            sendPart(nowNanos);
        } else if (response.code() == Code.CONTINUE || response.isSuccess() && !body.isAtLast()) {
            transfer.fail(response.code() + " to block " + body.block(), nowNanos);
        } else if (exponent >= 0 && transfer.mayRestart()) {
            restart(exponent, response, nowNanos);
        } else if (response.code() == Code.REQUEST_ENTITY_INCOMPLETE && !body.isAtStart() && transfer.mayRestart()) {
            restart(response, nowNanos);
        } else {
            if (response.isSuccess()) {
                tell(body.end(), OptionalLong.of(body.end()), nowNanos);
            }
            transfer.handleFinal(response, nowNanos);
        }
    }

    private void tell(long done, OptionalLong total, long nowNanos) {
        TransferListener streams = transfer.streams();
        if (streams != null) {
            streams.onProgress(new Progress(done, total), nowNanos);
        }
    }

    /** Smaller blocks for another attempt after 4.13, where the server names them; else -1. */
    private int exponentToTry(Response response) {
        Block named = response.options().getOrNull(StandardOptions.BLOCK1);
        boolean tooLong = response.options().uint(StandardOptions.SIZE1, Long.MAX_VALUE)
                < body.length().orElse(body.end());
        if (response.code() != Code.REQUEST_ENTITY_TOO_LARGE || tooLong || named == null) {
            return -1;
        }
        return named.sizeExponent() < body.sizeExponent() ? named.sizeExponent() : -1;
    }

    /** The size of blocks for another attempt after 4.13 to a whole body; -1 where there is none. */
    static int exponentToTry(Response response, ClientTransfer transfer) {
        int length = transfer.request().payload().length;
        // RFC 7959 §2.9.3: 4.13 may be a hint to try again in blocks
        if (response.code() != Code.REQUEST_ENTITY_TOO_LARGE
                || response.options().uint(StandardOptions.SIZE1, Long.MAX_VALUE) < length) {
            return -1;
        }
        Block named = response.options().getOrNull(StandardOptions.BLOCK1);
        int exponent = Math.min(
                transfer.client().sizeExponentFor(transfer.peer(), transfer.request(), transfer.options()),
                named == null ? Block.LARGEST : named.sizeExponent());
        while (named == null && exponent > 0 && 1 << (exponent + 4) >= length) {
            exponent--;
        }
        return length > 1 << (exponent + 4) ? exponent : -1;
    }

    /** Starts over, in blocks of the same size. */
    void restart(Response reason, long nowNanos) {
        restart(body.sizeExponent(), reason, nowNanos);
    }

    private void restart(int exponent, Response reason, long nowNanos) {
        if (body.restart(exponent)) {
            sendPart(nowNanos);
        } else {
            transfer.fail(reason + ", and the body cannot be sent again (expected: a file or bytes)", nowNanos);
        }
    }

    boolean isUnderWay() {
        return !body.isAtStart();
    }

    void end() {
        body.close();
        if (tag != null) {
            transfer.client().tags().release(tag);
            tag = null;
        }
    }
}
