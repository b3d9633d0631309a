package dev.pipit.coap.port;

import dev.pipit.coap.message.Response;
import org.jspecify.annotations.Nullable;

/** Makes two of a response that would go whole: a first block, and what is kept to be fetched (RFC 7959 §2.4). */
@FunctionalInterface
public interface Slicing {
    /**
     * The first block of a response that has no Block2 option.
     *
     * @param maxBytes how long the message with the block may be
     * @return null where there is none that is so short, or no room to keep the rest
     */
    @Nullable
    Response firstBlock(Response whole, int maxBytes, long nowNanos);
}
