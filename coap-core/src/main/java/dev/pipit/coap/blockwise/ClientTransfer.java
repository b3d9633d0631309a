package dev.pipit.coap.blockwise;

import dev.pipit.coap.body.BodySink;
import dev.pipit.coap.body.BodySource;
import dev.pipit.coap.body.Progress;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.ErrorResponseException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.RequestCancelledException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.TransferFailedException;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.port.SendOptions;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One request with its body and its response's body, in as many exchanges as it takes.
 *
 * <pre>
 * WHOLE      the request fits                    → sent as it is
 *            4.13, and it has a body             → UPLOAD from the start, in the blocks that the server names
 * UPLOAD     2.31, or 2.xx for a block alone     → the next block, of the server's size where that is smaller
 *            4.13 with smaller blocks, 4.08      → from the start, a few times; failed where the body cannot be
 *            2.xx that ends it too early or late → failed
 * any        a response with more blocks to come → DOWNLOAD
 *            any other response                  → reported
 * DOWNLOAD   the next block                      → appended; asks for the one after, or reports the whole
 *            no room for the one after           → asks for it when there is
 *            a block of another representation   → from the start, a few times; failed where bytes were passed on
 *            an error                            → reported
 * </pre>
 */
final class ClientTransfer implements RequestPort.OutgoingRequest, RequestPort.ResponseListener {
    private static final int RESTARTS = 4;

    private final BlockwiseClient client;
    private final PeerSlot peer;
    private final SendOptions options;
    private final RequestPort.ResponseListener listener;
    private final @Nullable TransferListener streams; // the same, where bodies stream

    private Request request; // with a Request-Tag from when it is needed
    private RequestPort.@Nullable OutgoingRequest current;
    private boolean ended;
    private int restarts;
    private @Nullable ClientUpload upload; // where the request's body goes out in blocks
    private @Nullable ClientDownload download; // from the first block of a response on

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
        this.streams = listener instanceof TransferListener transfer ? transfer : null;
    }

    void start(long nowNanos) {
        TransferListener.Resumption from = streams == null ? null : streams.resumption();
        BodySource source = streams == null ? null : streams.requestBody();
        if (source != null) {
            upload = new ClientUpload(this, new RequestBody(source, client.sizeExponentFor(peer, request, options)));
        }
        Block first = from == null ? null : ClientDownload.blockAt(from.offset(), client.preferredExponent(request));
        if (from != null && first == null) {
            fail("byte " + from.offset() + " needs larger blocks", nowNanos);
            return;
        }
        if (first != null) {
            request = request.withOptions(request.options().with(StandardOptions.BLOCK2, first));
        }
        begin(nowNanos);
    }

    /** From the start. */
    void begin(long nowNanos) {
        if (upload != null) {
            upload.sendPart(nowNanos);
        } else if (client.fits(peer, request, options)) {
            send(request, nowNanos);
        } else {
            startUpload(client.sizeExponentFor(peer, request, options), nowNanos);
        }
    }

    /** With the first block of the response at hand. */
    void startWith(Response firstBlock, long nowNanos) {
        handleFinal(firstBlock, nowNanos);
    }

    private void startUpload(int exponent, long nowNanos) {
        upload = new ClientUpload(this, new RequestBody(request.payload(), exponent));
        upload.claimTag();
        upload.sendPart(nowNanos);
    }

    /** The request's body is at hand, and small. */
    void sendWhole(byte[] body, long nowNanos) {
        upload = null;
        request = Request.of(request.code(), request.options(), body);
        send(request, nowNanos);
    }

    void send(Request part, long nowNanos) {
        if (!ended) {
            current = client.port().send(peer, part, options, this, nowNanos);
        }
    }

    /** All blocks but the first: small ones use up the message IDs faster than they come free again. */
    @Override
    public boolean waitsForItsTurn() {
        return download != null || upload != null && upload.isUnderWay();
    }

    @Override
    public void onResponse(Response response, long nowNanos) {
        if (download != null) {
            download.handleBlock(response, nowNanos);
        } else if (upload != null) {
            upload.handleResponse(response, nowNanos);
        } else {
            handleFirst(response, nowNanos);
        }
    }

    private void handleFirst(Response response, long nowNanos) {
        int exponent = ClientUpload.exponentToTry(response, this);
        if (exponent >= 0 && mayRestart()) {
            startUpload(exponent, nowNanos);
            return;
        }
        int length = request.payload().length;
        if (streams != null && length > 0 && response.isSuccess()) {
            streams.onProgress(new Progress(length, OptionalLong.of(length)), nowNanos);
        }
        handleFinal(response, nowNanos);
    }

    /** The response to the whole request, or its first block. */
    void handleFinal(Response response, long nowNanos) {
        if (streams == null && ClientDownload.isWhole(response)) {
            report(ResponseBody.without(response), nowNanos);
        } else {
            download = new ClientDownload(this, response);
            download.begin(response, nowNanos);
        }
    }

    /** Reads the response from its start again; sends the request again for that. */
    void restartDownload(Response reason, long nowNanos) {
        download = null;
        if (upload == null) {
            begin(nowNanos);
        } else {
            upload.restart(reason, nowNanos);
        }
    }

    boolean mayRestart() {
        return restarts++ < RESTARTS;
    }

    // ---- its end

    @Override
    public void cancel(long nowNanos) {
        if (ended) {
            return;
        }
        BodySink sink = end();
        if (current != null) {
            current.cancel(nowNanos);
        }
        if (sink != null) {
            sink.fail(new RequestCancelledException("the request was cancelled: " + request));
        }
    }

    @Override
    public void onFailure(CoapException failure, long nowNanos) {
        if (ended) {
            return;
        }
        BodySink sink = end();
        if (sink == null) {
            listener.onFailure(failure, nowNanos);
        } else {
            sink.fail(failure);
        }
    }

    void fail(String reason, long nowNanos) {
        fail(reason, null, nowNanos);
    }

    void fail(String reason, @Nullable Throwable cause, long nowNanos) {
        CoapException failure = new TransferFailedException(describe("failed: " + reason));
        if (cause != null) {
            failure.initCause(cause);
        }
        onFailure(failure, nowNanos);
    }

    private String describe(String end) {
        return "transfer with " + peer.peer() + " " + end + ": " + request;
    }

    void report(Response response, long nowNanos) {
        BodySink sink = end();
        if (sink == null) {
            listener.onResponse(response, nowNanos);
        } else if (response.isSuccess()) {
            sink.complete();
        } else {
            sink.fail(new ErrorResponseException(describe("ended with " + response), response));
        }
    }

    /** Lets go of everything; gives the sink that is still to be told. */
    private @Nullable BodySink end() {
        ended = true;
        if (upload != null) {
            upload.end();
        }
        if (streams != null) {
            client.forget(this);
        }
        return download == null ? null : download.end();
    }

    // ---- for its two halves

    boolean isEnded() {
        return ended;
    }

    BlockwiseClient client() {
        return client;
    }

    PeerSlot peer() {
        return peer;
    }

    SendOptions options() {
        return options;
    }

    @Nullable
    TransferListener streams() {
        return streams;
    }

    Request request() {
        return request;
    }

    /** Goes on with a request that has a Request-Tag. */
    void request(Request tagged) {
        request = tagged;
    }

    boolean isUploading() {
        return upload != null;
    }
}
