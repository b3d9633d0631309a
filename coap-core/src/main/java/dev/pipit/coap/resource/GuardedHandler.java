package dev.pipit.coap.resource;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Reply;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import org.jspecify.annotations.Nullable;

/** Lets a request through to its handler if it meets what the method and the resource demand. */
final class GuardedHandler implements Handler {
    private static final Response FORMAT_MISSING = Response.error(Code.BAD_REQUEST, "Content-Format missing");
    private static final Response UNSUPPORTED_FORMAT = Response.of(Code.UNSUPPORTED_CONTENT_FORMAT);
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
        EntityTagSource source = resource.entityTag();
        if (source != null && retrieves) {
            Response refusal = examineFormat(context.request());
            return refusal != null ? refusal : handleTagged(context, source.entityTag(context));
        }
        Response refusal = examine(context);
        if (refusal != null) {
            return refusal;
        }
        Reply reply = handler.handle(context);
        return retrieves && resource.maxAge() >= 0 ? describe(reply, null) : reply;
    }

    /** Whether the target has to be looked at to examine a request. */
    boolean asksForTarget(Request request) {
        return resource.entityTag() != null && Preconditions.arePresent(request.options());
    }

    /** The response to a request that is not to be performed, as far as can be told without its body; else null. */
    @Nullable
    Response examine(RequestContext context) throws Exception {
        Options options = context.request().options();
        Response refusal = examineFormat(context.request());
        if (refusal != null || resource.isConditional() || !Preconditions.arePresent(options)) {
            return refusal;
        }
        EntityTagSource source = resource.entityTag();
        boolean fulfilled = source == null
                ? literal && Preconditions.areFulfilled(options, EntityTag.EMPTY)
                : Preconditions.areFulfilled(options, source.entityTag(context));
        // RFC 7252 §5.10.8: "if the condition given is not fulfilled, then the server MUST NOT perform the requested
        // method. Instead, the server MUST respond with the 4.12 (Precondition Failed) Response Code."
        return fulfilled ? null : PRECONDITION_FAILED;
    }

    private @Nullable Response examineFormat(Request request) {
        ContentFormat format = request.options().getOrNull(StandardOptions.CONTENT_FORMAT);
        // RFC 8132 §2.3.1: "A FETCH request MUST include a Content-Format option"
        if (method == Code.FETCH && format == null) {
            return FORMAT_MISSING;
        }
        if (resource.payloadFormats().isEmpty()
                || method == Code.GET
                || method == Code.DELETE
                || !request.hasPayload()
                || format != null && resource.payloadFormats().contains(format)) {
            return null;
        }
        // RFC 7252 §5.9.2.10: 4.15 is for a format that is named; one that is not is "indeterminate" (§5.10.3)
        return format == null ? FORMAT_MISSING : UNSUPPORTED_FORMAT;
    }

    private Reply handleTagged(RequestContext context, @Nullable EntityTag current) throws Exception {
        Options options = context.request().options();
        if (!Preconditions.areFulfilled(options, current)) {
            return PRECONDITION_FAILED;
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
