package dev.pipit.coap.blockwise;

import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;

/** One whose body is kept whole. */
final class KeptDownload extends Download {
    final Response response;

    KeptDownload(PeerTransfers owner, TransferKey key, Request request, Response response, long nowNanos) {
        super(owner, key, request, response, nowNanos);
        this.response = response;
    }

    @Override
    int bytes() {
        return response.payload().length;
    }
}
