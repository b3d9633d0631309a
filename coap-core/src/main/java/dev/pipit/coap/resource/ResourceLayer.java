package dev.pipit.coap.resource;

import dev.pipit.coap.body.Execution;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.Counters;
import dev.pipit.coap.freshness.Challenges;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Reply;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.observe.ObserveLayer;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.RequestPort;
import java.util.OptionalLong;
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
 * <tr><td>a method that has to be fresh, of a request that is not</td><td>4.01 with Echo</td></tr>
 * <tr><td>the workers have no room</td><td>5.03 with Max-Age</td></tr>
 * <tr><td>the handler responds, now or later</td><td>that; or 2.03 or 4.06 (see {@link Resource})</td></tr>
 * <tr><td>it throws {@link ResponseException}</td><td>the exception's response</td></tr>
 * <tr><td>it throws anything else, or gives null or a body that cannot be read</td><td>5.00, and a line in the log</td></tr>
 * </table>
 *
 * <p>A direct handler's response is given before {@link #handleRequest} returns. Everything else comes back through the
 * {@link Loop}.
 */
public final class ResourceLayer {
    private static final Response NOT_FOUND = Response.of(Code.NOT_FOUND);
    private static final Response UNAUTHORIZED = Response.of(Code.UNAUTHORIZED);
    private static final Response METHOD_NOT_ALLOWED = Response.of(Code.METHOD_NOT_ALLOWED);
    private static final Response PRECONDITION_FAILED = Response.of(Code.PRECONDITION_FAILED);
    private static final Response OVERLOADED =
            Response.error(Code.SERVICE_UNAVAILABLE, "overloaded").maxAge(5);

    private final ResourceTree tree;
    private final ResourceConfig config;
    private final Workers workers;
    private final Loop loop;
    private final Counters counters;
    private final RequestPath path = new RequestPath();
    private final Execution execution;
    private final Replies replies;
    private @Nullable Observation observation;
    private @Nullable Challenges challenges;

    /** A layer that serves a tree; the counters are those of the endpoint. */
    public ResourceLayer(ResourceTree tree, ResourceConfig config, Workers workers, Loop loop, Counters counters) {
        this.tree = tree;
        this.config = config;
        this.workers = workers;
        this.loop = loop;
        this.counters = counters;
        this.execution = new LayerExecution(loop, workers);
        this.replies = new Replies(loop, execution, counters);
    }

    /** Lets resources be observed through this endpoint's list of observers; without, Observe is ignored. */
    public void observers(ObserveLayer layer) {
        observation = new Observation(layer, loop, this);
    }

    /** Asks for fresh requests with these; without, a method that has to be fresh is answered 4.01 and no more. */
    public void challenges(Challenges value) {
        challenges = value;
    }

    /** Ends every observation, with these as the last words. */
    public void endObservations(Response last, long nowNanos) {
        if (observation != null) {
            observation.endAll(last, nowNanos);
        }
    }

    /** Answers a request, now or later. */
    public void handleRequest(IncomingRequest incoming, long nowNanos) {
        Route route = route(incoming, nowNanos);
        Handler handler =
                route == null ? null : route.handler(incoming.request().code());
        if (route != null && handler != null) {
            IncomingRequest admitted = observation == null ? incoming : observation.admit(incoming, route, nowNanos);
            dispatchOrRefuse(admitted, route, handler, nowNanos);
        }
    }

    /**
     * Says how the body of a request is to be taken of which one block is there, or refuses it already: 4.04, 4.05, 4.12
     * and 4.15 need no body. Where a filter stands before the handler, it is to see the request first, and what is wrong
     * beyond path and method shows when the body is complete.
     */
    public void admit(IncomingRequest block, RequestPort.Admission admission, long nowNanos) {
        Route route = route(block, nowNanos);
        if (route == null) {
            return;
        }
        Block block1 = block.request().options().getOrNull(StandardOptions.BLOCK1);
        GuardedHandler guard = route.guard(block.request().code());
        if (route.resource().isBlockByBlock()) {
            admission.takeAlone(nowNanos);
        } else if (route.resource().isStreamed(block.request().code())) {
            stream(block, admission, route, nowNanos);
        } else if (guard == null || block1 == null || block1.number() > 0 || !block1.more()) {
            admission.takeWhole(nowNanos);
        } else {
            Examination examination = new Examination(block, admission);
            if (guard.asksForTarget(block.request())) {
                dispatchOrRefuse(examination, route, examination.by(guard), nowNanos);
            } else {
                handleDirect(new HandledRequest(examination, route, config), examination.by(guard), nowNanos);
            }
        }
    }

