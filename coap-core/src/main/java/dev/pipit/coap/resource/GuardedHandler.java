package dev.pipit.coap.resource;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Reply;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import org.jspecify.annotations.Nullable;

/** Lets a request through to its handler if it meets what the method and the resource demand. */
final class GuardedHandler implements Handler {
    private static final Response FORMAT_MISSING = Response.error(Code.BAD_REQUEST, "Content-Format missing");
    private static final Response PRECONDITION_FAILED = Response.of(Code.PRECONDITION_FAILED);

    private final Handler handler;
    private final Code method;
    private final boolean retrieves;
    private final Resource resource;
    private final boolean literal;

    /** Guards a handler of a resource whose path is literal, or has a variable or wildcard. */
    GuardedHandler(Handler handler, Code method, Resource resource, boolean literal) {
        this.handler = handler;
        this.method = method;
        this.retrieves = method == Code.GET || method == Code.FETCH;
        this.resource = resource;
        this.literal = literal;
    }

    @Override
    public Reply handle(RequestContext context) throws Exception {
        Options options = context.request().options();
        // RFC 8132 §2.3.1: "A FETCH request MUST include a Content-Format option"
        if (method == Code.FETCH && !options.has(StandardOptions.CONTENT_FORMAT)) {
            return FORMAT_MISSING;
        }
        EntityTagSource source = resource.entityTag();
        if (source != null && (retrieves || Preconditions.arePresent(options))) {
            return handleTagged(context, options, source.entityTag(context));
        }
        if (source == null
                && !resource.isConditional()
                && Preconditions.arePresent(options)
                && !(literal && Preconditions.areFulfilled(options, EntityTag.EMPTY))) {
            return PRECONDITION_FAILED;
        }
        Reply reply = handler.handle(context);
        return retrieves && resource.maxAge() >= 0 ? describe(reply, null) : reply;
    }

    private Reply handleTagged(RequestContext context, Options options, @Nullable EntityTag current) throws Exception {
        // RFC 7252 §5.10.8: "if the condition given is not fulfilled, then the server MUST NOT perform the requested
        // method. Instead, the server MUST respond with the 4.12 (Precondition Failed) Response Code."
        if (!Preconditions.areFulfilled(options, current)) {
            return PRECONDITION_FAILED;
        }
        if (!retrieves) {
            return handler.handle(context);
        }
        if (current != null && options.has(StandardOptions.ETAG)) {
            if (options.all(StandardOptions.ETAG).contains(current)) {
                return describe(Response.valid(current), null);
            }
        }
        return describe(handler.handle(context), current);
    }

    private Reply describe(Reply reply, @Nullable EntityTag current) {
        return reply instanceof Response response
                ? describe(response, current)
                : reply.map(response -> describe(response, current));
    }

    private Response describe(Response response, @Nullable EntityTag current) {
        if (response.code() != Code.CONTENT && response.code() != Code.VALID) {
            return response;
        }
        Response described = response;
        if (current != null && current.length() > 0 && !response.options().has(StandardOptions.ETAG)) {
            described = described.etag(current);
        }
        if (resource.maxAge() >= 0 && !response.options().has(StandardOptions.MAX_AGE)) {
            described = described.maxAge(resource.maxAge());
        }
        return described;
    }
}
