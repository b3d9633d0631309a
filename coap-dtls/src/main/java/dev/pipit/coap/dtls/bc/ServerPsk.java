package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.PskStore;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bouncycastle.tls.TlsPSKIdentityManager;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.jspecify.annotations.Nullable;

/** The pre-shared key of one handshake on the server's side (RFC 4279 §2). On the handshake's thread. */
final class ServerPsk implements TlsPSKIdentityManager {
    private static final int UNKNOWN_KEY_BYTES = 16;

    private final TlsCrypto crypto;
    private final PskStore store;
    private final byte @Nullable [] hint;
    private final long patienceNanos;
    private final StoreLog failures;
    private final Runnable onUse;
    private String name = "";
    private byte[] mark = {};

    /**
     * For one handshake.
     *
     * @param onUse called when a key is used
     */
    ServerPsk(TlsCrypto crypto, DtlsConfig config, PskStore store, StoreLog failures, Runnable onUse) {
        this.crypto = crypto;
        this.store = store;
        this.hint = config.pskHint()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .orElse(null);
        this.patienceNanos = config.limits().handshakeTimeout().toNanos();
        this.failures = failures;
        this.onUse = onUse;
    }

    /** The client's identity, when the handshake is done. */
    String name() {
        return name;
    }

    /** Stands for the key that was used. */
    byte[] mark() {
        return mark;
    }

    @Override
    public byte @Nullable [] getHint() {
        return hint;
    }

    /** The key, in an array that the caller may overwrite. */
    @Override
    public byte[] getPSK(byte[] identity) {
        onUse.run();
        // RFC 4279 §2: who "wishes to hide the fact that the PSK identity was not known" may "continue the protocol as
        // if the PSK identity existed but the key was incorrect"
        // and that has to take as long as well.
        byte[] unknown = crypto.createNonceGenerator(identity).generateNonce(UNKNOWN_KEY_BYTES);
        byte[] key = find(identity).orElse(unknown).clone();
        mark = HandshakeSecrets.mark(key, name);
        return key;
    }

    private Optional<byte[]> find(byte[] identity) {
        try {
            name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(identity))
                    .toString();
            return lookUp(name);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Whether a client with this identity still has the key that the mark is of. */
    boolean accepts(String identity, byte[] markOfSession) {
        name = identity;
        return lookUp(identity)
                .filter(key -> MessageDigest.isEqual(HandshakeSecrets.mark(key, identity), markOfSession))
                .isPresent();
    }

    private Optional<byte[]> lookUp(String identity) {
        try {
            return store.keyLater(identity).toCompletableFuture().get(patienceNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            failures.report("the PSK store", e);
        }
        return Optional.empty();
    }
}
