package dev.pipit.coap.client;

import dev.pipit.coap.message.Response;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Stands between the application and the network: sees each call, may change it, answer it itself, send it again, and
 * change its response. Called on the thread that sends, or where the filter before calls {@link Next#send}; what is
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
