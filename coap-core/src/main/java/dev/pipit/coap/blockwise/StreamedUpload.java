package dev.pipit.coap.blockwise;

import dev.pipit.coap.body.BodySink;
import dev.pipit.coap.body.BodySource;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.TransferFailedException;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.port.IncomingRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request body that is read while it comes in.
 *
 * <table>
 * <caption>What a block leads to</caption>
 * <tr><th>block</th><th>what happens</th></tr>
 * <tr><td>the next one, more to come</td><td>goes into the body; 2.31 as soon as there is room for another</td></tr>
 * <tr><td>the next one, the last</td><td>completes the body; the reader's response answers it</td></tr>
 * <tr><td>the latest one once more</td><td>waits in its place</td></tr>
 * <tr><td>the next one, before the 2.31</td><td>5.03 where there is no room for it</td></tr>
 * <tr><td>an earlier one</td><td>2.31</td></tr>
 * <tr><td>a gap, or another format</td><td>4.08, the body fails</td></tr>
 * <tr><td>more than allowed</td><td>4.13, the body fails</td></tr>
 * </table>
 *
 * <p>An error that the reader responds before the end answers the block that waits, or the next. A success answers the
 * last block: what comes before it is confirmed and thrown away.
 */
final class StreamedUpload extends Upload {
    private final Uploads uploads;
    private final BodySink sink;
    private final long maxBytes;
    private @Nullable IncomingRequest waiting; // for the answer to the latest block
    private @Nullable Block latest;
    private long received;
    private boolean full; // until the reader has made room
    private boolean complete;
    private boolean ended; // nothing more is taken
    private @Nullable Answer answer;

    StreamedUpload(Uploads uploads, PeerTransfers owner, TransferKey key, Start start) {
        super(owner, key, start.first(), start.arrival());
        this.uploads = uploads;
        this.sink = start.sink();
        this.maxBytes = start.maxBytes();
    }

    /** What it starts with: the first request, its order, where the bytes go, and how many there may be. */
    record Start(Request first, long arrival, BodySink sink, long maxBytes) {}

    /** Takes a block. */
    void handle(IncomingRequest incoming, Block block1, long nowNanos) {
        Request request = incoming.request();
        long end = block1.offset() + request.payload().length;
        owner.touch(this, nowNanos);
        if (block1.offset() == received && !complete && isOfSameFormat(request)) {
            if (end > maxBytes || request.options().uint(StandardOptions.SIZE1, 0) > maxBytes) {
                end("more than " + maxBytes + " bytes");
                Uploads.refuseAsTooLarge(incoming, maxBytes, nowNanos);
            } else if (full) {
                // It has not waited until it was told to go on.
                incoming.respond(Responder.NO_ROOM, nowNanos);
            } else {
                append(incoming, block1, nowNanos);
            }
        } else if (waiting != null && latest != null && end == received && block1.more() == latest.more()) {
            // Whoever asks once more, in another message, no longer waits for the answer to the first.
            waiting.reject("asked again", nowNanos);
            waiting = incoming;
        } else if (end <= received && block1.more()) {
            uploads.confirm(incoming, block1, nowNanos);
        } else {
            end("block " + block1 + " after " + received + " bytes");
            Uploads.refuseAsIncomplete(incoming, block1, received, nowNanos);
        }
    }

    private void append(IncomingRequest incoming, Block block1, long nowNanos) {
        byte[] payload = incoming.request().payload();
        latest = block1;
        received += payload.length;
        complete = !block1.more();
        waiting = incoming;
        full = answer == null && !sink.write(payload, this::handleRoom);
        if (complete) {
            sink.complete();
        }
        answerWaiting(nowNanos);
    }

    private void handleRoom(long nowNanos) {
        full = false;
        answerWaiting(nowNanos);
    }

    /** The reader answers: to the client now, or when the body has come. */
    void respond(Answer given, long nowNanos) {
        if (answer != null || ended) {
            given.drop();
            return;
        }
        answer = given;
        full = false;
        answerWaiting(nowNanos);
    }

    void reject() {
        if (!ended) {
            owner.remove(this);
        }
    }

    private void answerWaiting(long nowNanos) {
        IncomingRequest incoming = waiting;
        Block block1 = latest;
        Answer given = answer;
        if (incoming == null || block1 == null) {
            return;
        }
        if (given != null && (complete || !given.head().isSuccess())) {
            waiting = null;
            answer = new Answer(given.head(), null); // the body is the response's now
            end("answered already: " + given.head().code());
            uploads.finish(incoming, given, block1, nowNanos);
        } else if (!complete && !full) {
            waiting = null;
            uploads.confirm(incoming, block1, nowNanos);
        }
    }

    private void end(String why) {
        sink.fail(new TransferFailedException(why));
        ended = true;
        owner.remove(this);
    }

    @Override
    int bytes() {
        return BodySource.READ_AHEAD_BYTES;
    }

    /** While the client waits for an answer, it is not the one that is idle. */
    @Override
    protected void expire(long nowNanos) {
        if (waiting == null) {
            super.expire(nowNanos);
        } else {
            owner.touch(this, nowNanos);
        }
    }

    @Override
    void release(long nowNanos) {
        ended = true;
        sink.fail(new TransferFailedException("given up after " + received + " bytes"));
        if (answer != null) {
            answer.drop();
        }
        if (waiting != null) {
            waiting.reject("the transfer is over", nowNanos);
            waiting = null;
        }
    }
}
