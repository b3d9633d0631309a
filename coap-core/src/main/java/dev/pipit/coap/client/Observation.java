package dev.pipit.coap.client;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.EndpointClosedException;
import dev.pipit.coap.message.ErrorResponseException;
import dev.pipit.coap.message.NotObservedException;
import dev.pipit.coap.message.RequestCancelledException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.observe.ObservationListener;
import dev.pipit.coap.transport.Binding;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A resource that a client observes (RFC 7641), until it is closed or the server ends it. Safe for use by any thread.
 *
 * <pre>{@code
 * try (Observation clock = client.observe("coap://host/clock", state -> log.info(state.text()))) {
 *     …
 * }
 * }</pre>
 */
public final class Observation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Observation.class);

    private final ObservationListener listener;
    private final Binding where;
    private volatile @Nullable Response latest;
    private volatile boolean over;
    private volatile boolean current;

    // The event loop's.
    private @Nullable Registration registration;
    private boolean passed;
    private boolean failed; // what the listener made of something

    Observation(ObservationListener listener, Binding where) {
        this.listener = listener;
        this.where = where;
    }

    /** The latest state; null before the first has come. Whether it is {@link #isCurrent} is another question. */
    public @Nullable Response latest() {
        return latest;
    }

    /** Whether the latest state is within its Max-Age and the client, as far as it knows, on the server's list. */
    public boolean isCurrent() {
        return current;
    }

    /** Whether the observation is over. */
    public boolean isOver() {
        return over;
    }

    /**
     * Ends the observation and tells the server so, with a GET or FETCH with Observe 1 (RFC 7641 §3.6). Does not wait.
     */
    @Override
    public void close() {
        close(true);
    }

    /** Ends the observation without a word: the server's next confirmable notification is answered with a Reset. */
    public void forget() {
        close(false);
    }

    private void close(boolean proactively) {
        boolean taken = where.execute(now -> {
            end(null);
            leave(proactively, now);
        });
        if (!taken) {
            current = false;
            over = true;
        }
    }

    private void leave(boolean proactively, long nowNanos) {
        Registration left = registration;
        registration = null;
        if (left != null) {
            left.close(proactively, nowNanos);
        }
    }

    // ---- by the client

    /** What the filters are to send is on its way to the endpoint: the first, or another attempt. On the event loop. */
    boolean begin(Registration next, long nowNanos) {
        if (over) {
            next.close(false, nowNanos);
            return false;
        }
        leave(true, nowNanos);
        registration = next;
        return true;
    }

    /** Waits for what the filters make of the first response. */
    @SuppressWarnings("FutureReturnValueIgnored") // its outcome goes to the listener
    void follow(CompletableFuture<Response> outcome) {
        outcome.whenComplete((response, failure) -> {
            if (where.inLoop()) {
                settle(response, failure);
            } else if (!where.execute(now -> settle(response, failure))) {
                end(new EndpointClosedException("the client is closed"));
            }
        });
    }

    private void settle(@Nullable Response response, @Nullable Throwable failure) {
        if (over) {
            return;
        }
        if (response == null) {
            refuse(asCoapException(failure));
        } else if (!response.isSuccess()) {
            refuse(new ErrorResponseException("the server answered " + response.code(), response));
        } else if (registration == null) {
            deliver(response);
            end(new NotObservedException("a filter answered instead of the server"));
        } else {
            passed = true;
            deliver(response);
            registration.catchUp();
        }
    }

    private void refuse(CoapException reason) {
        end(reason);
        // Later, as this may be called from within what the endpoint tells.
        if (!where.execute(now -> leave(true, now))) {
            registration = null;
        }
    }

    private static CoapException asCoapException(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return cause instanceof CoapException known
                ? known
                : new RequestCancelledException("a filter ended the observation: " + cause);
    }

    // ---- by its registration, on the event loop

    /** Whether the filters have let the first response through, and it was of this registration. */
    boolean isHearing(Registration one) {
        return passed && registration == one;
    }

    void deliver(Response state) {
        if (!over) {
            latest = state;
            current = true;
            tell(() -> listener.onNotification(state));
        }
    }

    void stale() {
        current = false;
        tell(listener::onStale);
    }

    void lost(CoapException reason) {
        current = false;
        tell(() -> listener.onLost(reason));
    }

    void serverMoved(InetSocketAddress server) {
        tell(() -> listener.onServerMoved(server));
    }

    void reregistered() {
        tell(listener::onReregistered);
    }

    void end(@Nullable CoapException reason) {
        if (!over) {
            current = false;
            over = true;
            tell(() -> listener.onEnd(reason));
        }
    }

    /** What the application makes of it must not keep a notification from being acknowledged, nor the end from coming. */
    private void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            if (failed) {
                LOG.debug("a listener of an observation failed again", e);
            } else {
                failed = true;
                LOG.warn("a listener of an observation failed", e);
            }
        }
    }
}