    /** Has a request handled whose body comes in meanwhile. */
    private void stream(IncomingRequest block, RequestPort.Admission admission, Route route, long nowNanos) {
        Long announced = block.request().options().getOrNull(StandardOptions.SIZE1);
        GatedBody body =
                new GatedBody(execution, announced == null ? OptionalLong.empty() : OptionalLong.of(announced));
        IncomingRequest incoming = admission.takeAsStream(body, route.resource().maxStreamBytes(), nowNanos);
        Handler handler = route.handler(block.request().code());
        if (incoming != null && handler != null) {
            HandledRequest context = new HandledRequest(incoming, route, config, body);
            if (!workers.execute(new Work(context, handler))) {
                overloaded(incoming, nowNanos);
            }
        }
    }

    /** The route to the handler for a request; null where there is none, and then the request is answered. */
    private @Nullable Route route(IncomingRequest incoming, long nowNanos) {
        Request request = incoming.request();
        // RFC 7252 §5.8: "A request with an unrecognized or unsupported Method Code MUST generate a 4.05"
        if (request.code().number() >= Resource.METHODS) {
            incoming.respond(METHOD_NOT_ALLOWED, nowNanos);
            return null;
        }
        Route route = tree.match(path, request.options());
        if (route == null) {
            incoming.respond(absent(request), nowNanos);
            return null;
        }
        if (route.handler(request.code()) == null) {
            incoming.respond(METHOD_NOT_ALLOWED, nowNanos);
            return null;
        }
        if (!isFreshEnough(incoming, route)) {
            challenge(incoming, nowNanos);
            return null;
        }
        return route;
    }

    private void dispatchOrRefuse(IncomingRequest incoming, Route route, Handler handler, long nowNanos) {
        if (!dispatch(incoming, route, handler, nowNanos)) {
            overloaded(incoming, nowNanos);
        }
    }

    private void overloaded(IncomingRequest incoming, long nowNanos) {
        counters.count(Counter.OVERLOADED);
        incoming.respond(OVERLOADED, nowNanos);
    }

    private boolean isFreshEnough(IncomingRequest incoming, Route route) {
        Code method = incoming.request().code();
        long byResource = route.resource().fresh().maxAgeNanos(method);
        long maxAge = byResource == 0 ? config.fresh().maxAgeNanos(method) : byResource;
        // RFC 9175 §2.3: "(t1 - t0) < T"
        return maxAge == 0 || incoming.ageNanos() < maxAge;
    }

    // RFC 9175 §2.3: where freshness cannot be verified, "the server MUST NOT process the request further and SHOULD
    // send a 4.01 (Unauthorized) response with an Echo option"
    private void challenge(IncomingRequest incoming, long nowNanos) {
        counters.count(Counter.CHALLENGES_SENT);
        incoming.respond(
                challenges == null
                        ? UNAUTHORIZED
                        : challenges.challenge(incoming.peer().peer(), nowNanos),
                nowNanos);
    }

    /** Has a request handled; false where no worker is free. */
    boolean dispatch(IncomingRequest incoming, Route route, Handler handler, long nowNanos) {
        HandledRequest context = new HandledRequest(incoming, route, config);
        Resource resource = route.resource();
        if (!resource.isDirect(config.direct())
                || resource.isStreamed(incoming.request().code())) {
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
        replies.give(context, reply, failure, nowNanos);
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
            replies.bring(context, reply, failure);
        }
    }
}
