package dev.pipit.coap.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.dtls.key.RawKeyCredential;
import dev.pipit.coap.dtls.key.TestCertificates;
import dev.pipit.coap.transport.UdpConfig;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DtlsConfigTest {
    private static final byte[] KEY = "sesame-sesame-16".getBytes(StandardCharsets.UTF_8);

    private static String refusedByServer(DtlsConfigBuilder config) {
        return assertThrows(
                        IllegalArgumentException.class, () -> config.build().serverTransport(UdpConfig.CLIENT, "test"))
                .getMessage();
    }

    private static String refusedByClient(DtlsConfigBuilder config) {
        return assertThrows(
                        IllegalArgumentException.class, () -> config.build().clientTransport(UdpConfig.CLIENT, "test"))
                .getMessage();
    }

    @Test
    void refusesRolesWithoutCredentials() {
        assertTrue(refusedByServer(DtlsConfig.builder()).startsWith("DTLS without a server's credentials (expected: "));
        assertTrue(refusedByServer(DtlsConfig.builder().psk("me", KEY)).startsWith("DTLS without a server's"));
        assertTrue(refusedByClient(DtlsConfig.builder()).startsWith("DTLS without a client's credentials (expected: "));
    }

    @Test
    void refusesCipherSuitesWithoutCredentials() {
        DtlsConfigBuilder psk = DtlsConfig.builder()
                .psk("me", KEY)
                .pskStore(PskStore.of(Map.of("me", KEY)))
                .cipherSuites(CipherSuite.TLS_PSK_WITH_AES_128_CCM_8, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8);
        assertEquals(
                "DTLS server with TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8, and no credential for it (expected:"
                        + " certificate(...) or rawKey(...), or cipherSuites(...) without it)",
                refusedByServer(psk));
        assertEquals(
                "DTLS client with TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8, and no credential for it (expected: trust(...) or"
                        + " rawPublicKeys(...), or cipherSuites(...) without it)",
                refusedByClient(psk));
    }

    @Test
    void refusesNoCipherSuitesAndOneTwice() {
        DtlsConfigBuilder builder = DtlsConfig.builder();
        assertThrows(IllegalArgumentException.class, builder::cipherSuites);
        assertThrows(
                IllegalArgumentException.class,
                () -> builder.cipherSuites(CipherSuite.TLS_PSK_WITH_AES_128_CCM, CipherSuite.TLS_PSK_WITH_AES_128_CCM));
    }

    @Test
    void refusesKeysOnOtherCurves() {
        KeyPair keys = TestCertificates.ecKeys("secp384r1");
        RawKeyCredential credential = new RawKeyCredential(keys.getPublic(), keys.getPrivate());
        DtlsConfigBuilder builder = DtlsConfig.builder();
        String message = assertThrows(IllegalArgumentException.class, () -> builder.rawKey(credential))
                .getMessage();
        assertEquals("RawKeyCredential[EC] with a key of EC (expected: EC on P-256)", message);
    }

    @Test
    void suitesSayWhatTheyAre() {
        assertEquals(9, CipherSuite.CLIENT_DEFAULT.size());
        assertEquals(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8, CipherSuite.CLIENT_DEFAULT.get(0));
        assertFalse(CipherSuite.TLS_PSK_WITH_AES_128_CCM_8.hasForwardSecrecy());
        assertTrue(CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256.hasForwardSecrecy());
        assertTrue(CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256.isPsk());
        assertTrue(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8.hasForwardSecrecy());
        assertFalse(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8.isPsk());
    }

    @Test
    void showsNoKey() {
        DtlsConfig config = DtlsConfig.psk("me", KEY);
        assertFalse(config.toString().contains("sesame"), config.toString());
    }
}
