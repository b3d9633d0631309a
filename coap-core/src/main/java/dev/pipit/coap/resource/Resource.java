package dev.pipit.coap.resource;

import dev.pipit.coap.link.Link;
import dev.pipit.coap.link.LinkAttribute;
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
 *   <li>With {@link Builder#entityTag}, the tag that it gives decides.
 *   <li>With {@link Builder#conditional}, the handler decides through {@link RequestContext#checkPreconditions}.
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

    private record Traits(
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

    private Resource(Builder builder) {
        this.handlers = builder.handlers.clone();
        this.filters = List.copyOf(builder.filters);
        this.attributes = builder.link.build().attributes();
        this.traits = new Traits(
                builder.direct,
                builder.hidden,
                builder.conditional,
                builder.entityTag,
                builder.maxAge,
                builder.blockByBlock,
                builder.streamed,
                builder.maxStreamBytes,
                Set.copyOf(builder.payloadFormats),
                builder.observers,
                builder.fresh);
    }

    /** A builder for a resource without handlers. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with this resource, to which handlers for further methods can be added. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        System.arraycopy(handlers, 0, builder.handlers, 0, METHODS);
        builder.filters.addAll(filters);
        builder.link = new Link("", attributes).toBuilder();
        builder.direct = traits.direct;
        builder.hidden = traits.hidden;
        builder.conditional = traits.conditional;
        builder.entityTag = traits.entityTag;
        builder.maxAge = traits.maxAge;
        builder.blockByBlock = traits.blockByBlock;
        builder.streamed = traits.streamed;
        builder.maxStreamBytes = traits.maxStreamBytes;
        builder.payloadFormats.addAll(traits.payloadFormats);
        builder.observers = traits.observers;
        builder.fresh = traits.fresh;
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

    /** Builds a resource. Not safe for use by several threads. */
    public static final class Builder {
        private final @Nullable Handler[] handlers = new Handler[METHODS];
        private final List<Filter> filters = new ArrayList<>();
        private LinkBuilder link = Link.builder("");
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

        private Builder() {}

        /** Handles GET (RFC 7252 §5.8.1). */
        public Builder get(Handler handler) {
            return on(Code.GET, handler);
        }

        /** Handles POST (RFC 7252 §5.8.2). */
        public Builder post(Handler handler) {
            return on(Code.POST, handler);
        }

        /** Handles PUT (RFC 7252 §5.8.3). */
        public Builder put(Handler handler) {
            return on(Code.PUT, handler);
        }

        /** Handles DELETE (RFC 7252 §5.8.4). */
        public Builder delete(Handler handler) {
            return on(Code.DELETE, handler);
        }

        /** Handles FETCH (RFC 8132 §2). */
        public Builder fetch(Handler handler) {
            return on(Code.FETCH, handler);
        }

        /** Handles PATCH (RFC 8132 §3). */
        public Builder patch(Handler handler) {
            return on(Code.PATCH, handler);
        }

        /** Handles iPATCH (RFC 8132 §3). */
        public Builder ipatch(Handler handler) {
            return on(Code.IPATCH, handler);
        }

        /** Handles GET, and answers later. */
        public Builder getAsync(AsyncHandler handler) {
            return onAsync(Code.GET, handler);
        }

        /** Handles POST, and answers later. */
        public Builder postAsync(AsyncHandler handler) {
            return onAsync(Code.POST, handler);
        }

        /** Handles PUT, and answers later. */
        public Builder putAsync(AsyncHandler handler) {
            return onAsync(Code.PUT, handler);
        }

        /** Handles DELETE, and answers later. */
        public Builder deleteAsync(AsyncHandler handler) {
            return onAsync(Code.DELETE, handler);
        }

        /** Handles FETCH, and answers later. */
        public Builder fetchAsync(AsyncHandler handler) {
            return onAsync(Code.FETCH, handler);
        }

        /** Handles PATCH, and answers later. */
        public Builder patchAsync(AsyncHandler handler) {
            return onAsync(Code.PATCH, handler);
        }

        /** Handles iPATCH, and answers later. */
        public Builder ipatchAsync(AsyncHandler handler) {
            return onAsync(Code.IPATCH, handler);
        }

        /** Handles a method, and answers later; otherwise as {@link #on}. */
        public Builder onAsync(Code method, AsyncHandler handler) {
            return on(method, context -> Reply.later(handler.handle(context)));
        }

        /**
         * Handles a method, and reads the request's body while it comes in; on a worker always.
         *
         * @throws IllegalArgumentException as from {@link #on}, or if the method's requests have no body: GET, DELETE
         */
        public Builder stream(Code method, StreamHandler handler) {
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
        public Builder maxStreamBytes(long limit) {
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
        public Builder on(Code method, Handler handler) {
            if (!method.isRequest() || method.number() >= METHODS) {
                throw new IllegalArgumentException("method: " + method + " (expected: 0.01-0.07)");
            }
            if (handlers[method.number()] != null) {
                throw new IllegalArgumentException("method: " + method + " (expected: one without a handler yet)");
            }
            handlers[method.number()] = handler;
            return this;
        }

        /** Runs the handlers on the event loop: they must be quick and never block. */
        public Builder direct() {
            direct = true;
            return this;
        }

        /** Runs the handlers on a worker: they may block. */
        public Builder onWorkers() {
            direct = false;
            return this;
        }

        /** Adds a filter behind those that are there (see {@link Filter}). */
        public Builder filter(Filter filter) {
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
        public Builder entityTag(EntityTagSource source) {
            entityTag = source;
            return this;
        }

        /** Leaves If-Match and If-None-Match to the handlers: they call {@link RequestContext#checkPreconditions}. */
        public Builder conditional() {
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
        public Builder maxAge(long seconds) {
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
        public Builder payloadFormats(ContentFormat... formats) {
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
        public Builder blockByBlock() {
            blockByBlock = true;
            return this;
        }

        /**
         * Lets GET and FETCH be observed (RFC 7641): their handlers render what observers are told when {@link
         * Observers#changed} is called. Links say so, with {@code obs}.
         */
        public Builder observable(Observers who) {
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
        public Builder fresh(Duration maxAge, Code... methods) {
            fresh = fresh.with(maxAge, methods);
            return this;
        }

        /** Keeps this resource out of the lists of links. */
        public Builder hidden() {
            hidden = true;
            return this;
        }

        /** Adds resource types, {@code rt} (RFC 6690 §3.1). */
        public Builder resourceType(String... types) {
            link.resourceType(types);
            return this;
        }

        /** Adds interface descriptions, {@code if} (RFC 6690 §3.2). */
        public Builder interfaceDescription(String... interfaces) {
            link.interfaceDescription(interfaces);
            return this;
        }

        /** Sets the title for people, {@code title}. */
        public Builder title(String title) {
            link.title(title);
            return this;
        }

        /** Adds Content-Formats that GET gives, {@code ct} (RFC 7252 §7.2.1). */
        public Builder contentFormats(ContentFormat... formats) {
            for (ContentFormat format : formats) {
                link.contentFormat(format.number());
            }
            return this;
        }

        /** Sets the size of the representation in bytes, {@code sz}, for one larger than a datagram (RFC 6690 §3.3). */
        public Builder size(long bytes) {
            link.size(bytes);
            return this;
        }

        /**
         * Adds a link attribute.
         *
         * @throws IllegalArgumentException as from {@link LinkBuilder#attribute}
         */
        public Builder attribute(String name, String value) {
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
    }
}
