package dev.pipit.coap.client;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.observe.ObservationListener;
import dev.pipit.coap.observe.ObservationShare;
import dev.pipit.coap.transport.Binding;
import org.jspecify.annotations.Nullable;

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
    private final ObservationListener listener;
    private volatile @Nullable Response latest;
    private volatile boolean over;
    private volatile boolean current;

    // The event loop's, but for the binding, which is set before the observation.
    private volatile @Nullable Binding binding;
    private @Nullable ObservationShare observation;

    Observation(ObservationListener listener) {
        this.listener = listener;
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
        Binding where = binding;
        if (where == null || !where.execute(now -> closeOnLoop(proactively, now))) {
            current = false;
            over = true;
        }
    }

    private void closeOnLoop(boolean proactively, long nowNanos) {
        if (observation != null) {
            observation.close(proactively, nowNanos);
        } else if (!over) {
            over = true;
            listener.onEnd(null);
        }
    }

    /** The way to the server is known; called before {@link #start}. */
    void bound(Binding where) {
        binding = where;
    }

    /** Registers; called on the event loop. */
    void start(Starter starter) {
        if (over) {
            return;
        }
        observation = starter.start(new Listener());
    }

    /** Registers with the endpoint. */
    @FunctionalInterface
    interface Starter {
        ObservationShare start(ObservationListener listener);
    }

    /** No registration could be sent. */
    void fail(CoapException failure) {
        if (!over) {
            over = true;
            listener.onEnd(failure);
        }
    }

    private final class Listener implements ObservationListener {
        @Override
        public void onNotification(Response state) {
            latest = state;
            current = true;
            listener.onNotification(state);
        }

        @Override
        public void onStale() {
            current = false;
            listener.onStale();
        }

        @Override
        public void onLost(CoapException reason) {
            current = false;
            listener.onLost(reason);
        }

        @Override
        public void onReregistered() {
            listener.onReregistered();
        }

        @Override
        public void onEnd(@Nullable CoapException reason) {
            current = false;
            over = true;
            listener.onEnd(reason);
        }
    }
}
