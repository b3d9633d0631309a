package dev.pipit.coap.resource;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.Counters;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.DeferredResponse;
import dev.pipit.coap.message.Reply;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.observe.ObserveLayer;
import dev.pipit.coap.port.IncomingRequest;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Takes each request to the handler for its path and method, and answers it, once. For one endpoint and its event loop.
 *
 * <table>
 * <caption>What is answered</caption>
 * <tr><th>request</th><th>response</th></tr>
 * <tr><td>a method that is none of GET to iPATCH</td><td>4.05</td></tr>
 * <tr><td>a path without a resource</td><td>4.04; to DELETE 2.02, or 4.12 with If-Match</td></tr>
 * <tr><td>a method without a handler</td><td>4.05</td></tr>
 * <tr><td>the workers have no room</td><td>5.03 with Max-Age</td></tr>
 * <tr><td>the handler responds, now or later</td><td>that; or 2.03 or 4.06 (see {@link Resource})</td></tr>
 * <tr><td>it throws {@link ResponseException}</td><td>the exception's response</td></tr>
 * <tr><td>it throws anything else, or gives null</td><td>5.00, and a line in the log</td></tr>
 * </table>
 *
 * <p>A direct handler's response is given before {@link #handleRequest} returns. Everything else comes back through the
 * {@link Loop}.
 */
public final class ResourceLayer {
    private static final Response NOT_FOUND = Response.of(Code.NOT_FOUND);
    private static final Response METHOD_NOT_ALLOWED = Response.of(Code.METHOD_NOT_ALLOWED);
    private static final Response PRECONDITION_FAILED = Response.of(Code.PRECONDITION_FAILED);
    private static final Response FAILED = Response.error(Code.INTERNAL_SERVER_ERROR, "internal error");
    private static final Response OVERLOADED =
            Response.error(Code.SERVICE_UNAVAILABLE, "overloaded").maxAge(5);

    private final ResourceTree tree;
    private final ResourceConfig config;
    private final Workers workers;
    private final Loop loop;
    private final Counters counters;
    private final RequestPath path = new RequestPath();
    private final FailureLog failures = new FailureLog();
    private @Nullable Observation observation;

    /** A layer that serves a tree; the counters are those of the endpoint. */
    public ResourceLayer(ResourceTree tree, ResourceConfig config, Workers workers, Loop loop, Counters counters) {
        this.tree = tree;
        this.config = config;
        this.workers = workers;
        this.loop = loop;
        this.counters = counters;
    }

    /** Lets resources be observed through this endpoint's list of observers; without, Observe is ignored. */
    public void observers(ObserveLayer layer) {
        observation = new Observation(layer, loop, this);
    }

    /** Ends every observation, with these as the last words. */
    public void endObservations(Response last, long nowNanos) {
        if (observation != null) {
            observation.endAll(last, nowNanos);
        }
    }

    /** Answers a request, now or later. */
    public void handleRequest(IncomingRequest incoming, long nowNanos) {
        Request request = incoming.request();
        // RFC 7252 §5.8: "A request with an unrecognized or unsupported Method Code MUST generate a 4.05"
        if (request.code().number() >= Resource.METHODS) {
            incoming.respond(METHOD_NOT_ALLOWED, nowNanos);
            return;
        }
        Route route = tree.match(path, request.options());
        if (route == null) {
            incoming.respond(absent(request), nowNanos);
            return;
        }
        Handler handler = route.handler(request.code());
        if (handler == null) {
            incoming.respond(METHOD_NOT_ALLOWED, nowNanos);
            return;
        }
        IncomingRequest admitted = observation == null ? incoming : observation.admit(incoming, route, nowNanos);
        if (!dispatch(admitted, route, handler, nowNanos)) {
            counters.count(Counter.OVERLOADED);
            admitted.respond(OVERLOADED, nowNanos);
        }
    }

    /** Has a request handled; false where no worker is free. */
    boolean dispatch(IncomingRequest incoming, Route route, Handler handler, long nowNanos) {
        HandledRequest context = new HandledRequest(incoming, route, config);
        if (!route.resource().isDirect(config.direct())) {
            return workers.execute(new Work(context, handler));
        }
        handleDirect(context, handler, nowNanos);
        return true;
    }

    private static Response absent(Request request) {
        if (request.code() != Code.DELETE) {
            return NOT_FOUND;
        }
        // RFC 7252 §5.8.4: 2.02 "SHOULD be used on success or in case the resource did not exist before the request"
        return Preconditions.areFulfilled(request.options(), null) ? Response.deleted() : PRECONDITION_FAILED;
    }

    @SuppressWarnings("CatchingUnchecked")
    private void handleDirect(HandledRequest context, Handler handler, long nowNanos) {
        Code method = context.request().code();
        long started = config.watchdog().start();
        Reply reply = null;
        Throwable failure = null;
        try {
            reply = handler.handle(context);
        } catch (Throwable thrown) {
            failure = thrown;
        }
        config.watchdog().end(started, method, context.route());
        if (reply instanceof DeferredResponse deferred) {
            defer(context, deferred);
        } else {
            settle(context, (Response) reply, failure, nowNanos);
        }
    }

    /** Answers when the stage completes; called on any thread. */
    private void defer(HandledRequest context, DeferredResponse deferred) {
        try {
            deferred.stage().whenComplete((response, failure) -> hop(context, response, failure));
        } catch (RuntimeException refused) {
            hop(context, null, refused);
        }
    }

    private void hop(HandledRequest context, @Nullable Response response, @Nullable Throwable failure) {
        loop.execute(nowNanos -> settle(context, response, failure, nowNanos));
    }

    private void settle(
            HandledRequest context, @Nullable Response response, @Nullable Throwable failure, long nowNanos) {
        Response answer = response != null && failure == null
                ? Retrieval.finish(context.request(), response)
                : answerTo(context, failure, nowNanos);
        context.incoming().respond(answer, nowNanos);
    }

    private Response answerTo(HandledRequest context, @Nullable Throwable failure, long nowNanos) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ResponseException error) {
            return error.response();
        }
        counters.count(Counter.HANDLER_FAILURES);
        failures.report(context, cause == null ? new NullPointerException("no response") : cause, nowNanos);
        return FAILED;
    }

    /** A handler's run on a worker. */
    private final class Work implements Runnable {
        private final HandledRequest context;
        private final Handler handler;

        Work(HandledRequest context, Handler handler) {
            this.context = context;
            this.handler = handler;
        }

        @Override
        @SuppressWarnings("CatchingUnchecked")
        public void run() {
            Reply reply = null;
            Throwable failure = null;
            try {
                reply = handler.handle(context);
            } catch (Throwable thrown) {
                failure = thrown;
            }
            if (reply instanceof DeferredResponse deferred) {
                defer(context, deferred);
            } else {
                hop(context, (Response) reply, failure);
            }
        }
    }
}
