package dev.pipit.coap.dtls;

import dev.pipit.coap.dtls.association.ConnectionIds;
import dev.pipit.coap.dtls.bc.DtlsSecurity;
import dev.pipit.coap.dtls.key.RawKeyCredential;
import dev.pipit.coap.dtls.key.TrustAnchors;
import dev.pipit.coap.dtls.key.TrustedKeys;
import dev.pipit.coap.dtls.key.X509Credential;
import dev.pipit.coap.transport.CoapTransport;
import dev.pipit.coap.transport.TransportConfig;
import dev.pipit.coap.transport.UdpConfig;
import dev.pipit.coap.transport.UdpTransport;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Credentials and limits for coaps over UDP (RFC 7252 §9). Immutable; servers and clients may share one.
 *
 * <pre>{@code
 * CoapClient.builder().dtls(DtlsConfig.psk("sensor-1", key)).build().get("coaps://host/x").send();
 * CoapServer.builder().get("/x", handler).dtls(DtlsConfig.builder().pskStore(store).build()).start();
 * }</pre>
 */
public final class DtlsConfig implements TransportConfig {
    private static final int DEFAULT_SERVER_ID_BYTES = 6;
    private static final int TEST_KEY_BYTES = 16;
    private static final String TEST_IDENTITY = "test";

    private final @Nullable PskSelector psk;
    private final @Nullable String pskHint;
    private final List<X509Credential> moreCertificates;
    private final int maxFragment;
    private final @Nullable PskStore pskStore;
    private final @Nullable X509Credential certificate;
    private final @Nullable TrustAnchors trust;
    private final @Nullable RawKeyCredential rawKey;
    private final @Nullable TrustedKeys rawPublicKeys;
    private final ClientAuthentication clientAuthentication;
    private final @Nullable List<CipherSuite> cipherSuites;
    private final DtlsLimits limits;
    private final SessionLimits sessionLimits;
    private final @Nullable SessionFile sessionFile;
    private final @Nullable Path keyLog;
    private final @Nullable Integer connectionIdBytes;
    private final boolean connectionIds;

    DtlsConfig(DtlsConfigBuilder builder) {
        this.psk = builder.psk;
        this.pskHint = builder.pskHint;
        this.moreCertificates = List.copyOf(builder.moreCertificates);
        this.maxFragment = builder.maxFragment;
        this.pskStore = builder.pskStore;
        this.certificate = builder.certificate;
        this.trust = builder.trust;
        this.rawKey = builder.rawKey;
        this.rawPublicKeys = builder.rawPublicKeys;
        this.clientAuthentication = builder.clientAuthentication;
        this.cipherSuites = builder.cipherSuites;
        this.limits = builder.limits;
        this.sessionLimits = builder.sessionLimits;
        this.sessionFile = builder.sessionFile;
        this.keyLog = builder.keyLog;
        this.connectionIdBytes = builder.connectionIdBytes;
        this.connectionIds = builder.connectionIds;
    }

    /**
     * A client with a pre-shared key.
     *
     * @throws IllegalArgumentException as from {@link DtlsConfigBuilder#psk}
     */
    public static DtlsConfig psk(String identity, byte[] key) {
        return builder().psk(identity, key).build();
    }

