package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.HandshakeFailedException;
import dev.pipit.coap.dtls.PskCredential;
import dev.pipit.coap.dtls.PskSelector;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import org.bouncycastle.tls.TlsPSKIdentity;
import org.jspecify.annotations.Nullable;

/** The pre-shared key of one handshake on the client's side (RFC 4279 §2). On the handshake's thread. */
final class ClientPsk implements TlsPSKIdentity {
    private final PskSelector selector;
    private final String host;
    private final int port;
    private final Runnable onUse;
    private @Nullable PskCredential credential;

    /**
     * For one handshake.
     *
     * @param onUse called when a key is used
     */
    ClientPsk(PskSelector selector, String host, int port, Runnable onUse) {
        this.selector = selector;
        this.host = host;
        this.port = port;
        this.onUse = onUse;
    }

    /** The identity, when the handshake is done. */
    String name() {
        return Objects.requireNonNull(credential).identity();
    }

    /** Stands for the key that was used. */
    byte[] mark() {
        PskCredential used = Objects.requireNonNull(credential);
        return HandshakeSecrets.mark(used.key(), used.identity());
    }

    /** Whether the key for the server is the one that the mark is of. */
    boolean accepts(byte[] markOfSession) {
        credential = selector.select(host, port, "").orElse(null);
        return credential != null && MessageDigest.isEqual(mark(), markOfSession);
    }

    @Override
    public void skipIdentityHint() {
        select("");
    }

    @Override
    public void notifyIdentityHint(byte[] hint) {
        // RFC 4279 §5.1: hints are in UTF-8; what is not only makes for a hint that nobody knows
        select(new String(hint, StandardCharsets.UTF_8));
    }

    private void select(String hint) {
        credential = selector.select(host, port, hint)
                .orElseThrow(() -> new HandshakeFailedException("no pre-shared key for " + host + ", port " + port
                        + (hint.isEmpty() ? "" : ", hint \"" + hint + "\"") + " (expected: one from the PskSelector)"));
    }

    @Override
    public byte[] getPSKIdentity() {
        return name().getBytes(StandardCharsets.UTF_8);
    }

    /** The key, in an array that the caller may overwrite. */
    @Override
    public byte[] getPSK() {
        // From here on it is up to the server to show that it has the same key.
        onUse.run();
        return Objects.requireNonNull(credential).key();
    }
}
