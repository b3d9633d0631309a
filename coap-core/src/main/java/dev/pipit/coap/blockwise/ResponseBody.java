package dev.pipit.coap.blockwise;

import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;

/** The blocks of a response's body, one after the other, all of one representation (RFC 7959 §2.4). */
final class ResponseBody {
    /** What a further block comes to. */
    enum Outcome {
        /** There are more blocks. */
        MORE,
        /** That was the last. */
        COMPLETE,
        /** The block is of another representation. */
        CHANGED,
        /** It is none, or not the next one, or of a wrong length. */
        BROKEN,
        /** The body goes on where block numbers end. */
        ENDLESS
    }

    private final Response first;
    private long position;
    private int sizeExponent;

    /**
     * A body of which no block has been seen.
     *
     * @param first the response with its first block, which is still to be appended
     * @param position where in the body that is
     * @param sizeExponent the largest blocks to ask for
     */
    ResponseBody(Response first, long position, int sizeExponent) {
        this.first = first;
        this.position = position;
        this.sizeExponent = sizeExponent;
    }

    /** Takes note of a block. */
    Outcome append(Response response) {
        Block block = response.options().getOrNull(StandardOptions.BLOCK2);
        int length = response.payload().length;
        // RFC 7959 §2.4: blocks with different ETags are of different representations, as are those of other formats.
        if (response.code() != first.code()
                || !response.etag().equals(first.etag())
                || !response.contentFormat().equals(first.contentFormat())) {
            return Outcome.CHANGED;
        }
        if (block == null
                || block.isReserved()
                || block.offset() != position
                || (block.more() ? length != block.size() : length > block.size())) {
            return Outcome.BROKEN;
        }
        // RFC 7959 §2.4: the size of the first response's blocks is that of the further ones, or a smaller one of ours
        sizeExponent = Math.min(sizeExponent, block.sizeExponent());
        if (block.more() && position + length >> (sizeExponent + 4) > Block.MAX_NUMBER) {
            return Outcome.ENDLESS;
        }
        position += length;
        return block.more() ? Outcome.MORE : Outcome.COMPLETE;
    }

    /** Where in the body the next block is. */
    long position() {
        return position;
    }

    /** What to ask for next. */
    Block nextBlock() {
        return new Block((int) (position >> (sizeExponent + 4)), false, sizeExponent);
    }

    /** The first response, with a whole body, and without what spoke of blocks. */
    Response with(byte[] body) {
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
