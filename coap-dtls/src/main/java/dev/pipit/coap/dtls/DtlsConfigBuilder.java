package dev.pipit.coap.dtls;

import dev.pipit.coap.dtls.association.ConnectionIds;
import dev.pipit.coap.dtls.key.RawKeyCredential;
import dev.pipit.coap.dtls.key.TrustAnchors;
import dev.pipit.coap.dtls.key.TrustedKeys;
import dev.pipit.coap.dtls.key.X509Credential;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Builds a {@link DtlsConfig}. Not safe for use by several threads. */
public final class DtlsConfigBuilder {
    private static final int P256_BITS = 256;

    @Nullable
    PskSelector psk;

    @Nullable
    String pskHint;

    final List<X509Credential> moreCertificates = new ArrayList<>();
    int maxFragment;

    @Nullable
    PskStore pskStore;

    @Nullable
    X509Credential certificate;

    @Nullable
    TrustAnchors trust;

    @Nullable
    RawKeyCredential rawKey;

    @Nullable
    TrustedKeys rawPublicKeys;

    ClientAuthentication clientAuthentication = ClientAuthentication.REQUIRED;

    @Nullable
    List<CipherSuite> cipherSuites;

    DtlsLimits limits = DtlsLimits.DEFAULT;
    SessionLimits sessionLimits = SessionLimits.DEFAULT;

    @Nullable
    SessionFile sessionFile;

    @Nullable
    Path keyLog;

    @Nullable
    Integer connectionIdBytes;

    boolean connectionIds = true;

    DtlsConfigBuilder() {}

    /**
     * Gives a client its pre-shared key.
     *
     * @param identity 1-128 bytes in UTF-8
     * @param key 1-128 bytes; copied
     * @throws IllegalArgumentException if one is not that long
     */
    public DtlsConfigBuilder psk(String identity, byte[] key) {
        psk = new PskCredential(identity, key);
        return this;
    }

    /** Gives a client its pre-shared keys, of which each server has one of its own. */
    public DtlsConfigBuilder psk(PskSelector selector) {
        psk = selector;
        return this;
    }

    /**
     * Has a server send a hint, by which its clients may choose identity and key (RFC 4279 §5.2). It goes out in the clear.
     * Most clients need none, and RFC 4279 recommends none where nobody has agreed on its meaning.
     *
     * @param hint 1-128 bytes in UTF-8
     * @throws IllegalArgumentException if it is not that long
     */
    public DtlsConfigBuilder pskHint(String hint) {
        pskHint = PskCredential.checkHint(hint);
        return this;
    }

    /** Tells a server where to find the keys of its clients. */
    public DtlsConfigBuilder pskStore(PskStore store) {
        pskStore = store;
        return this;
    }

    /**
     * Gives a server its certificate, or a client the one that it shows when the server asks.
     *
     * @param credential with a key on P-256 (RFC 7252 §9.1.3.3)
     * @throws IllegalArgumentException if the key is another one
     */
    public DtlsConfigBuilder certificate(X509Credential credential) {
        requireP256(credential, credential.chain().get(0).getPublicKey());
        certificate = credential;
        return this;
    }

    /**
     * Gives a server a certificate beside its {@link #certificate}: a client that asks by a name that it is for (RFC 6066 §3)
     * is shown this one.
     *
     * @param credential with a key on P-256 (RFC 7252 §9.1.3.3)
     * @throws IllegalArgumentException if the key is another one
     */
    public DtlsConfigBuilder addCertificate(X509Credential credential) {
        requireP256(credential, credential.chain().get(0).getPublicKey());
        moreCertificates.add(credential);
        return this;
    }

    /**
     * Says whose certificates are believed: on a client the servers', for the host of the URI; on a server with a
     * certificate the clients', each of which has to show one.
     */
    public DtlsConfigBuilder trust(TrustAnchors anchors) {
        trust = anchors;
        return this;
    }

    /**
     * Gives a server its raw public key, or a client the one that it shows when the server asks (RFC 7250, RFC 7252
     * §9.1.3.2). Beside a {@link #certificate}, the peer's preference says which is shown.
     *
     * @param credential on P-256
     * @throws IllegalArgumentException if the key is another one
     */
    public DtlsConfigBuilder rawKey(RawKeyCredential credential) {
        requireP256(credential, credential.publicKey());
        rawKey = credential;
        return this;
    }

    /**
     * Says whose raw public keys are believed: on a client the servers', whatever their host; on a server the clients'. Those
     * of the peers that are to have access are all that it takes, and each is compared as a whole.
     */
    public DtlsConfigBuilder rawPublicKeys(TrustedKeys trusted) {
        rawPublicKeys = trusted;
        return this;
    }

