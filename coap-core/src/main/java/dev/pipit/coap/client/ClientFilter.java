package dev.pipit.coap.client;

import dev.pipit.coap.message.Response;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Stands between the application and the network: sees each call, may change it, answer it itself, send it again, and
 * change its response.
 *
 * <p>Of an observation (RFC 7641) it sees the registration, a call with Observe 0, and its first response, once: what it
 * changes of the request holds for later registrations too, as these have the same options (§3.3.1). Its response is the
 * first state that the application hears; an error, or no response, ends the observation. Later notifications do not
 * pass through filters.
 *
 * <p>Called on the thread that sends, or where the filter before calls {@link Next#send}; what is
 * hung on the future runs on the event loop and must not block.
 */
@FunctionalInterface
public interface ClientFilter {
    /** Gives the response to a call, mostly that of {@code next}. */
    CompletableFuture<Response> filter(ClientCall call, Next next);

    /** The rest of the way. */
    @FunctionalInterface
    interface Next {
        /** Sends a call on. */
        CompletableFuture<Response> send(ClientCall call);

        /**
         * Runs a task on the client's event loop after a while; it must not block. Where the client is closed in the
         * meantime it runs then, on the closing thread, so that what it sends fails.
         *
         * @throws UnsupportedOperationException if this is not the way of a {@link CoapClient}
         */
        default void later(Duration delay, Runnable task) {
            throw new UnsupportedOperationException("no event loop to wait on");
        }
    }
}
