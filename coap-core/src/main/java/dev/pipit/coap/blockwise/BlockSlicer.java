package dev.pipit.coap.blockwise;

import dev.pipit.coap.codec.MessageEncoder;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts blocks out of a response (RFC 7959 §2.4). */
final class BlockSlicer {
    /** What the options of a block may add: Block2, Size2, ETag and Block1, with their headers. */
    private static final int ADDED_BYTES = 5 + 5 + 9 + 5;

    private final int sizeExponent;
    private final int maxMessageBytes;

    BlockSlicer(int sizeExponent, int maxMessageBytes) {
        this.sizeExponent = sizeExponent;
        this.maxMessageBytes = maxMessageBytes;
    }

    /** One for a peer that can be sent messages of so many bytes. */
    BlockSlicer within(int maxBytes) {
        return maxBytes >= maxMessageBytes ? this : new BlockSlicer(sizeExponent, maxBytes);
    }

    /** Whether the response goes as it is, with so many options still to be added; also where blocks would not help. */
    boolean fits(Response response, Token token, int moreOptions) {
        return !response.hasPayload()
                || response.payload().length <= 1 << (sizeExponent + 4)
                        && MessageEncoder.length(token, response) + 5 * moreOptions <= maxMessageBytes;
    }

    /**
     * The block of a response that was asked for, or the first.
     *
     * @param sizeWanted whether the client asked for the body's size
     */
    Response slice(Response whole, Token token, @Nullable Block asked, boolean sizeWanted) {
        int exponent = exponentFor(whole, token, asked);
        // Where blocks become smaller than asked for, the number asked for still means the place that it named.
        long offset = asked == null ? 0 : asked.offset();
        byte[] body = whole.payload();
        if (offset > 0 && offset >= body.length) {
            return Response.error(Code.BAD_REQUEST, "block " + asked + " of " + body.length + " bytes");
        }
        if (offset >> (exponent + 4) > Block.MAX_NUMBER) {
            return Response.error(
                    Code.INTERNAL_SERVER_ERROR, "block " + asked + " in blocks of " + (1 << (exponent + 4)) + " bytes");
        }
        int end = (int) Math.min(body.length, offset + (1L << (exponent + 4)));
        Block block = new Block((int) (offset >> (exponent + 4)), end < body.length, exponent);
        Options options = whole.options().with(StandardOptions.BLOCK2, block);
        if (offset == 0 && block.more() || sizeWanted) {
            options = options.with(StandardOptions.SIZE2, (long) body.length);
        }
        // RFC 7959 §2.4: the server SHOULD give an ETag, so that blocks of two representations are not mixed
        if (whole.isSuccess()
                && (block.more() || offset > 0)
                && !whole.options().has(StandardOptions.ETAG)) {
            options = options.with(StandardOptions.ETAG, EntityTag.ofContent(body));
        }
        return Response.of(whole.code(), options, Arrays.copyOfRange(body, (int) offset, end));
    }

    /** How large a response's blocks are, where this one is asked for: as wished, or smaller where that is too large. */
    int exponentFor(Response whole, Token token, @Nullable Block asked) {
        int exponent = asked == null ? sizeExponent : Math.min(asked.sizeExponent(), sizeExponent);
        int others = MessageEncoder.length(token, whole) - whole.payload().length + ADDED_BYTES;
        while (exponent > 0 && others + (1 << (exponent + 4)) > maxMessageBytes) {
            exponent--;
        }
        return exponent;
    }
}
