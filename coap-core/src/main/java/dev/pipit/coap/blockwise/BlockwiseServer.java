package dev.pipit.coap.blockwise;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerTable;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.timer.DeadlineQueue;
import org.jspecify.annotations.Nullable;

/**
 * Assembles request bodies and slices response bodies (RFC 7959), so that what serves requests sees whole ones.
 *
 * <table>
 * <caption>What a request with block options leads to</caption>
 * <tr><th>request</th><th>what happens</th></tr>
 * <tr><td>SZX 7</td><td>4.00 (§2.2)</td></tr>
 * <tr><td>Block1, more to come, and not of exactly the block size; or more than that</td><td>4.00 (§2.3)</td></tr>
 * <tr><td>Block1 0, more to come</td><td>a new body, in the place of one with the same key; 2.31 (§2.5)</td></tr>
 * <tr><td>Block1 that follows the last, more to come</td><td>appended; 2.31</td></tr>
 * <tr><td>a block that is there already, once more</td><td>2.31, nothing appended</td></tr>
 * <tr><td>Block1 with a gap, or of another Content-Format</td><td>4.08, the body is dropped (§2.9.2)</td></tr>
 * <tr><td>a body larger than allowed, or announced so by Size1</td><td>4.13 with Size1 (§2.9.3)</td></tr>
 * <tr><td>no room for another body</td><td>5.03</td></tr>
 * <tr><td>the final block</td><td>the whole request goes up</td></tr>
 * <tr><td>Block2 above 0, the body is kept</td><td>that block of it (§2.4)</td></tr>
 * <tr><td>Block2 above 0, not kept</td><td>GET, FETCH: goes up, and that block of the response; else 4.08</td></tr>
 * <tr><td>Block2 beyond the end of the body</td><td>4.00</td></tr>
 * </table>
 */
public final class BlockwiseServer implements RequestPort.Receiver {
    private final Transfers transfers;
    private final Responder responder;
    private final RequestPort.Receiver receiver;

    /**
     * A layer below a receiver.
     *
     * @param maxMessageBytes the largest message that may be sent
     */
    public BlockwiseServer(
            BlockwiseConfig config,
            int maxMessageBytes,
            DeadlineQueue deadlines,
            PeerTable peers,
            RequestPort.Receiver receiver) {
        this.transfers = new Transfers(config, deadlines);
        this.responder = new Responder(transfers, new BlockSlicer(config.sizeExponent(), maxMessageBytes));
        this.receiver = receiver;
        peers.onEviction(transfers::drop);
    }

    @Override
    public void handleRequest(IncomingRequest incoming, long nowNanos) {
        Options options = incoming.request().options();
        Block block1 = options.getOrNull(StandardOptions.BLOCK1);
        Block block2 = options.getOrNull(StandardOptions.BLOCK2);
        if (block1 != null && block1.isReserved() || block2 != null && block2.isReserved()) {
            // RFC 7959 §2.2: "The value 7 for SZX […] MUST NOT be sent and MUST lead to a 4.00 Bad Request response"
            incoming.respond(Response.error(Code.BAD_REQUEST, "block size exponent 7 (expected: 0-6)"), nowNanos);
        } else if (block1 != null) {
            handleBlock1(incoming, block1, nowNanos);
        } else if (block2 != null && block2.number() > 0) {
            handleLaterBlock2(incoming, block2, nowNanos);
        } else {
            pass(incoming, incoming.request(), null, nowNanos);
        }
    }

    private void pass(IncomingRequest incoming, Request whole, @Nullable Block finalBlock1, long nowNanos) {
        receiver.handleRequest(new BlockwiseRequest(responder, incoming, whole, finalBlock1), nowNanos);
    }

    private void handleLaterBlock2(IncomingRequest incoming, Block block2, long nowNanos) {
        if (responder.sendKept(incoming, block2, nowNanos)) {
            return;
        }
        if (Download.isRetrieval(incoming.request())) {
            pass(incoming, incoming.request(), null, nowNanos);
        } else {
            // What the request does must not be done again for a part of its response.
            incoming.respond(
                    Response.error(Code.REQUEST_ENTITY_INCOMPLETE, "block " + block2 + " of a response that is gone"),
                    nowNanos);
        }
    }

