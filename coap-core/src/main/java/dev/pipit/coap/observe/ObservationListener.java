package dev.pipit.coap.observe;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Response;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Hears what comes of observing a resource, on the client's event loop: it must not block.
 *
 * <p>The order is: {@link #onNotification} for each state, newest only; between them perhaps {@link #onStale} or {@link
 * #onLost}, then perhaps {@link #onServerMoved}, then {@link #onReregistered}; at last {@link #onEnd}, once.
 */
@FunctionalInterface
public interface ObservationListener {
    /** A new state of the resource: a 2.xx response. */
    void onNotification(Response state);

    /**
     * Max-Age of the latest state is over without another: it is not current any more (RFC 7641 §3.3.1). The client
     * registers again within some seconds.
     */
    default void onStale() {}

    /**
     * The observation is interrupted: no answer, a Reset, a server error, another identity. The client goes on trying
     * to register again, with growing intervals.
     */
    default void onLost(CoapException reason) {}

    /**
     * The host name of the server leads to another address now; the client registers again there. Found out before
     * registering again after {@link #onLost}.
     */
    default void onServerMoved(InetSocketAddress server) {}

    /** The server has the client on its list again, after {@link #onStale} or {@link #onLost}. */
    default void onReregistered() {}

    /**
     * The observation is over.
     *
     * @param reason null where the application ended it; {@link dev.pipit.coap.message.ErrorResponseException} for an
     *     error response, {@link dev.pipit.coap.message.NotObservedException} where the server does not let this
     *     resource be observed, and has answered with its state alone; otherwise why there was no registration at all
     */
    default void onEnd(@Nullable CoapException reason) {}
}
