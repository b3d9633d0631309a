package dev.pipit.coap.blockwise;

import dev.pipit.coap.body.BodySource;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.option.Uint;
import dev.pipit.coap.port.IncomingRequest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One whose body is read while it goes out.
 *
 * <table>
 * <caption>What is done for the block that is asked for</caption>
 * <tr><th>its bytes</th><th>what happens</th></tr>
 * <tr><td>are read ahead, or were read last</td><td>it is sent</td></tr>
 * <tr><td>are not there yet</td><td>it is sent when they are; the requests behind it wait as well</td></tr>
 * <tr><td>are further ahead</td><td>what is before them is read and thrown away, or left out where the source can</td></tr>
 * <tr><td>have gone by, and the source cannot go back</td><td>the resource is asked again, if it was a GET or FETCH;
 * else 4.08</td></tr>
 * <tr><td>cannot be read</td><td>the same, but 5.00 in the place of 4.08, and where it was the first</td></tr>
 * <tr><td>are beyond the end</td><td>4.00</td></tr>
 * </table>
 */
final class StreamedDownload extends Download {
    private static final int MAX_WAITING = 8;
    private static final int SKIP_BYTES = 4096;

    private final Responder responder;
    private final Response head;
    private final BodySource source;
    private final EntityTag tag; // where the response has none: one that no other body has
    private final Queue<Asked> waiting = new ArrayDeque<>(2);

    /** A body of which nothing has been sent. */
    StreamedDownload(Responder responder, PeerTransfers owner, BlockwiseRequest asking, Made made, long nowNanos) {
        super(owner, TransferKey.of(asking.request()), asking.request(), made.head(), nowNanos);
        this.responder = responder;
        this.head = made.head();
        this.source = made.source();
        this.tag = responder.nextTag();
    }

    /** What a handler has made: the response without its body, and its body. */
    record Made(Response head, BodySource source) {}

    /**
     * A block that a client waits for.
     *
     * @param block null for the first, of any size
     * @param first whether the body was made for this request
     */
    record Asked(
            IncomingRequest incoming,
            @Nullable Block block,
            boolean sizeWanted,
            @Nullable Block finalBlock1,
            boolean first) {
        long offset() {
            return block == null ? 0 : block.offset();
        }
    }

    /** Sends a block, now or when its bytes are there. */
    void serve(Asked asked, long nowNanos) {
        if (waiting.size() >= MAX_WAITING) {
            asked.incoming().respond(Responder.NO_ROOM, nowNanos);
            return;
        }
        owner.touch(this, nowNanos);
        waiting.add(asked);
        if (waiting.size() == 1) {
            goOn(nowNanos);
        }
    }

    private void goOn(long nowNanos) {
        Asked next = waiting.peek();
        while (next != null && serveNext(next, nowNanos)) {
            next = waiting.peek();
        }
    }

    /** Deals with the first of those who wait; false where its bytes are not there yet. */
    private boolean serveNext(Asked asked, long nowNanos) {
        long offset = asked.offset();
        if (offset > 0 && offset >= source.length().orElse(Long.MAX_VALUE)) {
            refuse(asked, Code.BAD_REQUEST, "beyond the end", nowNanos);
            return true;
        }
        if (source.position() != offset && !source.rewind(offset) && source.position() > offset) {
            giveUp(Code.REQUEST_ENTITY_INCOMPLETE, "block of a response that is gone", nowNanos);
            return true;
        }
        int exponent = responder
                .slicer(asked.incoming().peer())
                .exponentFor(head, asked.incoming().token(), asked.block());
        long ahead = offset - source.position();
        int count = ahead > 0 ? (int) Math.min(SKIP_BYTES, ahead) : 1 << (exponent + 4);
        byte[] bytes = source.read(count, this::goOn);
        if (bytes == null) {
            if (source.failure() != null) {
                giveUp(Code.INTERNAL_SERVER_ERROR, "the body cannot be read", nowNanos);
            }
            return source.failure() != null;
        }
        if (offset > 0 && source.isAtEnd() && (ahead > 0 || bytes.length == 0)) {
            refuse(asked, Code.BAD_REQUEST, "beyond the end", nowNanos);
        } else if (ahead <= 0) {
            send(asked, bytes, exponent, nowNanos);
        }
        return true;
    }

    private void send(Asked asked, byte[] bytes, int exponent, long nowNanos) {
        waiting.remove();
        Response response = cut(asked, bytes, exponent);
        Block sent = response.options().getOrNull(StandardOptions.BLOCK2);
        boolean done = sent == null || markSent(sent);
        if (done && waiting.isEmpty()) {
            owner.remove(this);
        }
        asked.incoming().respond(Responder.withBlock1(response, asked.finalBlock1()), nowNanos);
    }

    private Response cut(Asked asked, byte[] bytes, int exponent) {
        long number = asked.offset() >> (exponent + 4);
        boolean more = !source.isAtEnd();
        if (number + (more ? 1 : 0) > Block.MAX_NUMBER) {
            return Response.error(Code.INTERNAL_SERVER_ERROR, "more than 2^20 blocks of " + (1 << (exponent + 4)));
        }
        Options options = head.options();
        if (number > 0 || more || asked.block() != null) {
            options = options.with(StandardOptions.BLOCK2, new Block((int) number, more, exponent));
        }
        // RFC 7959 §2.4: the server SHOULD give an ETag, so that blocks of two representations are not mixed
        if ((number > 0 || more) && !options.has(StandardOptions.ETAG)) {
            options = options.with(StandardOptions.ETAG, tag);
        }
        long length = source.length().orElse(Long.MAX_VALUE);
        if (length <= Uint.MAX && (number == 0 && more || asked.sizeWanted())) {
            options = options.with(StandardOptions.SIZE2, length);
        }
        return Response.of(head.code(), options, bytes);
    }

    private void refuse(Asked asked, Code code, String why, long nowNanos) {
        waiting.remove();
        if (asked.first()) {
            owner.remove(this);
        }
        Response error = Response.error(code, "block " + asked.block() + ": " + why);
        asked.incoming().respond(Responder.withBlock1(error, asked.finalBlock1()), nowNanos);
    }

    /** Ends it; who waits is answered from a new response, where there can be one. */
    private void giveUp(Code code, String why, long nowNanos) {
        List<Asked> left = List.copyOf(waiting);
        IOException failure = source.failure();
        if (failure != null && !left.stream().allMatch(this::canAskAgain)) {
            source.handleGivenUp(failure, nowNanos);
        }
        waiting.clear();
        owner.remove(this);
        for (Asked asked : left) {
            if (canAskAgain(asked)) {
                responder.askAgain(asked.incoming(), nowNanos);
            } else {
                asked.incoming()
                        .respond(Responder.withBlock1(Response.error(code, why), asked.finalBlock1()), nowNanos);
            }
        }
    }

    private boolean canAskAgain(Asked asked) {
        return isRetrieval() && !asked.first();
    }

    @Override
    int bytes() {
        return BodySource.READ_AHEAD_BYTES;
    }

    @Override
    void release(long nowNanos) {
        source.close();
        for (Asked asked = waiting.poll(); asked != null; asked = waiting.poll()) {
            asked.incoming().respond(Responder.NO_ROOM, nowNanos);
        }
    }
}
