package dev.pipit.coap.observe;

import dev.pipit.coap.message.AssociationLostException;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.EndpointClosedException;
import dev.pipit.coap.message.ErrorResponseException;
import dev.pipit.coap.message.NotObservedException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
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
 * all but ENDED  the association is over  → lost; the pause is left out the first time          → WAITING
 * WAITING      the time is over           → finds out where the server is now                 → LOCATING
 * LOCATING     the address                → registers again, there                            → REGISTERING
 *              no way to it               → lost                                              → WAITING
 * any          close                      → deregisters                                       → ENDED
 * </pre>
 *
 * <p>Every registration has the same token, and the same options but for the entity-tag of the state at hand. Touched by
 * the endpoint's event loop alone.
 */
public final class ClientObservation extends Deadline {
    private static final long SECOND = 1_000_000_000L;

    private enum State {
        REGISTERING,
        OBSERVING,
        WAITING,
        LOCATING,
        ENDED
    }

    private final ObservationPath path;
    private final DeadlineQueue deadlines;
    private final RandomGenerator random;
    private final Request request;
    private final ObservedState observed;
    private final ObservationListener listener;
    private final NotificationOrder order = new NotificationOrder();
    private SendOptions options;
    private State state = State.WAITING;
    private boolean everRegistered;
    private boolean interrupted;
    private boolean stale;
    private final Pauses pauses;
    private long freshUntilNanos;
    private @Nullable Registration registration;
    private @Nullable Response unobserved; // a state without Observe, as long as its body is fetched

    /**
     * An observation, not started.
     *
     * @param request a GET or FETCH; the Observe option is added
     * @param options how each registration is sent; the token, where one is chosen, is kept
     */
    public ClientObservation(
            ObservationPath path,
            DeadlineQueue deadlines,
            RandomGenerator random,
            Request request,
            SendOptions options,
            ObservationListener listener) {
        this.path = path;
        this.deadlines = deadlines;
        this.random = random;
        this.pauses = new Pauses(random);
        this.request = request;
        this.options = options;
        this.listener = listener;
        this.observed = new ObservedState(path, request, options, new States());
    }

    /** Registers, or registers again (RFC 7641 §3.3.1), with the same token and options but for entity-tags. */
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
        RequestPort.OutgoingRequest sent = path.register(observed.registration(), options, begun, nowNanos);
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
        unobserved = null;
        observed.stop(nowNanos);
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
                handleFailure(failure, 0, nowNanos);
            }
        }
    }

    private void handleResponse(Response response, long nowNanos) {
        if (!response.isSuccess()) {
            registration = null;
            ErrorResponseException failure =
                    new ErrorResponseException("the server answered " + response.code(), response);
            if (response.code().isClientError()) {
                end(failure, nowNanos);
            } else {
                boolean says = response.code() == Code.SERVICE_UNAVAILABLE;
                handleFailure(failure, says ? response.maxAge() * SECOND : 0, nowNanos);
            }
            return;
        }
        if (response.options().has(StandardOptions.OBSERVE)) {
            handleNotification(response, nowNanos);
        } else {
            registration = null;
            unobserved = response;
            observed.handleNotification(response, nowNanos);
        }
    }

    private void handleNotification(Response response, long nowNanos) {
        if (!order.accept(response.options().uint(StandardOptions.OBSERVE, 0), nowNanos)) {
            return;
        }
        state = State.OBSERVING;
        pauses.reset();
        stale = false;
        freshUntilNanos = nowNanos + response.maxAge() * SECOND;
        deadlines.schedule(this, freshUntilNanos);
        if (interrupted) {
            interrupted = false;
            listener.onReregistered();
        }
        everRegistered = true;
        observed.handleNotification(response, nowNanos);
    }

    private final class States implements ObservedState.Output {
        @Override
        public void onState(Response whole, long nowNanos) {
            listener.onNotification(whole);
            Response only = unobserved;
            if (only != null && state != State.ENDED) {
                NotObservedException failure = new NotObservedException(
                        "the server does not let " + request.path() + " be observed, or not now");
                handleFailure(failure, only.maxAge() * SECOND, nowNanos);
            }
        }

        @Override
        public void onFailure(CoapException failure, long nowNanos) {
            handleFailure(failure, 0, nowNanos);
        }
    }

    private void handleFailure(CoapException failure, long leastPauseNanos, long nowNanos) {
        boolean lost = failure instanceof AssociationLostException;
        if (!everRegistered && !(lost && pauses.isShortest()) || failure instanceof EndpointClosedException) {
            end(failure, nowNanos);
            return;
        }
        // Whose association ended has a new one already, or is to begin one; only if that goes on there are pauses.
        boolean atOnce = lost && pauses.isShortest();
        long pauseNanos = pauses.next(leastPauseNanos);
        release(nowNanos);
        state = State.WAITING;
        interrupted = true;
        deadlines.schedule(this, atOnce ? nowNanos : nowNanos + pauseNanos);
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
        } else if (state == State.WAITING) {
            state = State.LOCATING;
            path.locate(new Whereabouts(), nowNanos);
        } else {
            register(nowNanos);
        }
    }

    private final class Whereabouts implements ObservationPath.Located {
        @Override
        public void at(boolean moved, long nowNanos) {
            if (state == State.LOCATING) {
                if (moved) {
                    listener.onServerMoved(path.address());
                }
                register(nowNanos);
            }
        }

        @Override
        public void failed(CoapException failure, long nowNanos) {
            if (state == State.LOCATING) {
                handleFailure(failure, 0, nowNanos);
            }
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
        boolean listed = state == State.REGISTERING || state == State.OBSERVING;
        release(nowNanos);
        end(null, nowNanos);
        if (proactively && listed) {
            // RFC 7641 §3.6: "All options MUST be identical to those in the registration request except for the set of
            // ETag Options"
            Request deregistration = request.withOptions(
                    request.options().with(StandardOptions.OBSERVE, 1L).without(StandardOptions.ETAG));
            path.register(deregistration, options, NOBODY, nowNanos);
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

    /** Until when the latest state is within its Max-Age. */
    long freshUntilNanos() {
        return freshUntilNanos;
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
