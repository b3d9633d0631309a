package dev.pipit.coap.blockwise;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.option.OptionNumber;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;

/**
 * What tells the transfers of one peer apart (RFC 7959 §2.4, §2.5): method and cache key, to which Request-Tag belongs
 * (RFC 9175 §3.3). Not the token: a client may use another for each block.
 */
record TransferKey(Code method, Options options) {
    static TransferKey of(Request request) {
        return new TransferKey(request.code(), request.options().filter(TransferKey::counts));
    }

    private static boolean counts(int number) {
        // If-None-Match goes with block 0 alone (RFC 7959 §2.10). Content-Format is that of the request's body, which
        // later requests for a response's blocks do not repeat; the blocks of a body are compared by it elsewhere.
        return number != StandardOptions.BLOCK1.number()
                && number != StandardOptions.BLOCK2.number()
                && number != StandardOptions.OBSERVE.number()
                && number != StandardOptions.IF_NONE_MATCH.number()
                && number != StandardOptions.CONTENT_FORMAT.number()
                && !(OptionNumber.isNoCacheKey(number) && !OptionNumber.isUnsafe(number));
    }
}
