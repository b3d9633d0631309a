package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.record.RecordProtection;
import java.util.stream.IntStream;
import org.bouncycastle.tls.CipherSuite;

/** The cipher suites, the ones preferred first. */
final class Suites {
    /**
     * With pre-shared keys. RFC 7252 §9.1.3.1: "Implementations in these modes MUST support the mandatory-to-implement
     * cipher suite TLS_PSK_WITH_AES_128_CCM_8".
     */
    private static final int[] PSK = {
        CipherSuite.TLS_PSK_WITH_AES_128_CCM_8,
        CipherSuite.TLS_PSK_WITH_AES_128_CCM,
        CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256,
    };

    /** With certificates. RFC 7252 §9.1.3.3: mandatory is TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8. */
    private static final int[] CERTIFICATE = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    };

    private Suites() {}

    /** Those for which there are credentials. */
    static int[] of(boolean certificate, boolean psk) {
        return IntStream.concat(
                        certificate ? IntStream.of(CERTIFICATE) : IntStream.empty(),
                        psk ? IntStream.of(PSK) : IntStream.empty())
                .toArray();
    }

    static boolean isPsk(int suite) {
        return IntStream.of(PSK).anyMatch(psk -> psk == suite);
    }

    static RecordProtection protection(int suite) {
        return suite == CipherSuite.TLS_PSK_WITH_AES_128_CCM_8
                        || suite == CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8
                ? RecordProtection.CCM_8
                : RecordProtection.CCM_OR_GCM;
    }
}
