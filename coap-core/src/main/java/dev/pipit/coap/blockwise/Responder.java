package dev.pipit.coap.blockwise;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.port.IncomingRequest;
import org.jspecify.annotations.Nullable;

/** Sends responses, whole or a block of them, and keeps those of which more is to be fetched (RFC 7959 §2.4). */
final class Responder {
    static final Response NO_ROOM = Response.error(Code.SERVICE_UNAVAILABLE, "too many bodies under way")
            .maxAge(10);

    private final Transfers transfers;
    private final BlockSlicer slicer;

    Responder(Transfers transfers, BlockSlicer slicer) {
        this.transfers = transfers;
        this.slicer = slicer;
    }

    /** Sends a block of a body that is kept; false where there is none that the request continues with. */
    boolean sendKept(IncomingRequest incoming, Block asked, long nowNanos) {
        Request request = incoming.request();
        PeerTransfers own = transfers.find(incoming.peer());
        Download download = own == null ? null : own.download(TransferKey.of(request));
        if (download == null || !download.isContinuedBy(request, asked, nowNanos)) {
            return false;
        }
        boolean sizeWanted = request.options().has(StandardOptions.SIZE2);
        Response block = slicer.slice(download.response, incoming.token(), asked, sizeWanted);
        if (download.markSent(block.options().getOrNull(StandardOptions.BLOCK2))) {
            download.owner.remove(download);
        } else {
            download.owner.touch(download, nowNanos);
        }
        incoming.respond(block, nowNanos);
        return true;
    }

    /** What is sent for a response: itself, or the block of it that was asked for, or its first. */
    Response fit(BlockwiseRequest request, Response response, long nowNanos) {
        Options options = request.request().options();
        boolean sizeWanted = options.has(StandardOptions.SIZE2) && response.isSuccess();
        Block asked = isSliceable(response) ? options.getOrNull(StandardOptions.BLOCK2) : null;
        int moreOptions = (request.finalBlock1() == null ? 0 : 1) + (sizeWanted ? 1 : 0);
        Response fitting = response;
        if (asked != null || !slicer.fits(response, request.token(), moreOptions)) {
            fitting = slicer.slice(response, request.token(), asked, sizeWanted);
            if (!keep(request, response, fitting, nowNanos)) {
                fitting = NO_ROOM;
            }
        } else if (sizeWanted && response.hasPayload()) {
            fitting = response.with(StandardOptions.SIZE2, (long) response.payload().length);
        }
        return withBlock1(fitting, request.finalBlock1());
    }

    /** The first block of a notification that does not go whole. */
    Response fitNotification(Response notification, Token token) {
        return slicer.fits(notification, token, 0) ? notification : slicer.slice(notification, token, null, false);
    }

    /** A block can be asked for of a body only; errors go whole where they fit. */
    private static boolean isSliceable(Response response) {
        return response.isSuccess() && (response.hasPayload() || response.code() == Code.CONTENT);
    }

    /** Keeps the body for the blocks to come; false where that is needed and there is no room. */
    private boolean keep(BlockwiseRequest request, Response whole, Response sent, long nowNanos) {
        Block block = sent.options().getOrNull(StandardOptions.BLOCK2);
        if (block == null || !block.more()) {
            return true;
        }
        // With its tag, which need not be computed for each block.
        Response tagged = sent.etag().map(whole::etag).orElse(whole);
        PeerTransfers own = transfers.of(request.peer());
        TransferKey key = TransferKey.of(request.request());
        Download download = new Download(own, key, request.request(), tagged, nowNanos);
        download.markSent(block);
        // A retrieval can be made again for each block, so that it works without being kept.
        return own.add(download, nowNanos) || Download.isRetrieval(request.request());
    }

    private static Response withBlock1(Response response, @Nullable Block block1) {
        return block1 == null
                ? response
                : response.with(StandardOptions.BLOCK1, new Block(block1.number(), false, block1.sizeExponent()));
    }
}
