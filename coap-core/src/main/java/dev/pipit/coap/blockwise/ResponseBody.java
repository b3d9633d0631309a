package dev.pipit.coap.blockwise;

import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import java.util.Arrays;

/** A response's body being assembled from its blocks, all of one representation (RFC 7959 §2.4). */
final class ResponseBody {
    /** What appending a block came to. */
    enum Outcome {
        /** There are more blocks. */
        MORE,
        /** That was the last. */
        COMPLETE,
        /** The block is of another representation. */
        CHANGED,
        /** It is none, or not the next one, or of a wrong length. */
        BROKEN,
        /** The body is larger than allowed, or than block numbers reach. */
        TOO_LARGE
    }

    private static final int MAX_TRUSTED_SIZE = 1 << 20;

    private final Response first;
    private final int maxBytes;
    private byte[] bytes = new byte[0];
    private int length;
    private int sizeExponent;

    /**
     * An empty body.
     *
     * @param first the response with block 0, which is still to be appended
     * @param sizeExponent the largest blocks to ask for
     */
    ResponseBody(Response first, int sizeExponent, int maxBytes) {
        this.first = first;
        this.sizeExponent = sizeExponent;
        this.maxBytes = maxBytes;
        long announced = first.options().uint(StandardOptions.SIZE2, 0);
        if (announced <= Math.min(maxBytes, MAX_TRUSTED_SIZE)) {
            bytes = new byte[(int) announced];
        }
    }

    Outcome append(Response response) {
        Block block = response.options().getOrNull(StandardOptions.BLOCK2);
        byte[] payload = response.payload();
        // RFC 7959 §2.4: blocks with different ETags are of different representations, as are those of other formats.
        if (response.code() != first.code()
                || !response.etag().equals(first.etag())
                || !response.contentFormat().equals(first.contentFormat())) {
            return Outcome.CHANGED;
        }
        if (block == null
                || block.isReserved()
                || block.offset() != length
                || (block.more() ? payload.length != block.size() : payload.length > block.size())) {
            return Outcome.BROKEN;
        }
        // RFC 7959 §2.4: the size of the first response's blocks is that of the further ones, or a smaller one of ours
        sizeExponent = Math.min(sizeExponent, block.sizeExponent());
        if (payload.length > maxBytes - length
                || block.more() && length + payload.length >> (sizeExponent + 4) > Block.MAX_NUMBER) {
            return Outcome.TOO_LARGE;
        }
        int needed = length + payload.length;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(Math.max(4096, bytes.length * 2L), maxBytes)));
        }
        System.arraycopy(payload, 0, bytes, length, payload.length);
        length = needed;
        return block.more() ? Outcome.MORE : Outcome.COMPLETE;
    }

    /** What to ask for next. */
    Block nextBlock() {
        return new Block(length >> (sizeExponent + 4), false, sizeExponent);
    }

    /** The first response with the whole body, and without what spoke of blocks. */
    Response assemble() {
        byte[] body = bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
        return Response.of(first.code(), without(first.options()), body);
    }

    /** A response that came whole, without what spoke of blocks. */
    static Response without(Response response) {
        Options options = response.options();
        return options.has(StandardOptions.BLOCK1.number()) || options.has(StandardOptions.BLOCK2.number())
                ? Response.of(response.code(), without(options), response.payload())
                : response;
    }

    private static Options without(Options options) {
        return options.filter(number -> number != StandardOptions.BLOCK1.number()
                && number != StandardOptions.BLOCK2.number()
                && number != StandardOptions.SIZE2.number());
    }
}
