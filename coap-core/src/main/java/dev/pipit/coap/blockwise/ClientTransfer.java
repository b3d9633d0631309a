package dev.pipit.coap.blockwise;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.TransferFailedException;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.OptionsBuilder;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.port.SendOptions;
import org.jspecify.annotations.Nullable;

/**
 * One request with its body and its response's body, in as many exchanges as it takes.
 *
 * <pre>
 * WHOLE      the request fits                    → sent as it is
 *            4.13, and it has a body             → UPLOAD from the start, in the blocks that the server names
 * UPLOAD     2.31, or 2.xx for a block alone     → the next block, of the server's size where that is smaller
 *            4.13 with smaller blocks, 4.08      → from the start, a few times
 *            2.xx that ends it too early or late → failed
 * any        a response with more blocks to come → DOWNLOAD
 *            any other response                  → reported
 * DOWNLOAD   the next block                      → appended; asks for the one after, or reports the whole
 *            a block of another representation   → from the start, a few times
 *            an error                            → reported
 * </pre>
 */
final class ClientTransfer implements RequestPort.OutgoingRequest, RequestPort.ResponseListener {
    private static final int RESTARTS = 4;
    private static final byte[] NOTHING = new byte[0];

    private final BlockwiseClient client;
    private final PeerSlot peer;
    private final SendOptions options;
    private final RequestPort.ResponseListener listener;

    private Request request; // with a Request-Tag from when it is needed
    private RequestPort.@Nullable OutgoingRequest current;
    private boolean ended;
    private int restarts;
    private @Nullable RequestBody upload; // while the request's body goes out in blocks
    private @Nullable ResponseBody download; // while blocks of the response are fetched
    private RequestTags.@Nullable Claim tag;

    ClientTransfer(
            BlockwiseClient client,
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
        if (client.fits(request, options)) {
            send(request, nowNanos);
        } else {
            startUpload(client.sizeExponentFor(request, options), nowNanos);
        }
    }

    private void send(Request part, long nowNanos) {
        if (!ended) {
            current = client.port().send(peer, part, options, this, nowNanos);
        }
    }

    @Override
    public void cancel(long nowNanos) {
        end();
        if (current != null) {
            current.cancel(nowNanos);
        }
    }

    @Override
    public void onFailure(CoapException failure, long nowNanos) {
        end();
        listener.onFailure(failure, nowNanos);
    }

    private void fail(String reason, long nowNanos) {
        onFailure(
                new TransferFailedException("transfer with " + peer.peer() + " failed: " + reason + ": " + request),
                nowNanos);
    }

    private void report(Response response, long nowNanos) {
        end();
        listener.onResponse(response, nowNanos);
    }

    private void end() {
        ended = true;
        if (tag != null) {
            client.tags().release(tag);
            tag = null;
        }
    }

    @Override
    public void onResponse(Response response, long nowNanos) {
        if (download != null) {
            handleBlock(download, response, nowNanos);
        } else if (upload != null) {
            handleUploaded(upload, response, nowNanos);
        } else {
            handleFirst(response, nowNanos);
        }
    }

    private void handleFirst(Response response, long nowNanos) {
        // RFC 7959 §2.9.3: 4.13 may be a hint to try again in blocks
        int exponent = response.code() == Code.REQUEST_ENTITY_TOO_LARGE ? exponentToTry(response) : -1;
        if (exponent >= 0 && restarts++ < RESTARTS) {
            startUpload(exponent, nowNanos);
        } else {
            handleFinal(response, nowNanos);
        }
    }

    /** The size of blocks for another attempt after 4.13, the server's where it names one; -1 where there is none. */
    private int exponentToTry(Response response) {
        int length = request.payload().length;
        Block named = response.options().getOrNull(StandardOptions.BLOCK1);
        if (response.options().uint(StandardOptions.SIZE1, Long.MAX_VALUE) < length) {
            return -1;
        }
        int exponent = Math.min(
                client.sizeExponentFor(request, options), named == null ? Block.LARGEST : named.sizeExponent());
        if (upload != null) {
            return exponent < upload.sizeExponent() ? exponent : -1;
        }
        while (named == null && exponent > 0 && 1 << (exponent + 4) >= length) {
            exponent--;
        }
        return length > 1 << (exponent + 4) ? exponent : -1;
    }

