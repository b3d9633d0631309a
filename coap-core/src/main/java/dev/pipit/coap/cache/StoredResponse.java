package dev.pipit.coap.cache;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.StandardOptions;

/** A response and when it came. */
record StoredResponse(Response response, long receivedNanos, boolean replaced) {
    private static final long SECOND = 1_000_000_000L;
    private static final int OVERHEAD_BYTES = 100;

    /** A response just received. */
    static StoredResponse of(Response response, long nowNanos) {
        // RFC 7641 §2: when a notification "is used to satisfy a normal GET request, the option MUST be removed"
        Response kept = response.options().has(StandardOptions.OBSERVE.number())
                ? Response.of(response.code(), response.options().without(StandardOptions.OBSERVE), response.payload())
                : response;
        return new StoredResponse(kept, nowNanos, false);
    }

    /** Whether a response may be kept, judged by itself. */
    static boolean isCacheable(Response response) {
        // RFC 7252 §5.9.1.5, §5.9.2, §5.9.3: 2.05, 4.xx and 5.xx are; §5.6: codes "that indicate success and are
        // unrecognized by an endpoint MUST NOT be cached"
        Code code = response.code();
        boolean cacheable = code == Code.CONTENT || code.isClientError() || code.isServerError();
        return cacheable
                // RFC 7252 §5.6.1: "If an origin server wishes to prevent caching", it says Max-Age 0
                && response.maxAge() > 0
                // What is not whole cannot be given for the whole.
                && !response.options().has(StandardOptions.BLOCK2.number())
                // An Echo value is for the one who asked, and for now (RFC 9175 §2.2.1).
                && !response.options().has(StandardOptions.ECHO.number());
    }

    /** Whether it may be used without asking (RFC 7252 §5.6.1). */
    boolean isFresh(long nowNanos) {
        // "not fresh after its age is greater than the specified number of seconds"
        return !replaced && nowNanos - receivedNanos <= response.maxAge() * SECOND;
    }

    /** Whether the server can be asked if it is still right: only 2.05 can be validated (RFC 7252 §5.9.2, §5.9.3). */
    boolean canBeValidated() {
        return response.code() == Code.CONTENT && response.etag().isPresent();
    }

    boolean hasTag(EntityTag tag) {
        return response.etag().filter(tag::equals).isPresent();
    }

    /** The response as it is given out now. */
    Response aged(long nowNanos) {
        // RFC 7252 §5.7.1: "proxy-max-age = original-max-age - cache-age", and "be conservative": in full seconds down
        long ageNanos = Math.max(0, nowNanos - receivedNanos);
        return response.maxAge(Math.max(0, (response.maxAge() * SECOND - ageNanos) / SECOND));
    }

    /** The same, usable after validation only. */
    StoredResponse notFresh() {
        return new StoredResponse(response, receivedNanos, true);
    }

    int bytes() {
        return OVERHEAD_BYTES + response.options().wireLength() + response.payload().length;
    }
}
