package dev.pipit.coap.observe;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.EndpointClosedException;
import dev.pipit.coap.message.ErrorResponseException;
import dev.pipit.coap.message.NotObservedException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.timer.Deadline;
import dev.pipit.coap.timer.DeadlineQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One resource observed by a client (RFC 7641 §3), for as long as it takes.
 *
 * <pre>
 * REGISTERING  2.xx with Observe          → state reported                                    → OBSERVING
 *              2.xx without               → state reported; at first: not observed            → ENDED
 *                                           later: lost                                       → WAITING
 *              5.xx, or no response       → at first: failed → ENDED; later: lost             → WAITING
 *              4.xx                       → failed                                            → ENDED
 * OBSERVING    newer notification         → state reported
 *              older notification         → nothing
 *              Max-Age is over            → stale reported; 5 to 15 s later registers again   → REGISTERING
 *              4.xx, 5.xx                 → as above
 * WAITING      the time is over           → registers again                                   → REGISTERING
 * any          close                      → deregisters                                       → ENDED
 * </pre>
 *
 * <p>Every registration has the same token and options. Touched by the endpoint's event loop alone.
 */
public final class ClientObservation extends Deadline {
    private static final long SECOND = 1_000_000_000L;
    private static final long FIRST_PAUSE_NANOS = 5 * SECOND;
    private static final long LONGEST_PAUSE_NANOS = 300 * SECOND;

    private enum State {
        REGISTERING,
        OBSERVING,
        WAITING,
        ENDED
    }

    /** The way to the server. */
    @FunctionalInterface
    public interface Path {
        /** Sends a request there, wherever that is now. */
        RequestPort.OutgoingRequest send(
                Request request, SendOptions options, RequestPort.ResponseListener listener, long nowNanos);
    }

    private final Path path;
    private final DeadlineQueue deadlines;
    private final RandomGenerator random;
    private final Request request;
    private final ObservationListener listener;
    private final NotificationOrder order = new NotificationOrder();
    private SendOptions options;
    private State state = State.WAITING;
    private boolean everRegistered;
    private boolean interrupted;
    private boolean stale;
    private long pauseNanos = FIRST_PAUSE_NANOS;
    private @Nullable Registration registration;
    private @Nullable Whole fetching;

    /**
     * An observation, not started.
     *
     * @param request a GET or FETCH; the Observe option is added
     * @param options how each registration is sent; the token, where one is chosen, is kept
     */
    public ClientObservation(
            Path path,
            DeadlineQueue deadlines,
            RandomGenerator random,
            Request request,
            SendOptions options,
            ObservationListener listener) {
        this.path = path;
        this.deadlines = deadlines;
        this.random = random;
        this.request = request.withOptions(request.options().with(StandardOptions.OBSERVE, 0L));
        this.options = options;
        this.listener = listener;
    }

    /** Registers, or registers again (RFC 7641 §3.3.1), with the same token and options. */
    public void register(long nowNanos) {
        if (state == State.ENDED) {
            return;
        }
        release(nowNanos);
        state = State.REGISTERING;
        // What was heard before is out of date; a server that has started anew counts from anywhere.
        order.reset();
        Registration begun = new Registration();
        registration = begun;
        RequestPort.OutgoingRequest sent = path.send(request, options, begun, nowNanos);
        if (registration == begun) {
            begun.outgoing = sent;
            Token token = sent.token();
            if (token != null) {
                options = options.withToken(token);
            }
        }
    }

    private void release(long nowNanos) {
        Registration before = registration;
        registration = null;
        deadlines.cancel(this);
        if (before != null && before.outgoing != null) {
            before.outgoing.cancel(nowNanos);
        }
    }

    /** One registration: what comes for an earlier one is not heard. */
    private final class Registration implements RequestPort.ResponseListener {
        private RequestPort.@Nullable OutgoingRequest outgoing;

        @Override
        public boolean takesNotifications() {
            return true;
        }

        @Override
        public void onResponse(Response response, long nowNanos) {
            if (registration == this) {
                handleResponse(response, nowNanos);
            }
        }

        @Override
        public void onFailure(CoapException failure, long nowNanos) {
            if (registration == this) {
                registration = null;
                handleFailure(failure, FIRST_PAUSE_NANOS, nowNanos);
            }
        }
    }

    private void handleResponse(Response response, long nowNanos) {
        if (!response.isSuccess()) {
            registration = null;
            ErrorResponseException failure =
                    new ErrorResponseException("the server answered " + response.code(), response);
            if (response.code().number() >> 5 == 4) {
                end(failure, nowNanos);
            } else {
                boolean says = response.code() == Code.SERVICE_UNAVAILABLE;
                handleFailure(failure, says ? response.maxAge() * SECOND : FIRST_PAUSE_NANOS, nowNanos);
            }
            return;
        }
        if (!response.options().has(StandardOptions.OBSERVE)) {
            registration = null;
            listener.onNotification(response);
            if (state != State.ENDED) {
                NotObservedException failure = new NotObservedException(
                        "the server does not let " + request.path() + " be observed, or not now");
                handleFailure(failure, response.maxAge() * SECOND, nowNanos);
            }
            return;
        }
        handleNotification(response, nowNanos);
    }

