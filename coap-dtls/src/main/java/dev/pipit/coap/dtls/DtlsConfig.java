package dev.pipit.coap.dtls;

import dev.pipit.coap.dtls.association.ConnectionIds;
import dev.pipit.coap.dtls.bc.DtlsSecurity;
import dev.pipit.coap.dtls.key.TrustAnchors;
import dev.pipit.coap.dtls.key.X509Credential;
import dev.pipit.coap.transport.CoapTransport;
import dev.pipit.coap.transport.TransportConfig;
import dev.pipit.coap.transport.UdpConfig;
import dev.pipit.coap.transport.UdpTransport;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
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
    private static final int P256_BITS = 256;
    private static final int DEFAULT_SERVER_ID_BYTES = 6;
    private static final int TEST_KEY_BYTES = 16;
    private static final String TEST_IDENTITY = "test";

    private final @Nullable PskCredential psk;
    private final @Nullable PskStore pskStore;
    private final @Nullable X509Credential certificate;
    private final @Nullable TrustAnchors trust;
    private final DtlsLimits limits;
    private final SessionLimits sessionLimits;
    private final @Nullable SessionFile sessionFile;
    private final @Nullable Path keyLog;
    private final @Nullable Integer connectionIdBytes;
    private final boolean connectionIds;

    private DtlsConfig(Builder builder) {
        this.psk = builder.psk;
        this.pskStore = builder.pskStore;
        this.certificate = builder.certificate;
        this.trust = builder.trust;
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
     * @throws IllegalArgumentException as from {@link Builder#psk}
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
    public static Builder builder() {
        return new Builder();
    }

    /** A client's PSK identity. */
    public Optional<String> pskIdentity() {
        return Optional.ofNullable(psk).map(PskCredential::identity);
    }

    /** The key that goes with {@link #pskIdentity}; a copy. */
    public Optional<byte[]> pskKey() {
        return Optional.ofNullable(psk).map(PskCredential::key);
    }

    /** Where a server finds the keys of its clients. */
    public Optional<PskStore> pskStore() {
        return Optional.ofNullable(pskStore);
    }

    /** Our certificate and its key. */
    public Optional<X509Credential> certificate() {
        return Optional.ofNullable(certificate);
    }

    /** Whose certificates are believed. */
    public Optional<TrustAnchors> trust() {
        return Optional.ofNullable(trust);
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
        if (pskStore == null && certificate == null) {
            throw new IllegalArgumentException(
                    "DTLS without a server's credentials (expected: pskStore(...), or certificate(...) and trust(...))");
        }
        if (certificate != null && trust == null) {
            throw new IllegalArgumentException(
                    "DTLS server with a certificate, and nobody to trust (expected: trust(...), which clients are asked for)");
        }
        return new UdpTransport(udp, threadName, "coaps", DtlsSecurity.server(this));
    }

    @Override
    public CoapTransport clientTransport(UdpConfig udp, String threadName) {
        if (psk == null && trust == null) {
            throw new IllegalArgumentException(
                    "DTLS without a client's credentials (expected: psk(identity, key), or trust(...))");
        }
        return new UdpTransport(udp, threadName, "coaps", DtlsSecurity.client(this));
    }

    /** Without any key. */
    @Override
    public String toString() {
        return "DtlsConfig[psk=" + psk + ", pskStore=" + (pskStore != null) + ", certificate=" + certificate
                + ", trust=" + trust + ", limits=" + limits + "]";
    }

    /** Builds a configuration. Not safe for use by several threads. */
    public static final class Builder {
        private @Nullable PskCredential psk;
        private @Nullable PskStore pskStore;
        private @Nullable X509Credential certificate;
        private @Nullable TrustAnchors trust;
        private DtlsLimits limits = DtlsLimits.DEFAULT;
        private SessionLimits sessionLimits = SessionLimits.DEFAULT;
        private @Nullable SessionFile sessionFile;
        private @Nullable Path keyLog;
        private @Nullable Integer connectionIdBytes;
        private boolean connectionIds = true;

        private Builder() {}

        /**
         * Gives a client its pre-shared key.
         *
         * @param identity 1-128 bytes in UTF-8
         * @param key 1-128 bytes; copied
         * @throws IllegalArgumentException if one is not that long
         */
        public Builder psk(String identity, byte[] key) {
            psk = new PskCredential(identity, key);
            return this;
        }

        /** Tells a server where to find the keys of its clients. */
        public Builder pskStore(PskStore store) {
            pskStore = store;
            return this;
        }

        /**
         * Gives a server its certificate, or a client the one that it shows when the server asks.
         *
         * @param credential with a key on P-256 (RFC 7252 §9.1.3.3)
         * @throws IllegalArgumentException if the key is another one
         */
        public Builder certificate(X509Credential credential) {
            PublicKey key = credential.chain().get(0).getPublicKey();
            if (!(key instanceof ECPublicKey ec)
                    || ec.getParams().getCurve().getField().getFieldSize() != P256_BITS) {
                throw new IllegalArgumentException(
                        credential + " with a key of " + key.getAlgorithm() + " (expected: EC on P-256)");
            }
            certificate = credential;
            return this;
        }

        /**
         * Says whose certificates are believed: on a client the servers', for the host of the URI; on a server with a
         * certificate the clients', each of which has to show one.
         */
        public Builder trust(TrustAnchors anchors) {
            trust = anchors;
            return this;
        }

        /** Changes the limits. */
        public Builder limits(UnaryOperator<DtlsLimits> change) {
            limits = change.apply(limits);
            return this;
        }

        /**
         * Changes how many sessions are kept, and for how long, so that a peer that comes again needs an abbreviated
         * handshake only (RFC 5246 §7.3).
         */
        public Builder sessionLimits(UnaryOperator<SessionLimits> change) {
            sessionLimits = change.apply(sessionLimits);
            return this;
        }

        /**
         * Has sessions saved when the server or client stops, and loaded when it starts. A file that cannot be read or
         * written costs full handshakes, and a line in the log.
         */
        public Builder sessions(SessionFile file) {
            sessionFile = file;
            return this;
        }

        /**
         * Has the master secret of each handshake written to a file, in the format of SSLKEYLOGFILE, which Wireshark reads:
         * for tests alone, as it takes all protection away. The log says so each time.
         *
         * @param file is written on at its end; where it is not there, it is made for its owner alone
         */
        public Builder keyLog(Path file) {
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
        public Builder connectionIdBytes(int bytes) {
            if (bytes != 0 && (bytes < ConnectionIds.MIN_BYTES || bytes > ConnectionIds.MAX_BYTES)) {
                throw new IllegalArgumentException("connectionIdBytes: " + bytes + " (expected: 0, or "
                        + ConnectionIds.MIN_BYTES + "-" + ConnectionIds.MAX_BYTES + ")");
            }
            connectionIds = true;
            connectionIdBytes = bytes;
            return this;
        }

        /** Neither gives connection IDs nor takes them: peers are known by their addresses alone. */
        public Builder withoutConnectionIds() {
            connectionIds = false;
            return this;
        }

        /** The configuration. */
        public DtlsConfig build() {
            return new DtlsConfig(this);
        }
    }
}