    // ---- request bodies

    private void handleBlock1(IncomingRequest incoming, Block block1, long nowNanos) {
        Request request = incoming.request();
        int length = request.payload().length;
        int most = transfers.config().maxBodyBytes();
        // RFC 7959 §2.3: "the payload length […] MUST match the size […] if the M bit is set"
        if (block1.more() ? length != block1.size() : length > block1.size()) {
            incoming.respond(
                    Response.error(Code.BAD_REQUEST, "block " + block1 + " with " + length + " bytes"), nowNanos);
            return;
        }
        TransferKey key = TransferKey.of(request);
        PeerTransfers own = transfers.find(incoming.peer());
        Upload upload = own == null ? null : own.upload(key);
        if (request.options().uint(StandardOptions.SIZE1, 0) > most || block1.offset() + length > most) {
            drop(upload);
            // RFC 7959 §2.9.3: the response SHOULD include Size1, the largest body that would be taken
            incoming.respond(
                    Response.error(Code.REQUEST_ENTITY_TOO_LARGE, "at most " + most + " bytes")
                            .with(StandardOptions.SIZE1, (long) most),
                    nowNanos);
        } else if (block1.number() == 0) {
            drop(upload);
            begin(incoming, key, block1, nowNanos);
        } else if (upload != null && block1.more() && upload.isRepetition(block1.offset(), request.payload())) {
            confirm(incoming, block1, nowNanos);
        } else if (upload != null && upload.isContinuedBy(block1.offset(), request)) {
            append(incoming, upload, block1, nowNanos);
        } else {
            drop(upload);
            String problem = "block " + block1 + " (expected: " + (upload == null ? 0 : upload.length())
                    + " bytes before it, of the same format)";
            incoming.respond(Response.error(Code.REQUEST_ENTITY_INCOMPLETE, problem), nowNanos);
        }
    }

    private static void drop(@Nullable Upload upload) {
        if (upload != null) {
            upload.owner.remove(upload);
        }
    }

    private void begin(IncomingRequest incoming, TransferKey key, Block block1, long nowNanos) {
        Request request = incoming.request();
        if (!block1.more()) {
            Request whole = Request.of(request.code(), withoutBlock1(request.options()), request.payload());
            pass(incoming, whole, block1, nowNanos);
            return;
        }
        PeerTransfers own = transfers.of(incoming.peer());
        Upload upload = new Upload(own, key, request, transfers.config().maxBodyBytes());
        if (own.add(upload, nowNanos)) {
            append(incoming, upload, block1, nowNanos);
        } else {
            incoming.respond(Responder.NO_ROOM, nowNanos);
        }
    }

    private void append(IncomingRequest incoming, Upload upload, Block block1, long nowNanos) {
        Request request = incoming.request();
        if (!upload.owner.append(upload, request.payload(), nowNanos)) {
            drop(upload);
            incoming.respond(Responder.NO_ROOM, nowNanos);
        } else if (block1.more()) {
            confirm(incoming, block1, nowNanos);
        } else {
            drop(upload);
            pass(incoming, upload.assemble(request), block1, nowNanos);
        }
    }

    private void confirm(IncomingRequest incoming, Block block1, long nowNanos) {
        // Smaller blocks than the client's, where they are preferred (RFC 7959 §2.5); the number stays that of the
        // request
        int exponent = Math.min(block1.sizeExponent(), transfers.config().sizeExponent());
        incoming.respond(
                Response.of(Code.CONTINUE).with(StandardOptions.BLOCK1, new Block(block1.number(), true, exponent)),
                nowNanos);
    }

    /** The options of a request with its whole body. */
    static Options withoutBlock1(Options options) {
        return options.filter(
                number -> number != StandardOptions.BLOCK1.number() && number != StandardOptions.SIZE1.number());
    }

    /**
     * What is sent for a notification: itself, or its first block (RFC 7959 §2.6). The observer asks for the others,
     * which are cut out of the state as it is then; their entity-tags tell whether that is still the same.
     */
    public Response fitNotification(Response notification, Token token) {
        return responder.fitNotification(notification, token);
    }

    /** Bytes that are kept for transfers. */
    public long bufferedBytes() {
        return transfers.bytes();
    }
}
