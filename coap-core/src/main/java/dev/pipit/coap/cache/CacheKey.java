package dev.pipit.coap.cache;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.option.OptionNumber;
import dev.pipit.coap.option.StandardOptions;

/** What a request has to match for a stored response to be used (RFC 7252 §5.6), as a request reduced to that. */
record CacheKey(CacheScope scope, Request request) {
    private static final byte[] NOTHING = new byte[0];

    static CacheKey of(CacheScope scope, Request request) {
        // RFC 8132 §2: "the request body is part of the cache key" of FETCH
        byte[] payload = request.code() == Code.FETCH ? request.payload() : NOTHING;
        return new CacheKey(scope, Request.of(request.code(), request.options().filter(CacheKey::counts), payload));
    }

    private static boolean counts(int number) {
        // RFC 7252 §5.6: "there is no need for a match of any request options marked as NoCacheKey (Section 5.4) or
        // recognized by the Cache and fully interpreted with respect to its specified cache behavior (such as the ETag
        // request option […])". RFC 7641 §2: "The Observe Option is not part of the Cache-Key". A Block2 option only
        // says how the body is to travel; what is stored is whole.
        return !OptionNumber.isNoCacheKey(number)
                && number != StandardOptions.ETAG.number()
                && number != StandardOptions.OBSERVE.number()
                && number != StandardOptions.BLOCK2.number();
    }

    int bytes() {
        return request.options().wireLength() + request.payload().length;
    }
}