    // ---- the request's body

    private void startUpload(int exponent, long nowNanos) {
        if (tag == null) {
            tag = client.tags().claim(peer, request);
            request = tag.applyTo(request);
        }
        upload = new RequestBody(request, exponent);
        sendPart(upload, nowNanos);
    }

    private void sendPart(RequestBody body, long nowNanos) {
        if (body.isNumberable()) {
            send(body.part(), nowNanos);
        } else {
            fail("a body of " + request.payload().length + " bytes needs larger blocks", nowNanos);
        }
    }

    private void handleUploaded(RequestBody body, Response response, long nowNanos) {
        Block confirmed = response.options().getOrNull(StandardOptions.BLOCK1);
        int exponent = response.code() == Code.REQUEST_ENTITY_TOO_LARGE ? exponentToTry(response) : -1;
        // A server that acts on each block alone answers 2.04 with a Block1 that has M = 0 (RFC 7959 §2.3).
        boolean goesOn = response.code() == Code.CONTINUE || response.isSuccess() && confirmed != null;
        if (goesOn && !body.isAtLast()) {
            body.advance(confirmed == null ? Block.LARGEST : confirmed.sizeExponent());
            sendPart(body, nowNanos);
        } else if (response.code() == Code.CONTINUE || response.isSuccess() && !body.isAtLast()) {
            fail(response.code() + " to block " + body.part().options().getOrNull(StandardOptions.BLOCK1), nowNanos);
        } else if (exponent >= 0 && restarts++ < RESTARTS) {
            body.restart(exponent);
            sendPart(body, nowNanos);
        } else if (response.code() == Code.REQUEST_ENTITY_INCOMPLETE && !body.isAtStart() && restarts++ < RESTARTS) {
            body.restart(body.sizeExponent());
            sendPart(body, nowNanos);
        } else {
            handleFinal(response, nowNanos);
        }
    }

    // ---- the response's body

    private void handleFinal(Response response, long nowNanos) {
        Block block = response.options().getOrNull(StandardOptions.BLOCK2);
        if (block == null || block.number() == 0 && !block.more()) {
            report(ResponseBody.without(response), nowNanos);
        } else if (block.number() > 0) {
            fail("the response starts with block " + block, nowNanos);
        } else {
            download = new ResponseBody(
                    response, client.preferredExponent(request), client.config().maxBodyBytes());
            handleBlock(download, response, nowNanos);
        }
    }

    private void handleBlock(ResponseBody into, Response response, long nowNanos) {
        switch (into.append(response)) {
            case MORE -> askFor(into.nextBlock(), nowNanos);
            case COMPLETE -> report(into.assemble(), nowNanos);
            case CHANGED -> handleChange(response, nowNanos);
            case BROKEN -> fail("unexpected block " + response, nowNanos);
            case TOO_LARGE ->
                fail("more than " + client.config().maxBodyBytes() + " bytes in the response's body", nowNanos);
        }
    }

    private void handleChange(Response response, long nowNanos) {
        if (!response.isSuccess()) {
            report(ResponseBody.without(response), nowNanos);
        } else if (Download.isRetrieval(request) && restarts++ < RESTARTS) {
            upload = null;
            download = null;
            start(nowNanos);
        } else {
            fail("the representation changed while it was read", nowNanos);
        }
    }

    private void askFor(Block next, long nowNanos) {
        // RFC 7959 §2.4, §2.6: the same options, but it is no registration; RFC 9175 §3.4: with the Request-Tag
        OptionsBuilder part = request.options().toBuilder().set(StandardOptions.BLOCK2, next);
        part.remove(StandardOptions.OBSERVE.number());
        part.remove(StandardOptions.IF_NONE_MATCH.number());
        part.remove(StandardOptions.SIZE2.number());
        part.remove(StandardOptions.NO_RESPONSE.number());
        // The body of FETCH says which representation is meant, so that it goes along where it fits.
        boolean withBody = request.code() == Code.FETCH && upload == null;
        if (!withBody) {
            part.remove(StandardOptions.CONTENT_FORMAT.number());
        }
        send(Request.of(request.code(), part.build(), withBody ? request.payload() : NOTHING), nowNanos);
    }
}
