package dev.pipit.coap.resource;

import dev.pipit.coap.link.Link;
import dev.pipit.coap.link.LinkBuilder;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Reply;
import dev.pipit.coap.option.ContentFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds a resource. Not safe for use by several threads. */
public final class ResourceBuilder {
    final @Nullable Handler[] handlers = new Handler[Resource.METHODS];
    final List<Filter> filters = new ArrayList<>();
    LinkBuilder link = Link.builder("");
    private @Nullable Boolean direct;
    private boolean hidden;
    private boolean conditional;
    private @Nullable EntityTagSource entityTag;
    private long maxAge = -1;
    private boolean blockByBlock;
    private int streamed; // a bit for each method
    private long maxStreamBytes = Long.MAX_VALUE;
    private final Set<ContentFormat> payloadFormats = new LinkedHashSet<>();
    private @Nullable Observers observers;
    private FreshMethods fresh = FreshMethods.NONE;

    ResourceBuilder() {}

    /** Handles GET (RFC 7252 §5.8.1). */
    public ResourceBuilder get(Handler handler) {
        return on(Code.GET, handler);
    }

    /** Handles POST (RFC 7252 §5.8.2). */
    public ResourceBuilder post(Handler handler) {
        return on(Code.POST, handler);
    }

    /** Handles PUT (RFC 7252 §5.8.3). */
    public ResourceBuilder put(Handler handler) {
        return on(Code.PUT, handler);
    }

    /** Handles DELETE (RFC 7252 §5.8.4). */
    public ResourceBuilder delete(Handler handler) {
        return on(Code.DELETE, handler);
    }

    /** Handles FETCH (RFC 8132 §2). */
    public ResourceBuilder fetch(Handler handler) {
        return on(Code.FETCH, handler);
    }

    /** Handles PATCH (RFC 8132 §3). */
    public ResourceBuilder patch(Handler handler) {
        return on(Code.PATCH, handler);
    }

    /** Handles iPATCH (RFC 8132 §3). */
    public ResourceBuilder ipatch(Handler handler) {
        return on(Code.IPATCH, handler);
    }

    /** Handles GET, and answers later. */
    public ResourceBuilder getAsync(AsyncHandler handler) {
        return onAsync(Code.GET, handler);
    }

    /** Handles POST, and answers later. */
    public ResourceBuilder postAsync(AsyncHandler handler) {
        return onAsync(Code.POST, handler);
    }

    /** Handles PUT, and answers later. */
    public ResourceBuilder putAsync(AsyncHandler handler) {
        return onAsync(Code.PUT, handler);
    }

    /** Handles DELETE, and answers later. */
    public ResourceBuilder deleteAsync(AsyncHandler handler) {
        return onAsync(Code.DELETE, handler);
    }

    /** Handles FETCH, and answers later. */
    public ResourceBuilder fetchAsync(AsyncHandler handler) {
        return onAsync(Code.FETCH, handler);
    }

    /** Handles PATCH, and answers later. */
    public ResourceBuilder patchAsync(AsyncHandler handler) {
        return onAsync(Code.PATCH, handler);
    }

    /** Handles iPATCH, and answers later. */
    public ResourceBuilder ipatchAsync(AsyncHandler handler) {
        return onAsync(Code.IPATCH, handler);
    }

    /** Handles a method, and answers later; otherwise as {@link #on}. */
    public ResourceBuilder onAsync(Code method, AsyncHandler handler) {
        return on(method, context -> Reply.later(handler.handle(context)));
    }

    /**
     * Handles a method, and reads the request's body while it comes in; on a worker always.
     *
     * @throws IllegalArgumentException as from {@link #on}, or if the method's requests have no body: GET, DELETE
     */
    public ResourceBuilder stream(Code method, StreamHandler handler) {
        if (method == Code.GET || method == Code.DELETE) {
            throw new IllegalArgumentException("method: " + method + " (expected: one whose requests have a body)");
        }
        on(method, context -> handler.handle(context, context.body()));
        streamed |= 1 << method.number();
        return this;
    }

    /**
     * How large bodies may become that are streamed in; a larger one is answered 4.13. Without it there is no limit,
     * as the limit of bodies in memory does not hold for them.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public ResourceBuilder maxStreamBytes(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("maxStreamBytes: " + limit + " (expected: at least 1)");
        }
        maxStreamBytes = limit;
        return this;
    }

    /**
     * Handles a method.
     *
     * @throws IllegalArgumentException if it is none of GET to iPATCH, or has a handler already
     */
    public ResourceBuilder on(Code method, Handler handler) {
        if (!method.isRequest() || method.number() >= Resource.METHODS) {
            throw new IllegalArgumentException("method: " + method + " (expected: 0.01-0.07)");
        }
        if (handlers[method.number()] != null) {
            throw new IllegalArgumentException("method: " + method + " (expected: one without a handler yet)");
        }
        handlers[method.number()] = handler;
        return this;
    }

    /** Runs the handlers on the event loop: they must be quick and never block. */
    public ResourceBuilder direct() {
        direct = true;
        return this;
    }

    /** Runs the handlers on a worker: they may block. */
    public ResourceBuilder onWorkers() {
        direct = false;
        return this;
    }

    /** Adds a filter behind those that are there (see {@link Filter}). */
    public ResourceBuilder filter(Filter filter) {
        filters.add(filter);
        return this;
    }

