package dev.pipit.coap.dtls;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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
