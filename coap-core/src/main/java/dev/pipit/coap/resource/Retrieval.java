package dev.pipit.coap.resource;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.OptionCursor;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;

/** What is made of a handler's response before it is sent. */
final class Retrieval {
    static final Response NOT_ACCEPTABLE = Response.of(Code.NOT_ACCEPTABLE);

    private Retrieval() {}

    /** The response that the client gets for this response to its request. */
    static Response finish(Request request, Response response) {
        Response finished = singleTag(response);
        boolean retrieved =
                response.code() == Code.CONTENT && (request.code() == Code.GET || request.code() == Code.FETCH);
        if (!retrieved) {
            return finished;
        }
        ContentFormat accepted = request.options().getOrNull(StandardOptions.ACCEPT);
        if (accepted != null && isOfAnotherFormat(response, accepted)) {
            // RFC 7252 §5.10.4: "If the preferred Content-Format cannot be returned, then a 4.06 "Not Acceptable" MUST
            // be sent"
            return NOT_ACCEPTABLE;
        }
        return request.options().has(StandardOptions.ETAG) ? validate(request, finished) : finished;
    }

    // RFC 7252 §5.10.6.1: "The ETag Option MUST NOT occur more than once in a response."
    private static Response singleTag(Response response) {
        if (!response.options().has(StandardOptions.ETAG.number())) {
            return response;
        }
        int tags = 0;
        OptionCursor at = response.options().cursor();
        while (at.next() && at.number() <= StandardOptions.ETAG.number()) {
            tags += at.number() == StandardOptions.ETAG.number() ? 1 : 0;
        }
        EntityTag first = tags > 1 ? response.options().getOrNull(StandardOptions.ETAG) : null;
        return first == null ? response : response.etag(first);
    }

    private static boolean isOfAnotherFormat(Response response, ContentFormat accepted) {
        ContentFormat given = response.options().getOrNull(StandardOptions.CONTENT_FORMAT);
        return given != null && !given.equals(accepted);
    }

    private static Response validate(Request request, Response response) {
        EntityTag tag = response.options().getOrNull(StandardOptions.ETAG);
        if (tag == null || !request.options().all(StandardOptions.ETAG).contains(tag)) {
            return response;
        }
        // RFC 7252 §5.9.1.3: "the response MUST include an ETag Option and MUST NOT include a payload"
        Options kept = response.options()
                .filter(number ->
                        number != StandardOptions.CONTENT_FORMAT.number() && number != StandardOptions.SIZE2.number());
        return Response.of(Code.VALID, kept, new byte[0]);
    }
}
