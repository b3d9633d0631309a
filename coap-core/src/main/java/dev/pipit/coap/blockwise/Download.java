package dev.pipit.coap.blockwise;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.EntityTag;
import org.jspecify.annotations.Nullable;

/** A response body of which the client fetches block by block (RFC 7959 §2.4). */
abstract class Download extends Transfer {
    private final boolean retrieval;
    private final EntityTag requestBody;
    private final long staleAtNanos;
    private long latestOffset;

    Download(PeerTransfers owner, TransferKey key, Request request, Response head, long nowNanos) {
        super(owner, key);
        this.retrieval = isRetrieval(request);
        this.requestBody = EntityTag.ofContent(request.payload());
        this.staleAtNanos = nowNanos + head.maxAge() * 1_000_000_000L;
    }

    /** Whether it can be made again by asking again: GET and FETCH. */
    static boolean isRetrieval(Request request) {
        return request.code() == Code.GET || request.code() == Code.FETCH;
    }

    final boolean isRetrieval() {
        return retrieval;
    }

    /**
     * Whether a request continues with this body. One that goes back gets it while it is fresh only, as who asks for
     * the same block again and again wants to see it change.
     */
    final boolean isContinuedBy(Request request, Block asked, long nowNanos) {
        if (request.code() == Code.FETCH
                && request.hasPayload()
                && !EntityTag.ofContent(request.payload()).equals(requestBody)) {
            return false;
        }
        return !retrieval || asked.offset() > latestOffset || nowNanos < staleAtNanos;
    }

    /** Notes the block that was sent; true where nothing is left to be sent that could not be made again. */
    final boolean markSent(@Nullable Block sent) {
        latestOffset = sent == null ? latestOffset : sent.offset();
        return retrieval && sent != null && !sent.more();
    }
}
