package dev.pipit.coap.observe;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.StandardOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One state of a resource, or its end, as observers are told of it: made once for all of them. */
final class Notification {
    /** The format of a response that is no representation: it goes with any. */
    static final int ANY_FORMAT = -2;

    private static final int NO_FORMAT = -1;
    private static final byte[] NOTHING = {};

    static final Notification NOT_ACCEPTABLE = last(Response.of(Code.NOT_ACCEPTABLE));
    static final Notification TOO_LARGE =
            last(Response.error(Code.INTERNAL_SERVER_ERROR, "the representation is too large"));

    private final Response response;
    private final int format;
    private final @Nullable EntityTag tag;
    private @Nullable Response valid;

    private Notification(Response response) {
        boolean content = response.code() == Code.CONTENT;
        this.response = response;
        this.format = content ? formatOf(response) : ANY_FORMAT;
        this.tag = content ? response.options().getOrNull(StandardOptions.ETAG) : null;
    }

    /** A state under a sequence number. */
    static Notification numbered(Response state, long sequence) {
        return new Notification(state.with(StandardOptions.OBSERVE, sequence));
    }

    /** What observers hear last. */
    static Notification last(Response response) {
        return new Notification(withoutObserve(response));
    }

    // RFC 7641 §4.2: a 2.xx notification "MUST include an Observe Option", any other "MUST NOT"
    static Response withoutObserve(Response response) {
        return response.options().has(StandardOptions.OBSERVE)
                ? Response.of(response.code(), response.options().without(StandardOptions.OBSERVE), response.payload())
                : response;
    }

    private static int formatOf(Response response) {
        ContentFormat given = response.options().getOrNull(StandardOptions.CONTENT_FORMAT);
        return given == null ? NO_FORMAT : given.number();
    }

    /** Whether others may follow. */
    boolean isState() {
        return response.isSuccess();
    }

    /** The number of the Content-Format, {@link #ANY_FORMAT}, or another negative number for none. */
    int format() {
        return format;
    }

    Response response() {
        return response;
    }

    /** What is sent to a client that has the representations with these tags. */
    Response responseFor(List<EntityTag> known) {
        if (known.isEmpty() || tag == null || !known.contains(tag)) {
            return response;
        }
        if (valid == null) {
            // RFC 7641 §4.3.2: 2.03 where the client has named the entity-tag of the state
            valid = Response.of(Code.VALID, response.options().without(StandardOptions.CONTENT_FORMAT), NOTHING);
        }
        return valid;
    }
}
