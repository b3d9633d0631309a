package dev.pipit.coap.blockwise;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.peer.PeerTable;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.timer.DeadlineQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Assembles request bodies and slices response bodies (RFC 7959), so that what serves requests sees whole ones.
 *
 * <table>
 * <caption>What a request with block options leads to</caption>
 * <tr><th>request</th><th>what happens</th></tr>
 * <tr><td>SZX 7</td><td>4.00 (§2.2)</td></tr>
 * <tr><td>Block1, more to come, and not of exactly the block size; or more than that</td><td>4.00 (§2.3)</td></tr>
 * <tr><td>Block1 0</td><td>the receiver takes the request or refuses it</td></tr>
 * <tr><td>- taken whole, more to come</td><td>a new body, in the place of one with the same key; 2.31 (§2.5)</td></tr>
 * <tr><td>- taken as a stream</td><td>goes up, and the body comes after (see {@link StreamedUpload})</td></tr>
 * <tr><td>- taken block by block</td><td>goes up as it is, and so does each further block (§2.3)</td></tr>
 * <tr><td>Block1 that follows the last, more to come</td><td>appended; 2.31</td></tr>
 * <tr><td>a block that is there already, once more</td><td>2.31, nothing appended</td></tr>
 * <tr><td>Block1 with a gap, or of another Content-Format</td><td>4.08, the body is dropped (§2.9.2)</td></tr>
 * <tr><td>a body larger than allowed, or announced so by Size1</td><td>4.13 with Size1 (§2.9.3)</td></tr>
 * <tr><td>no room for another body</td><td>5.03</td></tr>
 * <tr><td>the final block</td><td>the whole request goes up</td></tr>
 * <tr><td>Block2 above 0, the body is kept or read</td><td>that block of it (§2.4)</td></tr>
 * <tr><td>Block2 above 0, not kept</td><td>GET, FETCH: goes up, and that block of the response; else 4.08</td></tr>
 * <tr><td>Block2 beyond the end of the body</td><td>4.00</td></tr>
 * </table>
 */
public final class BlockwiseServer implements RequestPort.Receiver {
    private final Transfers transfers;
    private final Responder responder;
    private final Uploads uploads;

    /**
     * A layer below a receiver.
     *
     * @param maxMessageBytes the largest message that may be sent
     * @param random for entity-tags of bodies that have none
     */
    public BlockwiseServer(
            BlockwiseConfig config,
            int maxMessageBytes,
            DeadlineQueue deadlines,
            PeerTable peers,
            RandomGenerator random,
            RequestPort.Receiver receiver) {
        this.transfers = new Transfers(config, deadlines);
        this.responder = new Responder(
                transfers,
                new BlockSlicer(config.sizeExponent(), maxMessageBytes),
                new StreamTags(random),
                this::askAgain);
        this.uploads = new Uploads(transfers, responder, receiver);
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
            uploads.handle(incoming, block1, nowNanos);
        } else if (block2 != null && block2.number() > 0) {
            handleLaterBlock2(incoming, block2, nowNanos);
        } else {
            askAgain(incoming, nowNanos);
        }
    }

    private void askAgain(IncomingRequest incoming, long nowNanos) {
        uploads.pass(incoming, incoming.request(), null, nowNanos);
    }

    private void handleLaterBlock2(IncomingRequest incoming, Block block2, long nowNanos) {
        if (responder.sendKept(incoming, block2, nowNanos)) {
            return;
        }
        if (Download.isRetrieval(incoming.request())) {
            askAgain(incoming, nowNanos);
        } else {
            // What the request does must not be done again for a part of its response.
            incoming.respond(
                    Response.error(Code.REQUEST_ENTITY_INCOMPLETE, "block " + block2 + " of a response that is gone"),
                    nowNanos);
        }
    }

    /**
     * What is sent for a notification: itself, or its first block (RFC 7959 §2.6). The observer asks for the others,
     * which are cut out of the state as it is then; their entity-tags tell whether that is still the same.
     *
     * @param asked the block that the observer asked for when it registered: its size is that of the notifications'
     */
    public Response fitNotification(PeerSlot peer, Response notification, Token token, @Nullable Block asked) {
        return responder.fitNotification(peer, notification, token, asked);
    }

    /** Ends every transfer: what reads or writes a body hears of it. */
    public void endTransfers() {
        transfers.endAll();
    }

    /** Bytes that are kept for transfers. */
    public long bufferedBytes() {
        return transfers.bytes();
    }
}
