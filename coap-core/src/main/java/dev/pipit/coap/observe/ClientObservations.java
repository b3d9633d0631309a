package dev.pipit.coap.observe;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.option.OptionNumber;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.timer.DeadlineQueue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What the client of one endpoint observes: one registration for each target resource, however many listeners it has.
 * Touched by the endpoint's event loop alone.
 */
public final class ClientObservations {
    private final DeadlineQueue deadlines;
    private final RandomGenerator random;
    private final Map<Key, SharedObservation> shared = new HashMap<>();

    /** What makes targets the same: RFC 7641 §3.1, "all options in the request that are part of the Cache-Key". */
    record Key(Object server, Request request) {}

    /** No observations. */
    public ClientObservations(DeadlineQueue deadlines, RandomGenerator random) {
        this.deadlines = deadlines;
        this.random = random;
    }

    /**
     * Observes a resource. Where it is observed already, the listener joins, and hears the latest state at once if
     * that is current; the request and options of the first stay.
     */
    public ObservationShare observe(
            ObservationPath path, Request request, SendOptions options, ObservationListener listener, long nowNanos) {
        // RFC 7641 §3.1: "A client MUST aggregate such requests and MUST NOT register more than once for the same
        // target resource."
        Request target = request.withOptions(request.options()
                .filter(number -> number != StandardOptions.OBSERVE.number()
                        && number != StandardOptions.ETAG.number()
                        && !OptionNumber.isNoCacheKey(number)));
        Key key = new Key(path.server(), target);
        SharedObservation existing = shared.get(key);
        if (existing != null) {
            return existing.join(listener, nowNanos);
        }
        SharedObservation begun = new SharedObservation(() -> shared.remove(key));
        shared.put(key, begun);
        ObservationShare share = begun.join(listener, nowNanos);
        begun.start(new ClientObservation(path, deadlines, random, request, options, begun), nowNanos);
        return share;
    }

    /** Ends every observation. */
    public void failAll(CoapException reason, long nowNanos) {
        List.copyOf(shared.values()).forEach(each -> each.fail(reason, nowNanos));
    }

    /** How many resources are observed. */
    public int size() {
        return shared.size();
    }
}
