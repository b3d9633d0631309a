package dev.pipit.coap.blockwise;

import dev.pipit.coap.message.Request;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.OptionsBuilder;
import dev.pipit.coap.option.StandardOptions;
import java.util.Arrays;

/** A request's body being sent in blocks (RFC 7959 §2.5). */
final class RequestBody {
    private final Request whole;
    private int sizeExponent;
    private int position;

    RequestBody(Request whole, int sizeExponent) {
        this.whole = whole;
        this.sizeExponent = sizeExponent;
    }

    /** Starts over, in blocks of this size. */
    void restart(int exponent) {
        sizeExponent = exponent;
        position = 0;
    }

    /** Goes on behind the block that was sent, in blocks not larger than the server prefers. */
    void advance(int preferredExponent) {
        // RFC 7959 §2.5: "Note that any reduction in the block size may mean that the second request starts with a
        // block number larger than one"; the place in the body is what counts.
        position += 1 << (sizeExponent + 4);
        sizeExponent = Math.min(sizeExponent, preferredExponent);
    }

    int sizeExponent() {
        return sizeExponent;
    }

    boolean isAtStart() {
        return position == 0;
    }

    boolean isAtLast() {
        return whole.payload().length - position <= 1 << (sizeExponent + 4);
    }

    /** Whether block numbers reach as far as the body does. */
    boolean isNumberable() {
        return position >> (sizeExponent + 4) <= Block.MAX_NUMBER;
    }

    /** The request with the block that is to be sent. */
    Request part() {
        byte[] body = whole.payload();
        boolean more = !isAtLast();
        int end = more ? position + (1 << (sizeExponent + 4)) : body.length;
        OptionsBuilder options = whole.options().toBuilder()
                .set(StandardOptions.BLOCK1, new Block(position >> (sizeExponent + 4), more, sizeExponent))
                // With each block, as some servers cannot do without.
                .set(StandardOptions.SIZE1, (long) body.length);
        if (more) {
            // RFC 7959 §3.3: what is wished of the response goes with the block that brings it
            options.remove(StandardOptions.BLOCK2.number());
            // Without the response to this block the next one is not sent (RFC 7959 §2.5).
            options.remove(StandardOptions.NO_RESPONSE.number());
        }
        if (!isAtStart()) {
            // RFC 7959 §2.10: "If-None-Match […] MUST NOT be used on Block1 requests with NUM != 0"
            options.remove(StandardOptions.IF_NONE_MATCH.number());
        }
        return Request.of(whole.code(), options.build(), Arrays.copyOfRange(body, position, end));
    }
}
