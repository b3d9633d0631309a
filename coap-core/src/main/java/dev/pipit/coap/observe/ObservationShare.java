package dev.pipit.coap.observe;

/** One listener's part in an observation. Touched by the endpoint's event loop alone. */
public final class ObservationShare {
    private final SharedObservation observation;
    private final ObservationListener listener;

    ObservationShare(SharedObservation observation, ObservationListener listener) {
        this.observation = observation;
        this.listener = listener;
    }

    /**
     * Ends it; the listener hears that. With its last listener the observation ends.
     *
     * @param proactively as for {@link ClientObservation#close}
     */
    public void close(boolean proactively, long nowNanos) {
        observation.leave(this, proactively, nowNanos);
    }

    ObservationListener listener() {
        return listener;
    }
}
