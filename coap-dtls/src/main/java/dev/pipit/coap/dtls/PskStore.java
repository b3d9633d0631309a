package dev.pipit.coap.dtls;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Where a server finds the pre-shared keys of its clients. Asked once for each handshake, by several threads at a time,
 * which are not those of the event loop: it may block, for as long as a client waits for an answer.
 */
@FunctionalInterface
public interface PskStore {
    /**
     * The key of an identity; empty where it is not known. What it throws counts as not known.
     *
     * @param identity what the client says to be, 1-128 bytes of UTF-8 (RFC 4279 §5.1, §5.3)
     */
    Optional<byte[]> key(String identity);

    /**
     * The same, for a store that answers later. A handshake waits for it as long as it may take itself ({@link
     * DtlsLimits#handshakeTimeout}); no answer by then, and a failure, count as not known. By default it is {@link #key}.
     *
     * @param identity as above
     */
    default CompletionStage<Optional<byte[]>> keyLater(String identity) {
        return CompletableFuture.completedFuture(key(identity));
    }

    /**
     * A store that answers later, as a database does that is asked without blocking.
     *
     * @param lookUp gives the key of an identity; called on the handshake's thread
     */
    static PskStore async(Function<String, ? extends CompletionStage<Optional<byte[]>>> lookUp) {
        return new PskStore() {
            @Override
            public Optional<byte[]> key(String identity) {
                return keyLater(identity).toCompletableFuture().join();
            }

            @Override
            public CompletionStage<Optional<byte[]>> keyLater(String identity) {
                return lookUp.apply(identity);
            }
        };
    }

    /**
     * A store with these keys.
     *
     * @throws IllegalArgumentException if an identity or a key is not one
     */
    static PskStore of(Map<String, byte[]> keys) {
        Map<String, byte[]> copies = new HashMap<>();
        keys.forEach((identity, key) -> copies.put(PskCredential.checkIdentity(identity), PskCredential.copy(key)));
        return identity -> Optional.ofNullable(copies.get(identity));
    }
}
