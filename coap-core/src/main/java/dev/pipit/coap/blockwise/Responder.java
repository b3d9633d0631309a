package dev.pipit.coap.blockwise;

import dev.pipit.coap.body.BodySource;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.IncomingRequest;
import org.jspecify.annotations.Nullable;

/** Sends responses, whole or a block of them, and keeps those of which more is to be fetched (RFC 7959 §2.4). */
final class Responder {
    static final Response NO_ROOM = Response.error(Code.SERVICE_UNAVAILABLE, "too many bodies under way")
            .maxAge(10);

    // RFC 7252 §11.3: where it matters how much an answer amplifies, "only in relatively small slices", as of 64 bytes
    private static final int SMALL_EXPONENT = 2;

    private final Transfers transfers;
    private final BlockSlicer slicer;
    private final StreamTags tags;
    private final Again again;

    /** Has a request answered anew. */
    @FunctionalInterface
    interface Again {
        void ask(IncomingRequest incoming, long nowNanos);
    }

    Responder(Transfers transfers, BlockSlicer slicer, StreamTags tags, Again again) {
        this.transfers = transfers;
        this.slicer = slicer;
        this.tags = tags;
        this.again = again;
    }

    /** Sends a block of a body that is kept; false where there is none that the request continues with. */
    boolean sendKept(IncomingRequest incoming, Block asked, long nowNanos) {
        Request request = incoming.request();
        PeerTransfers own = transfers.find(incoming.peer());
        Download download = own == null ? null : own.download(TransferKey.of(request));
        if (download == null || !(incoming.isRepetition() || download.isContinuedBy(request, asked, nowNanos))) {
            return false;
        }
        boolean sizeWanted = request.options().has(StandardOptions.SIZE2);
        if (download instanceof StreamedDownload streamed) {
            streamed.serve(new StreamedDownload.Asked(incoming, asked, sizeWanted, null, false), nowNanos);
        } else if (download instanceof KeptDownload kept) {
            sendKept(incoming, kept, asked, nowNanos);
        }
        return true;
    }

    private void sendKept(IncomingRequest incoming, KeptDownload download, Block asked, long nowNanos) {
        boolean sizeWanted = incoming.request().options().has(StandardOptions.SIZE2);
        Response block = slicer(incoming.peer()).slice(download.response, incoming.token(), asked, sizeWanted);
        boolean last = download.markSent(block.options().getOrNull(StandardOptions.BLOCK2));
        if (last) {
            download.owner.remove(download);
        } else {
            download.owner.touch(download, nowNanos);
        }
        if (last || incoming.request().code() != Code.GET) {
            incoming.respond(block, nowNanos);
        } else {
            // It can be cut out of the body again, or the body be had again: it is not kept once more for duplicates.
            incoming.respondRepeatably(block, nowNanos);
        }
    }

    /** Sends the block that was asked for of a body that is read meanwhile, or the first. */
    void stream(BlockwiseRequest request, Response head, BodySource source, long nowNanos) {
        PeerTransfers own = transfers.of(request.peer());
        StreamedDownload.Made made = new StreamedDownload.Made(head, source);
        StreamedDownload download = new StreamedDownload(this, own, request, made, nowNanos);
        if (!own.add(download, nowNanos)) {
            source.close();
            request.received().respond(NO_ROOM, nowNanos);
            return;
        }
        Options options = request.request().options();
        download.serve(
                new StreamedDownload.Asked(
                        request.received(),
                        options.getOrNull(StandardOptions.BLOCK2),
                        options.has(StandardOptions.SIZE2),
                        request.finalBlock1(),
                        true),
                nowNanos);
    }

    void askAgain(IncomingRequest incoming, long nowNanos) {
        again.ask(incoming, nowNanos);
    }

    BlockSlicer slicer(PeerSlot peer) {
        return slicer.within(peer.maxMessageBytes());
    }

    EntityTag nextTag() {
        return tags.next();
    }

    /** What is sent for a response: itself, or the block of it that was asked for, or its first. */
    Response fit(BlockwiseRequest request, Response response, long nowNanos) {
        Options options = request.request().options();
        boolean sizeWanted = options.has(StandardOptions.SIZE2) && response.isSuccess();
        Block asked = isSliceable(response) ? options.getOrNull(StandardOptions.BLOCK2) : null;
        int moreOptions = (request.finalBlock1() == null ? 0 : 1) + (sizeWanted ? 1 : 0);
        Response fitting = response;
        if (asked != null || !slicer(request.peer()).fits(response, request.token(), moreOptions)) {
            fitting = slicer(request.peer()).slice(response, request.token(), asked, sizeWanted);
            if (!keep(request, response, fitting, nowNanos)) {
                fitting = NO_ROOM;
            }
        } else if (sizeWanted && response.hasPayload()) {
            fitting = response.with(StandardOptions.SIZE2, (long) response.payload().length);
        }
        return withBlock1(fitting, request.finalBlock1());
    }

    /** The first block, small, of a response that would go whole; null where the rest cannot be kept. */
    @Nullable
    Response firstBlock(BlockwiseRequest request, Response fitting, int maxBytes, long nowNanos) {
        Response whole =
                Response.of(fitting.code(), fitting.options().without(StandardOptions.BLOCK1), fitting.payload());
        Response first = new BlockSlicer(SMALL_EXPONENT, maxBytes)
                .within(request.peer().maxMessageBytes())
                .slice(whole, request.token(), null, false);
        return keep(request, whole, first, nowNanos) ? withBlock1(first, request.finalBlock1()) : null;
    }

    /** The first block of a notification that does not go whole. */
    Response fitNotification(PeerSlot peer, Response notification, Token token, @Nullable Block asked) {
        // RFC 7959 §2.6: "it SHOULD take note of the block size and apply it as a maximum size to all
        // notifications/responses resulting from the GET request"
        Block first = asked == null || asked.isReserved() ? null : new Block(0, false, asked.sizeExponent());
        boolean small = first == null || notification.payload().length <= first.size();
        return small && slicer(peer).fits(notification, token, 0)
                ? notification
                : slicer(peer).slice(notification, token, first, false);
    }

    /** A block can be asked for of a body only; errors go whole where they fit. */
    private static boolean isSliceable(Response response) {
        return response.isSuccess() && (response.hasPayload() || response.code() == Code.CONTENT);
    }

    /** Keeps the body for the blocks to come; false where that is needed and there is no room. */
    private boolean keep(BlockwiseRequest request, Response whole, Response sent, long nowNanos) {
        Block block = sent.options().getOrNull(StandardOptions.BLOCK2);
        // What is observed is about to change: later blocks are cut out of the state as it is then (RFC 7959 §2.6).
        if (block == null || !block.more() || whole.options().has(StandardOptions.OBSERVE)) {
            return true;
        }
        // With its tag, which need not be computed for each block.
        Response tagged = sent.etag().map(whole::etag).orElse(whole);
        PeerTransfers own = transfers.of(request.peer());
        TransferKey key = TransferKey.of(request.request());
        KeptDownload download = new KeptDownload(own, key, request.request(), tagged, nowNanos);
        download.markSent(block);
        // A retrieval can be made again for each block, so that it works without being kept.
        return own.add(download, nowNanos) || Download.isRetrieval(request.request());
    }

    static Response withBlock1(Response response, @Nullable Block block1) {
        return block1 == null || response.options().has(StandardOptions.BLOCK1)
                ? response
                : response.with(StandardOptions.BLOCK1, new Block(block1.number(), false, block1.sizeExponent()));
    }
}
