package dev.pipit.coap.blockwise;

import dev.pipit.coap.message.Request;
import dev.pipit.coap.option.ContentFormat;

/** A request body that comes in by Block1 requests, one after the other (RFC 7959 §2.5). */
abstract class Upload extends Transfer {
    /** The order of coming, among those whose admission takes time. */
    final long arrival;

    private final int contentFormat;

    /** How old the request was when its first block came in. */
    long ageNanos = Long.MAX_VALUE;

    Upload(PeerTransfers owner, TransferKey key, Request first, long arrival) {
        super(owner, key);
        this.arrival = arrival;
        this.contentFormat = formatOf(first);
    }

    // RFC 7959 §2.3: blocks of different Content-Formats "MUST NOT" be assembled
    final boolean isOfSameFormat(Request request) {
        return contentFormat == formatOf(request);
    }

    private static int formatOf(Request request) {
        return request.contentFormat().map(ContentFormat::number).orElse(-1);
    }
}
