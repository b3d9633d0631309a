package dev.pipit.coap.blockwise;

import dev.pipit.coap.body.Body;
import dev.pipit.coap.body.BodySource;
import dev.pipit.coap.body.Execution;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.OptionsBuilder;
import dev.pipit.coap.option.StandardOptions;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A request's body being sent in blocks (RFC 7959 §2.5), of which one at a time is in memory. */
final class RequestBody {
    private final BodySource source;
    private int sizeExponent;
    private long position;
    private byte @Nullable [] block; // at the position, once it is loaded

    /** A body of which nothing is sent, for blocks of this size. */
    RequestBody(BodySource source, int sizeExponent) {
        this.source = source;
        this.sizeExponent = sizeExponent;
    }

    /** A body that is at hand. */
    RequestBody(byte[] bytes, int sizeExponent) {
        this(Body.of(bytes).open(Execution.DIRECT), sizeExponent);
    }

    /** Has the block at hand; where not, it calls back when it can be had, unless there is a failure. */
    boolean load(Execution.LoopTask whenReady) {
        if (block == null) {
            block = source.read(1 << (sizeExponent + 4), whenReady);
        }
        return block != null;
    }

    /** Why the body cannot be read. */
    @Nullable
    IOException failure() {
        return source.failure();
    }

    /** Starts over, in blocks of this size; false where the body cannot be read again. */
    boolean restart(int exponent) {
        if (!source.rewind(0)) {
            return false;
        }
        sizeExponent = exponent;
        position = 0;
        block = null;
        return true;
    }

    /** Goes on behind the block that was sent, in blocks not larger than the server prefers. */
    void advance(int preferredExponent) {
        // RFC 7959 §2.5: "Note that any reduction in the block size may mean that the second request starts with a
        // block number larger than one"; the place in the body is what counts.
        position = source.position();
        sizeExponent = Math.min(sizeExponent, preferredExponent);
        block = null;
    }

    int sizeExponent() {
        return sizeExponent;
    }

    /** How many bytes have been sent and confirmed. */
    long position() {
        return position;
    }

    /** Where the loaded block ends. */
    long end() {
        return source.position();
    }

    OptionalLong length() {
        return source.length();
    }

    boolean isAtStart() {
        return position == 0;
    }

    /** Whether the loaded block is the last. */
    boolean isAtLast() {
        return block != null && source.isAtEnd();
    }

    /** Whether block numbers reach as far as the body does, or is known to do. */
    boolean isNumberable() {
        return Math.max(position, source.length().orElse(0) - 1) >> (sizeExponent + 4) <= Block.MAX_NUMBER;
    }

    /** The Block1 option of the loaded block. */
    Block block() {
        return new Block((int) (position >> (sizeExponent + 4)), !isAtLast(), sizeExponent);
    }

    /** A request with the loaded block in place of its payload. */
    Request part(Request head) {
        boolean more = !isAtLast();
        OptionsBuilder options = head.options().toBuilder().set(StandardOptions.BLOCK1, block());
        // With each block, as some servers cannot do without.
        source.length().ifPresent(length -> options.set(StandardOptions.SIZE1, length));
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
        return Request.of(head.code(), options.build(), loaded());
    }

    /** The loaded block. */
    byte[] loaded() {
        if (block == null) {
            throw new IllegalStateException("no block is loaded");
        }
        return block;
    }

    void close() {
        source.close();
    }
}
