package dev.pipit.coap.dtls;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The cipher suites of DTLS 1.2 that there are here, by their names at IANA, the ones preferred first. RFC 7252 §9.1.3
 * asks for {@link #TLS_PSK_WITH_AES_128_CCM_8} with pre-shared keys, and for {@link
 * #TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8} with raw public keys and certificates.
 */
public enum CipherSuite {
    /** RFC 7251 §2; mandatory with raw public keys and certificates (RFC 7252 §9.1.3.2, §9.1.3.3). */
    TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8(0xc0ae),
    /** RFC 7251 §2. */
    TLS_ECDHE_ECDSA_WITH_AES_128_CCM(0xc0ac),
    /** RFC 5289 §3.2. */
    TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256(0xc02b),
    /** RFC 6655 §3; mandatory with pre-shared keys (RFC 7252 §9.1.3.1). */
    TLS_PSK_WITH_AES_128_CCM_8(0xc0a8),
    /** RFC 6655 §3. */
    TLS_PSK_WITH_AES_128_CCM(0xc0a4),
    /** RFC 5487 §2. */
    TLS_PSK_WITH_AES_128_GCM_SHA256(0x00a8),
    /** RFC 8442 §3. */
    TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256(0xd003),
    /** RFC 8442 §3. */
    TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256(0xd005),
    /** RFC 8442 §3. */
    TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256(0xd001),
    /** RFC 7251 §2. */
    TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8(0xc0af),
    /** RFC 7251 §2. */
    TLS_ECDHE_ECDSA_WITH_AES_256_CCM(0xc0ad),
    /** RFC 5289 §3.2. */
    TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384(0xc02c),
    /** RFC 7905 §2. */
    TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256(0xcca9),
    /** RFC 6655 §3. */
    TLS_PSK_WITH_AES_256_CCM_8(0xc0a9),
    /** RFC 6655 §3. */
    TLS_PSK_WITH_AES_256_CCM(0xc0a5),
    /** RFC 5487 §2. */
    TLS_PSK_WITH_AES_256_GCM_SHA384(0x00a9),
    /** RFC 7905 §2. */
    TLS_PSK_WITH_CHACHA20_POLY1305_SHA256(0xccab),
    /** RFC 8442 §3. */
    TLS_ECDHE_PSK_WITH_AES_256_GCM_SHA384(0xd002),
    /** RFC 7905 §2. */
    TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256(0xccac);

    /** All of them; what a server takes by default. */
    public static final List<CipherSuite> ALL = List.of(values());

    /** What a client offers by default: those with AES-128, as each takes two bytes of its first messages. */
    public static final List<CipherSuite> CLIENT_DEFAULT =
            ALL.stream().filter(suite -> suite.name().contains("_AES_128_")).toList();

    private static final Set<CipherSuite> WITHOUT_KEY_EXCHANGE = EnumSet.of(
            TLS_PSK_WITH_AES_128_CCM_8,
            TLS_PSK_WITH_AES_128_CCM,
            TLS_PSK_WITH_AES_128_GCM_SHA256,
            TLS_PSK_WITH_AES_256_CCM_8,
            TLS_PSK_WITH_AES_256_CCM,
            TLS_PSK_WITH_AES_256_GCM_SHA384,
            TLS_PSK_WITH_CHACHA20_POLY1305_SHA256);

    private final int code;
    private final boolean psk;

    CipherSuite(int code) {
        this.code = code;
        this.psk = !name().startsWith("TLS_ECDHE_ECDSA_");
    }

    /** The two bytes that stand for it in a handshake. */
    public int code() {
        return code;
    }

    /** The suite with a code; empty where there is none here. */
    public static Optional<CipherSuite> of(int code) {
        for (CipherSuite suite : ALL) {
            if (suite.code == code) {
                return Optional.of(suite);
            }
        }
        return Optional.empty();
    }

    /** Whether both sides prove that they have the same pre-shared key; the others take signatures for it. */
    public boolean isPsk() {
        return psk;
    }

    /**
     * Whether what was said stays secret when a pre-shared or private key is known later: each handshake has a
     * Diffie-Hellman key exchange of its own, which costs both sides some computing.
     */
    public boolean hasForwardSecrecy() {
        return !WITHOUT_KEY_EXCHANGE.contains(this);
    }
}
