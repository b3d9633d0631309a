package dev.pipit.coap.resource;

import dev.pipit.coap.body.IncomingBody;
import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.Peer;
import dev.pipit.coap.port.IncomingRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The request that a handler sees; on the direct path the only object made for it. */
final class HandledRequest implements RequestContext {
    private static final byte[] NOTHING = new byte[0];

    private final IncomingRequest incoming;
    private final Request request;
    private final Peer peer;
    private final Route route;
    private final ResourceConfig config;
    private final @Nullable GatedBody streamed;
    private @Nullable IncomingBody body;

    HandledRequest(IncomingRequest incoming, Route route, ResourceConfig config) {
        this(incoming, route, config, null);
    }

    /** A request with a body that comes in meanwhile. */
    HandledRequest(IncomingRequest incoming, Route route, ResourceConfig config, @Nullable GatedBody streamed) {
        this.incoming = incoming;
        this.request = withoutUndefinedPayload(incoming.request());
        this.peer = incoming.peer().peer();
        this.route = route;
        this.config = config;
        this.streamed = streamed;
    }

    // RFC 7252 §5.5: a payload that the code does not define "MUST be ignored by the recipient"
    private static Request withoutUndefinedPayload(Request request) {
        boolean undefined = request.code() == Code.GET || request.code() == Code.DELETE;
        return undefined && request.hasPayload() ? Request.of(request.code(), request.options(), NOTHING) : request;
    }

    /** The way back; for the event loop alone. */
    IncomingRequest incoming() {
        return incoming;
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public IncomingBody body() {
        IncomingBody known = body;
        if (known == null) {
            known = streamed == null ? IncomingBody.of(request.payload()) : streamed.claim();
            body = known;
        }
        return known;
    }

    /** Nobody reads the body any more. */
    void closeBody() {
        if (streamed != null) {
            streamed.close();
        }
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public boolean isNotification() {
        return incoming instanceof Audience.Rendering;
    }

    @Override
    public CoapUri uri() {
        return CoapUri.of(config.scheme(), config.localAddress().get(), request.options());
    }

    @Override
    public String route() {
        return route.pattern().text();
    }

    @Override
    public String pathVariable(String name) {
        int index = name.isEmpty() ? -1 : route.pattern().indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("path variable: \"" + name + "\" (expected: one of " + route() + ")");
        }
        return index == route.pattern().wildcardIndex()
                ? String.join("/", tail())
                : request.pathSegments().get(index);
    }

    @Override
    public List<String> tail() {
        int index = route.pattern().wildcardIndex();
        List<String> segments = request.pathSegments();
        return index < 0 ? List.of() : List.copyOf(segments.subList(index, segments.size()));
    }

    @Override
    public Optional<String> query(String name) {
        return request.query(name);
    }

    @Override
    public ContentFormat negotiate(ContentFormat... offered) {
        if (offered.length == 0) {
            throw new IllegalArgumentException("offered: nothing (expected: at least one Content-Format)");
        }
        ContentFormat accepted = request.options().getOrNull(StandardOptions.ACCEPT);
        if (accepted == null) {
            return offered[0];
        }
        for (ContentFormat format : offered) {
            if (format.equals(accepted)) {
                return format;
            }
        }
        throw new ResponseException(Retrieval.NOT_ACCEPTABLE);
    }

    @Override
    public ContentFormat requireContentFormat(ContentFormat... supported) {
        ContentFormat given = request.options().getOrNull(StandardOptions.CONTENT_FORMAT);
        if (given == null) {
            throw new ResponseException(Code.BAD_REQUEST, "Content-Format missing");
        }
        for (ContentFormat format : supported) {
            if (format.equals(given)) {
                return format;
            }
        }
        throw new ResponseException(Code.UNSUPPORTED_CONTENT_FORMAT, "");
    }

    @Override
    public void checkPreconditions(@Nullable EntityTag current) {
        if (!Preconditions.areFulfilled(request.options(), current)) {
            throw new ResponseException(Code.PRECONDITION_FAILED, "");
        }
    }
}
