package dev.pipit.coap.resource;

import dev.pipit.coap.link.Link;
import dev.pipit.coap.link.LinkAttribute;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.option.ContentFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is served at a path: a handler for each method, where they run, and how links describe it. Immutable; one
 * resource may be added at several paths and to several trees.
 *
 * <pre>{@code
 * Resource.builder()
 *         .get(context -> Response.content(led.isOn() ? "1" : "0"))
 *         .put(context -> { led.set(context.request().text()); return Response.changed(); })
 *         .resourceType("light")
 *         .build()
 * }</pre>
 *
 * <p><b>Conditional requests</b> (RFC 7252 §5.10.8). A request with If-Match or If-None-Match is never performed
 * regardless of them; one whose condition is not fulfilled is answered 4.12 before the handler.
 *
 * <ul>
 *   <li>With {@link ResourceBuilder#entityTag}, the tag that it gives decides.
 *   <li>With {@link ResourceBuilder#conditional}, the handler decides through {@link RequestContext#checkPreconditions}.
 *   <li>With neither, the target of a path without variables exists and has no known tag: If-None-Match is not
 *       fulfilled, If-Match only where it is empty. Whether the target of any other path exists is not known, and no
 *       condition is fulfilled.
 * </ul>
 *
 * <p><b>Retrieval</b>. Where a GET or FETCH is answered 2.05 with an ETag that the request has too, the client gets
 * 2.03 without the payload (§5.9.1.3); where 2.05 has another Content-Format than Accept asks for, 4.06 (§5.10.4).
 */
public final class Resource {
    static final int METHODS = Code.IPATCH.number() + 1;

    private final @Nullable Handler[] handlers;
    private final List<Filter> filters;
    private final List<LinkAttribute> attributes;
    private final Traits traits;

    /** How requests are taken and responses described. */
    record Traits(
            @Nullable Boolean direct,
            boolean hidden,
            boolean conditional,
            @Nullable EntityTagSource entityTag,
            long maxAge,
            boolean blockByBlock,
            int streamed,
            long maxStreamBytes,
            Set<ContentFormat> payloadFormats,
            @Nullable Observers observers,
            FreshMethods fresh) {}

    Resource(ResourceBuilder builder) {
        this.handlers = builder.handlers.clone();
        this.filters = List.copyOf(builder.filters);
        this.attributes = builder.link.build().attributes();
        this.traits = builder.traits();
    }

    /** A builder for a resource without handlers. */
    public static ResourceBuilder builder() {
        return new ResourceBuilder();
    }

    /** A builder that starts with this resource, to which handlers for further methods can be added. */
    public ResourceBuilder toBuilder() {
        ResourceBuilder builder = new ResourceBuilder();
        System.arraycopy(handlers, 0, builder.handlers, 0, METHODS);
        builder.filters.addAll(filters);
        builder.link = new Link("", attributes).toBuilder();
        builder.traits(traits);
        return builder;
    }

    /** Whether there is a handler for a method. */
    public boolean handles(Code method) {
        return method.number() < METHODS && handlers[method.number()] != null;
    }

    /** Whether handlers run on the event loop, where the server's default is this. */
    public boolean isDirect(boolean byDefault) {
        Boolean direct = traits.direct;
        return direct == null ? byDefault : direct;
    }

    /** Whether no list of links has this resource. */
    public boolean isHidden() {
        return traits.hidden;
    }

    /** How a link describes this resource (RFC 6690 §3). */
    public List<LinkAttribute> attributes() {
        return attributes;
    }

    @Nullable
    Handler handler(int method) {
        return handlers[method];
    }

    List<Filter> filters() {
        return filters;
    }

    boolean isConditional() {
        return traits.conditional;
    }

    @Nullable
    EntityTagSource entityTag() {
        return traits.entityTag;
    }

    boolean isBlockByBlock() {
        return traits.blockByBlock;
    }

    boolean isStreamed(Code method) {
        return (traits.streamed >> method.number() & 1) != 0;
    }

    long maxStreamBytes() {
        return traits.maxStreamBytes;
    }

    /** The formats that payloads may have; empty where any may. */
    Set<ContentFormat> payloadFormats() {
        return traits.payloadFormats;
    }

    /** Seconds for which responses stay fresh that do not say; negative where nothing is said. */
    long maxAge() {
        return traits.maxAge;
    }

    FreshMethods fresh() {
        return traits.fresh;
    }

    @Nullable
    Observers observers() {
        return traits.observers;
    }
}