    /**
     * The same, for keys that are known now.
     *
     * @throws dev.pipit.coap.dtls.key.CredentialException if there is none, or one is not EC on P-256
     */
    public DtlsConfigBuilder rawPublicKeys(Collection<? extends PublicKey> trusted) {
        return rawPublicKeys(TrustedKeys.of(trusted));
    }

    /**
     * Says whether a server's clients have to show a certificate or raw public key; without it, they have to. Where they need
     * not, a server needs neither {@link #trust} nor {@link #rawPublicKeys}.
     */
    public DtlsConfigBuilder clientAuthentication(ClientAuthentication wanted) {
        clientAuthentication = wanted;
        return this;
    }

    /**
     * Limits the cipher suites to these, the one preferred first: a server then goes by its own order, and by the client's
     * otherwise. By default a client offers {@link CipherSuite#CLIENT_DEFAULT}, and a server takes {@link
     * CipherSuite#ALL}, as far as there are credentials.
     *
     * @throws IllegalArgumentException if there is none, or one twice
     */
    public DtlsConfigBuilder cipherSuites(CipherSuite... suites) {
        List<CipherSuite> chosen = List.of(suites);
        if (chosen.isEmpty() || chosen.stream().distinct().count() < chosen.size()) {
            throw new IllegalArgumentException("cipherSuites: " + chosen + " (expected: one or more, each once)");
        }
        cipherSuites = chosen;
        return this;
    }

    /**
     * Has a client ask for records with at most so many bytes of plaintext, in both directions (RFC 6066 §4); the server may
     * decline. What is larger goes in blocks, if {@link dev.pipit.coap.client.ClientRequest#blockSize} leaves some 64 bytes
     * for header and options; a message that is too large is dropped by whoever would send it.
     *
     * @param bytes 512, 1024, 2048 or 4096
     * @throws IllegalArgumentException if it is none of these
     */
    public DtlsConfigBuilder maxFragment(int bytes) {
        if (Integer.bitCount(bytes) != 1 || bytes < 512 || bytes > 4096) {
            throw new IllegalArgumentException("maxFragment: " + bytes + " (expected: 512, 1024, 2048 or 4096)");
        }
        maxFragment = bytes;
        return this;
    }

    /** Changes the limits. */
    public DtlsConfigBuilder limits(UnaryOperator<DtlsLimits> change) {
        limits = change.apply(limits);
        return this;
    }

    /**
     * Changes how many sessions are kept, and for how long, so that a peer that comes again needs an abbreviated
     * handshake only (RFC 5246 §7.3).
     */
    public DtlsConfigBuilder sessionLimits(UnaryOperator<SessionLimits> change) {
        sessionLimits = change.apply(sessionLimits);
        return this;
    }

    /**
     * Has sessions saved when the server or client stops, and loaded when it starts. A file that cannot be read or
     * written costs full handshakes, and a line in the log.
     */
    public DtlsConfigBuilder sessions(SessionFile file) {
        sessionFile = file;
        return this;
    }

    /**
     * Has the master secret of each handshake written to a file, in the format of SSLKEYLOGFILE, which Wireshark reads:
     * for tests alone, as it takes all protection away. The log says so each time.
     *
     * @param file is written on at its end; where it is not there, it is made for its owner alone
     */
    public DtlsConfigBuilder keyLog(Path file) {
        keyLog = file;
        return this;
    }

    /**
     * Says how long the connection IDs are that this side gives its peers (RFC 9146). With one, a peer is known by its
     * records wherever they come from: after a change of its address, or of the port that a NAT gives it, which happens to
     * everyone who sleeps. Each of its records is longer by that much. By default a server gives IDs of 6 bytes to clients
     * that ask for them, and a client asks, and needs none for itself.
     *
     * @param bytes 4-8, or 0 to give none
     * @throws IllegalArgumentException if it is another number
     */
    public DtlsConfigBuilder connectionIdBytes(int bytes) {
        if (bytes != 0 && (bytes < ConnectionIds.MIN_BYTES || bytes > ConnectionIds.MAX_BYTES)) {
            throw new IllegalArgumentException("connectionIdBytes: " + bytes + " (expected: 0, or "
                    + ConnectionIds.MIN_BYTES + "-" + ConnectionIds.MAX_BYTES + ")");
        }
        connectionIds = true;
        connectionIdBytes = bytes;
        return this;
    }

    /** Neither gives connection IDs nor takes them: peers are known by their addresses alone. */
    public DtlsConfigBuilder withoutConnectionIds() {
        connectionIds = false;
        return this;
    }

    /** The configuration. */
    public DtlsConfig build() {
        return new DtlsConfig(this);
    }

    private static void requireP256(Object credential, PublicKey key) {
        if (!(key instanceof ECPublicKey ec)
                || ec.getParams().getCurve().getField().getFieldSize() != P256_BITS) {
            throw new IllegalArgumentException(
                    credential + " with a key of " + key.getAlgorithm() + " (expected: EC on P-256)");
        }
    }
}
