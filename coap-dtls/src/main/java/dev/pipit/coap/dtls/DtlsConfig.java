package dev.pipit.coap.dtls;

import dev.pipit.coap.dtls.bc.DtlsSecurity;
import dev.pipit.coap.transport.CoapTransport;
import dev.pipit.coap.transport.TransportConfig;
import dev.pipit.coap.transport.UdpConfig;
import dev.pipit.coap.transport.UdpTransport;
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
    private final @Nullable PskCredential psk;
    private final @Nullable PskStore pskStore;
    private final DtlsLimits limits;

    private DtlsConfig(Builder builder) {
        this.psk = builder.psk;
        this.pskStore = builder.pskStore;
        this.limits = builder.limits;
    }

    /**
     * A client with a pre-shared key.
     *
     * @throws IllegalArgumentException as from {@link Builder#psk}
     */
    public static DtlsConfig psk(String identity, byte[] key) {
        return builder().psk(identity, key).build();
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

    /** What an event loop keeps, and for how long. */
    public DtlsLimits limits() {
        return limits;
    }

    @Override
    public CoapTransport serverTransport(UdpConfig udp, String threadName) {
        if (pskStore == null) {
            throw new IllegalArgumentException("DTLS without a server's credentials (expected: pskStore(...))");
        }
        return new UdpTransport(udp, threadName, "coaps", wire -> DtlsSecurity.server(this, wire));
    }

    @Override
    public CoapTransport clientTransport(UdpConfig udp, String threadName) {
        if (psk == null) {
            throw new IllegalArgumentException("DTLS without a client's credentials (expected: psk(identity, key))");
        }
        return new UdpTransport(udp, threadName, "coaps", wire -> DtlsSecurity.client(this, wire));
    }

    /** Without any key. */
    @Override
    public String toString() {
        return "DtlsConfig[psk=" + psk + ", pskStore=" + (pskStore != null) + ", limits=" + limits + "]";
    }

    /** Builds a configuration. Not safe for use by several threads. */
    public static final class Builder {
        private @Nullable PskCredential psk;
        private @Nullable PskStore pskStore;
        private DtlsLimits limits = DtlsLimits.DEFAULT;

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

        /** Changes the limits. */
        public Builder limits(UnaryOperator<DtlsLimits> change) {
            limits = change.apply(limits);
            return this;
        }

        /** The configuration. */
        public DtlsConfig build() {
            return new DtlsConfig(this);
        }
    }
}
