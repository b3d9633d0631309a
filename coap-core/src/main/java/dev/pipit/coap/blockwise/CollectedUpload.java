package dev.pipit.coap.blockwise;

import dev.pipit.coap.message.Request;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import java.util.Arrays;

/** A request body being assembled from Block1 requests (RFC 7959 §2.5). */
final class CollectedUpload extends Upload {
    private static final int FIRST_CAPACITY = 2048;

    /** How much memory an announced size may claim, in so many times what has come. */
    private static final int TRUST = 16;

    private final int maxBytes;
    private final long announced;
    private final boolean ifNoneMatch;
    private byte[] body;
    private int length;

    /**
     * An empty body.
     *
     * @param first the request with block 0
     * @param maxBytes how large the body may become
     */
    CollectedUpload(PeerTransfers owner, TransferKey key, Request first, int maxBytes, long arrival) {
        super(owner, key, first, arrival);
        this.maxBytes = maxBytes;
        this.announced = Math.min(maxBytes, first.options().uint(StandardOptions.SIZE1, 0));
        this.ifNoneMatch = first.options().has(StandardOptions.IF_NONE_MATCH);
        long expected = announced == 0 ? FIRST_CAPACITY : Math.min(announced, (long) TRUST * first.payload().length);
        this.body = new byte[(int) Math.min(expected, maxBytes)];
    }

    /** By how many bytes memory grows when a block of this length is appended. */
    int growthFor(int blockLength) {
        long needed = (long) length + blockLength;
        if (needed <= body.length) {
            return 0;
        }
        long doubled = Math.min(2L * body.length, maxBytes);
        return (int) Math.max(needed, Math.max(doubled, Math.min(announced, TRUST * needed))) - body.length;
    }

    void append(byte[] block) {
        int growth = growthFor(block.length);
        if (growth > 0) {
            body = Arrays.copyOf(body, body.length + growth);
        }
        System.arraycopy(block, 0, body, length, block.length);
        length += block.length;
    }

    /** Whether these bytes are in this place of the body already. */
    boolean isRepetition(long offset, byte[] block) {
        return offset + block.length <= length
                && Arrays.equals(body, (int) offset, (int) offset + block.length, block, 0, block.length);
    }

    /** Whether a block is the next one, of a body of the same format. */
    boolean isContinuedBy(long offset, Request request) {
        return offset == length && isOfSameFormat(request);
    }

    int length() {
        return length;
    }

    /** The whole request, from the one with the last block. */
    Request assemble(Request last) {
        Options options = Uploads.withoutBlock1(last.options());
        if (ifNoneMatch) {
            // RFC 7959 §2.10: it came with block 0 alone
            options = options.with(StandardOptions.IF_NONE_MATCH, true);
        }
        return Request.of(last.code(), options, body.length == length ? body : Arrays.copyOf(body, length));
    }

    @Override
    int bytes() {
        return body.length;
    }
}
