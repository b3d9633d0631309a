package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.CipherSuite;
import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.record.RecordProtection;
import java.util.List;
import org.bouncycastle.tls.NamedGroup;

/** What BouncyCastle is to be told of cipher suites, and of the groups for their key exchange. */
final class Suites {
    private Suites() {}

    /** The codes of those that a server takes. */
    static int[] ofServer(DtlsConfig config, boolean hasCertificate) {
        return codes(
                config.cipherSuites().orElse(CipherSuite.ALL),
                hasCertificate,
                config.pskStore().isPresent());
    }

    /** The codes of those that a client offers. */
    static int[] ofClient(DtlsConfig config, boolean believes, boolean hasPsk) {
        return codes(config.cipherSuites().orElse(CipherSuite.CLIENT_DEFAULT), believes, hasPsk);
    }

    /** Those for which there are credentials. */
    private static int[] codes(List<CipherSuite> suites, boolean certificate, boolean psk) {
        return suites.stream()
                .filter(suite -> suite.isPsk() ? psk : certificate)
                .mapToInt(CipherSuite::code)
                .toArray();
    }

    private static CipherSuite suite(int code) {
        return CipherSuite.of(code)
                .orElseThrow(() -> new IllegalStateException("cipher suite " + Integer.toHexString(code)));
    }

    static boolean isPsk(int code) {
        return suite(code).isPsk();
    }

    static RecordProtection protection(int code) {
        return switch (suite(code)) {
            case TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8,
                    TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8,
                    TLS_PSK_WITH_AES_128_CCM_8,
                    TLS_PSK_WITH_AES_256_CCM_8,
                    TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256 -> RecordProtection.CCM_8;
            case TLS_ECDHE_ECDSA_WITH_AES_128_CCM,
                    TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
                    TLS_ECDHE_ECDSA_WITH_AES_256_CCM,
                    TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
                    TLS_PSK_WITH_AES_128_CCM,
                    TLS_PSK_WITH_AES_128_GCM_SHA256,
                    TLS_PSK_WITH_AES_256_CCM,
                    TLS_PSK_WITH_AES_256_GCM_SHA384,
                    TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256,
                    TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256,
                    TLS_ECDHE_PSK_WITH_AES_256_GCM_SHA384 -> RecordProtection.CCM_OR_GCM;
            case TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
                    TLS_PSK_WITH_CHACHA20_POLY1305_SHA256,
                    TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256 -> RecordProtection.CHACHA20_POLY1305;
        };
    }

    /** RFC 7252 §9.1.3.2: secp256r1 has to be there; RFC 8422 §5.1.1: x25519 does the same in less time. */
    static int[] groups() {
        return new int[] {NamedGroup.secp256r1, NamedGroup.x25519};
    }

    /** The group for a client that offers these; -1 where there is none. */
    static int group(int[] offered) {
        // RFC 8422 §4: "If a client does not include the extension, the server is free to choose"
        if (offered == null) {
            return NamedGroup.secp256r1;
        }
        for (int group : groups()) {
            for (int other : offered) {
                if (group == other) {
                    return group;
                }
            }
        }
        return -1;
    }
}