    /**
     * Says what the entity-tag of the target is. It is used to evaluate If-Match and If-None-Match before a method
     * is performed, to answer GET and FETCH with 2.03 instead of calling the handler where the client has the
     * representation already, and as ETag of a 2.05 that has none.
     *
     * <p>Where requests are handled side by side, the target may change between this evaluation and the handler's
     * work: a handler that must exclude that is {@link #conditional}.
     */
    public ResourceBuilder entityTag(EntityTagSource source) {
        entityTag = source;
        return this;
    }

    /** Leaves If-Match and If-None-Match to the handlers: they call {@link RequestContext#checkPreconditions}. */
    public ResourceBuilder conditional() {
        conditional = true;
        return this;
    }

    /**
     * How long representations stay fresh: Max-Age of each 2.05 and 2.03 to GET and FETCH that has none (RFC 7252
     * §5.10.5).
     *
     * @param seconds 0 to 2^32-1
     * @throws IllegalArgumentException if it is out of range
     */
    public ResourceBuilder maxAge(long seconds) {
        if (seconds < 0 || seconds > 0xffff_ffffL) {
            throw new IllegalArgumentException("maxAge: " + seconds + " (expected: 0-4294967295)");
        }
        maxAge = seconds;
        return this;
    }

    /**
     * Says which formats the payload of a request may have. Any other is answered 4.15, one that is not named 4.00,
     * before the handler; where the body comes in blocks, at the first of them.
     */
    public ResourceBuilder payloadFormats(ContentFormat... formats) {
        payloadFormats.addAll(List.of(formats));
        return this;
    }

    /**
     * Hands on each block of a request's body as a request of its own (RFC 7959 §2.3, "with no memory"), and keeps
     * nothing between them: the payload is that block, and Block1 says where in the body it stands. A response is
     * final for its block alone.
     *
     * <p>For a device that writes each block to its place at once, such as flash memory, and where it may be seen
     * half written: blocks may come twice, in any order, and the last ones never. Who wants a body from its start
     * to its end does better without.
     */
    public ResourceBuilder blockByBlock() {
        blockByBlock = true;
        return this;
    }

    /**
     * Lets GET and FETCH be observed (RFC 7641): their handlers render what observers are told when {@link
     * Observers#changed} is called. Links say so, with {@code obs}.
     */
    public ResourceBuilder observable(Observers who) {
        observers = who;
        link.observable();
        return this;
    }

    /**
     * Performs methods only where the request has an Echo option that shows it to be fresh; any other is answered
     * 4.01 with an Echo, and clients of RFC 9175 send it again with that. So a request that somebody has recorded
     * or held back is not performed later on. This is worth something only where a security protocol protects the
     * exchange (§2.3); without, it keeps away who cannot receive at the client's address.
     *
     * @param maxAge how old a request may be
     * @param methods which ones; where none is named, all but GET and FETCH
     * @throws IllegalArgumentException as from {@link FreshMethods#with}
     */
    public ResourceBuilder fresh(Duration maxAge, Code... methods) {
        fresh = fresh.with(maxAge, methods);
        return this;
    }

    /** Keeps this resource out of the lists of links. */
    public ResourceBuilder hidden() {
        hidden = true;
        return this;
    }

    /** Adds resource types, {@code rt} (RFC 6690 §3.1). */
    public ResourceBuilder resourceType(String... types) {
        link.resourceType(types);
        return this;
    }

    /** Adds interface descriptions, {@code if} (RFC 6690 §3.2). */
    public ResourceBuilder interfaceDescription(String... interfaces) {
        link.interfaceDescription(interfaces);
        return this;
    }

    /** Sets the title for people, {@code title}. */
    public ResourceBuilder title(String title) {
        link.title(title);
        return this;
    }

    /** Adds Content-Formats that GET gives, {@code ct} (RFC 7252 §7.2.1). */
    public ResourceBuilder contentFormats(ContentFormat... formats) {
        for (ContentFormat format : formats) {
            link.contentFormat(format.number());
        }
        return this;
    }

    /** Sets the size of the representation in bytes, {@code sz}, for one larger than a datagram (RFC 6690 §3.3). */
    public ResourceBuilder size(long bytes) {
        link.size(bytes);
        return this;
    }

    /**
     * Adds a link attribute.
     *
     * @throws IllegalArgumentException as from {@link LinkBuilder#attribute}
     */
    public ResourceBuilder attribute(String name, String value) {
        link.attribute(name, value);
        return this;
    }

    /**
     * The resource.
     *
     * @throws IllegalStateException if it is both conditional and has an entity-tag source, or both streams and
     *     takes bodies block by block
     */
    public Resource build() {
        if (conditional && entityTag != null) {
            throw new IllegalStateException("conditional with an entityTag (expected: one of the two)");
        }
        if (blockByBlock && streamed != 0) {
            throw new IllegalStateException("blockByBlock with a stream handler (expected: one of the two)");
        }
        return new Resource(this);
    }

    void traits(Resource.Traits traits) {
        direct = traits.direct();
        hidden = traits.hidden();
        conditional = traits.conditional();
        entityTag = traits.entityTag();
        maxAge = traits.maxAge();
        blockByBlock = traits.blockByBlock();
        streamed = traits.streamed();
        maxStreamBytes = traits.maxStreamBytes();
        payloadFormats.addAll(traits.payloadFormats());
        observers = traits.observers();
        fresh = traits.fresh();
    }

    Resource.Traits traits() {
        return new Resource.Traits(
                direct,
                hidden,
                conditional,
                entityTag,
                maxAge,
                blockByBlock,
                streamed,
                maxStreamBytes,
                Set.copyOf(payloadFormats),
                observers,
                fresh);
    }
}