    private void handleNotification(Response response, long nowNanos) {
        if (!order.accept(response.options().uint(StandardOptions.OBSERVE, 0), nowNanos)) {
            return;
        }
        state = State.OBSERVING;
        pauseNanos = FIRST_PAUSE_NANOS;
        stale = false;
        deadlines.schedule(this, nowNanos + response.maxAge() * SECOND);
        if (interrupted) {
            interrupted = false;
            listener.onReregistered();
        }
        everRegistered = true;
        Block block = response.options().getOrNull(StandardOptions.BLOCK2);
        if (block != null && block.more()) {
            fetchWhole(nowNanos);
        } else {
            fetching = null;
            listener.onNotification(response);
        }
    }

    // RFC 7959 §2.6: a notification has the first block only. The whole is fetched from the start, as a body of its own
    // (with its entity-tag all through), which costs that block once more and never mixes two states.
    private void fetchWhole(long nowNanos) {
        Whole whole = new Whole();
        fetching = whole;
        Request retrieval = request.withOptions(
                request.options().without(StandardOptions.OBSERVE).without(StandardOptions.ETAG));
        path.send(retrieval, options.withToken(null), whole, nowNanos);
    }

    /** The body of the latest notification; where a newer one has come meanwhile, nobody waits for it. */
    private final class Whole implements RequestPort.ResponseListener {
        @Override
        public void onResponse(Response response, long nowNanos) {
            if (fetching != this || state == State.ENDED) {
                return;
            }
            fetching = null;
            if (response.isSuccess()) {
                listener.onNotification(response);
            }
        }

        @Override
        public void onFailure(CoapException failure, long nowNanos) {
            if (fetching == this && state == State.OBSERVING) {
                fetching = null;
                release(nowNanos);
                handleFailure(failure, FIRST_PAUSE_NANOS, nowNanos);
            }
        }
    }

    private void handleFailure(CoapException failure, long leastPauseNanos, long nowNanos) {
        if (!everRegistered || failure instanceof EndpointClosedException) {
            end(failure, nowNanos);
            return;
        }
        state = State.WAITING;
        interrupted = true;
        // Not all clients of a server that was away come back at the same moment.
        long pause = Math.max(leastPauseNanos, pauseNanos);
        deadlines.schedule(this, nowNanos + pause / 2 + (long) (random.nextDouble() * pause));
        pauseNanos = Math.min(pauseNanos * 2, LONGEST_PAUSE_NANOS);
        listener.onLost(failure);
    }

    @Override
    protected void expire(long nowNanos) {
        if (state == State.OBSERVING && !stale) {
            // RFC 7641 §3.3.1: the client "SHOULD wait for a random amount of time between 5 and 15 seconds after
            // Max-Age expires to reduce collisions with other clients"
            stale = true;
            interrupted = true;
            deadlines.schedule(this, nowNanos + 5 * SECOND + (long) (random.nextDouble() * 10 * SECOND));
            listener.onStale();
        } else {
            register(nowNanos);
        }
    }

    /**
     * Ends the observation; the listener hears it.
     *
     * @param proactively whether the server is told now, by a request with Observe 1 (RFC 7641 §3.6); else its next
     *     confirmable notification is answered with a Reset
     */
    public void close(boolean proactively, long nowNanos) {
        if (state == State.ENDED) {
            return;
        }
        boolean listed = state != State.WAITING;
        release(nowNanos);
        end(null, nowNanos);
        if (proactively && listed) {
            // RFC 7641 §3.6: "All options MUST be identical to those in the registration request except for the set of
            // ETag Options"
            Request deregistration = request.withOptions(
                    request.options().with(StandardOptions.OBSERVE, 1L).without(StandardOptions.ETAG));
            path.send(deregistration, options, NOBODY, nowNanos);
        }
    }

    private void end(@Nullable CoapException reason, long nowNanos) {
        state = State.ENDED;
        release(nowNanos);
        listener.onEnd(reason);
    }

    /** Ends the observation because the endpoint does. */
    public void fail(CoapException reason, long nowNanos) {
        if (state != State.ENDED) {
            end(reason, nowNanos);
        }
    }

    /** Whether the server has, as far as is known, this client on its list. */
    public boolean isObserving() {
        return state == State.OBSERVING;
    }

    /** Whether it is over. */
    public boolean isEnded() {
        return state == State.ENDED;
    }

    private static final RequestPort.ResponseListener NOBODY = new RequestPort.ResponseListener() {
        @Override
        public void onResponse(Response response, long nowNanos) {}

        @Override
        public void onFailure(CoapException failure, long nowNanos) {}
    };
}
