package dev.pipit.coap.blockwise;

import dev.pipit.coap.body.BodySink;
import dev.pipit.coap.body.BodySource;
import dev.pipit.coap.body.Progress;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.port.RequestPort;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Hears what came of a request whose bodies stream: given to {@link BlockwiseClient#send} in place of a plain listener.
 * Exactly one of {@link #onResponse}, {@link #onFailure} and a sink of {@link #onHead} is the end.
 */
public interface TransferListener extends RequestPort.ResponseListener {
    /**
     * Where the request's body comes from; null where it is the payload. It is closed when it is no longer needed, whatever
     * happens.
     */
    default @Nullable BodySource requestBody() {
        return null;
    }

    /** Where to go on with the response's body; null for its start. */
    default @Nullable Resumption resumption() {
        return null;
    }

    /**
     * A response of success has begun.
     *
     * @param head the response without its body, and without what spoke of blocks
     * @param length the length of the whole body, where the server has told it
     * @return where its body goes; null to have it in memory and all reported at once. With a sink, all that follows is
     *     told to it, failures too: this listener hears nothing more.
     */
    default @Nullable BodySink onHead(Response head, OptionalLong length, long nowNanos) {
        return null;
    }

    /** So much of the request's body is confirmed; later, so much of the response's body is there. */
    default void onProgress(Progress progress, long nowNanos) {}

    /**
     * A place in a body to go on from.
     *
     * @param offset in bytes
     * @param tag of the representation whose beginning is there already; with another one nothing is to be had
     */
    record Resumption(long offset, EntityTag tag) {
        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException if the offset is negative
         */
        public Resumption {
            if (offset < 0) {
                throw new IllegalArgumentException("offset: " + offset + " (expected: at least 0)");
            }
        }
    }
}