    /**
     * For both sides of a test: a server that knows one key, made at random for this, and a client that has it. Its identity
     * is "test".
     */
    public static DtlsConfig forTests() {
        byte[] key = new byte[TEST_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return builder()
                .psk(TEST_IDENTITY, key)
                .pskStore(PskStore.of(Map.of(TEST_IDENTITY, key)))
                .build();
    }

    /** A configuration without credentials yet. */
    public static DtlsConfigBuilder builder() {
        return new DtlsConfigBuilder();
    }

    /** A client's PSK identity, where it has one for all servers. */
    public Optional<String> pskIdentity() {
        return psk instanceof PskCredential one ? Optional.of(one.identity()) : Optional.empty();
    }

    /** The key that goes with {@link #pskIdentity}; a copy. */
    public Optional<byte[]> pskKey() {
        return psk instanceof PskCredential one ? Optional.of(one.key()) : Optional.empty();
    }

    /** How a client chooses identity and key for a server. */
    public Optional<PskSelector> pskSelector() {
        return Optional.ofNullable(psk);
    }

    /** What a server says to help its clients with that choice. */
    public Optional<String> pskHint() {
        return Optional.ofNullable(pskHint);
    }

    /** Where a server finds the keys of its clients. */
    public Optional<PskStore> pskStore() {
        return Optional.ofNullable(pskStore);
    }

    /** Our certificate and its key. */
    public Optional<X509Credential> certificate() {
        return Optional.ofNullable(certificate);
    }

    /** A server's certificates for other names than those of {@link #certificate}. */
    public List<X509Credential> moreCertificates() {
        return moreCertificates;
    }

    /** Whose certificates are believed. */
    public Optional<TrustAnchors> trust() {
        return Optional.ofNullable(trust);
    }

    /** Our raw public key, and the private key that belongs to it. */
    public Optional<RawKeyCredential> rawKey() {
        return Optional.ofNullable(rawKey);
    }

    /** Whose raw public keys are believed. */
    public Optional<TrustedKeys> rawPublicKeys() {
        return Optional.ofNullable(rawPublicKeys);
    }

    /** What a server wants of clients that do not use a pre-shared key. */
    public ClientAuthentication clientAuthentication() {
        return clientAuthentication;
    }

    /** The cipher suites that were chosen, in the order of preference; empty where that was left to us. */
    public Optional<List<CipherSuite>> cipherSuites() {
        return Optional.ofNullable(cipherSuites);
    }

    /** How many bytes a client wants in a record at most; 0 where it does not say. */
    public int maxFragment() {
        return maxFragment;
    }

    /** What an event loop keeps, and for how long. */
    public DtlsLimits limits() {
        return limits;
    }

    /**
     * How long the connection IDs are that a server gives its peers (RFC 9146), in bytes; 0 where it gives none, and writes
     * those of its peers, -1 where the extension is not used.
     */
    public int serverConnectionIdBytes() {
        return connectionIdBytes(DEFAULT_SERVER_ID_BYTES);
    }

    /** The same for a client. */
    public int clientConnectionIdBytes() {
        return connectionIdBytes(0);
    }

    private int connectionIdBytes(int byDefault) {
        if (!connectionIds) {
            return ConnectionIds.OFF;
        }
        return connectionIdBytes == null ? byDefault : connectionIdBytes;
    }

    /** How many sessions are kept to be resumed, and for how long. */
    public SessionLimits sessionLimits() {
        return sessionLimits;
    }

    /** Where sessions are kept over a restart. */
    public Optional<SessionFile> sessionFile() {
        return Optional.ofNullable(sessionFile);
    }

    /** Where the secrets of handshakes are logged. */
    public Optional<Path> keyLog() {
        return Optional.ofNullable(keyLog);
    }

    @Override
    public CoapTransport serverTransport(UdpConfig udp, String threadName) {
        boolean hasCertificate = certificate != null || rawKey != null;
        if (pskStore == null && !hasCertificate) {
            throw new IllegalArgumentException(
                    "DTLS without a server's credentials (expected: pskStore(...), rawKey(...)"
                            + " and rawPublicKeys(...), or certificate(...) and trust(...))");
        }
        if (certificate == null && !moreCertificates.isEmpty()) {
            throw new IllegalArgumentException(
                    "DTLS server with addCertificate(...), and none for other names (expected: certificate(...))");
        }
        boolean asks = clientAuthentication != ClientAuthentication.NONE;
        if (hasCertificate && asks && trust == null && rawPublicKeys == null) {
            throw new IllegalArgumentException("DTLS server with a certificate or raw public key, and nobody to trust"
                    + " (expected: trust(...) or rawPublicKeys(...), or clientAuthentication(NONE))");
        }
        requireCredentials(
                "server", pskStore != null, "pskStore(...)", hasCertificate, "certificate(...) or rawKey(...)");
        return new UdpTransport(udp, threadName, "coaps", DtlsSecurity.server(this));
    }

    @Override
    public CoapTransport clientTransport(UdpConfig udp, String threadName) {
        if (psk == null && trust == null && rawPublicKeys == null) {
            throw new IllegalArgumentException("DTLS without a client's credentials (expected: psk(identity, key),"
                    + " rawPublicKeys(...), or trust(...))");
        }
        boolean believes = trust != null || rawPublicKeys != null;
        requireCredentials("client", psk != null, "psk(...)", believes, "trust(...) or rawPublicKeys(...)");
        return new UdpTransport(udp, threadName, "coaps", DtlsSecurity.client(this));
    }

    private void requireCredentials(String role, boolean psk, String pskName, boolean signed, String signedName) {
        for (CipherSuite suite : cipherSuites().orElse(List.of())) {
            if (!(suite.isPsk() ? psk : signed)) {
                throw new IllegalArgumentException(
                        "DTLS " + role + " with " + suite + ", and no credential for it (expected: "
                                + (suite.isPsk() ? pskName : signedName) + ", or cipherSuites(...) without it)");
            }
        }
    }

    /** Without any key. */
    @Override
    public String toString() {
        return "DtlsConfig[psk=" + (psk instanceof PskCredential ? psk : psk != null) + ", pskStore="
                + (pskStore != null) + ", certificate=" + certificate
                + ", trust=" + trust + ", rawKey=" + rawKey + ", rawPublicKeys=" + (rawPublicKeys != null) + ", limits="
                + limits + "]";
    }
}
