package dev.pipit.coap.dtls.bc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.dtls.CipherSuite;
import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.DtlsConfigBuilder;
import dev.pipit.coap.dtls.PskStore;
import dev.pipit.coap.dtls.key.RawKeyCredential;
import dev.pipit.coap.dtls.key.TestCertificates;
import dev.pipit.coap.dtls.record.RecordProtection;
import dev.pipit.coap.event.Counter;
import java.lang.reflect.Field;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bouncycastle.tls.TlsUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Handshakes and records with each cipher suite, and who chooses which. */
class SuitesTest {
    private static final KeyPair KEYS = TestCertificates.ecKeys("secp256r1");
    private static final RawKeyCredential RAW_KEY = new RawKeyCredential(KEYS.getPublic(), KEYS.getPrivate());
    private static final int EPOCH_1 = 4;
    private static final int CONNECTION_ID = 25;
    private static final int SESSION_ID_LENGTH = 13 + 12 + 2 + 32;

    private static DtlsConfigBuilder server() {
        return both().pskStore(PskStore.of(Map.of("me", Pair.KEY)));
    }

    private static DtlsConfigBuilder client() {
        return both().psk("me", Pair.KEY);
    }

    private static DtlsConfigBuilder both() {
        return DtlsConfig.builder().rawKey(RAW_KEY).rawPublicKeys(List.of(KEYS.getPublic()));
    }

    private static Pair pair(DtlsConfigBuilder server, DtlsConfigBuilder client) {
        return new Pair(DtlsSecurity.server(server.build()), DtlsSecurity.client(client.build()));
    }

    /** What the server has said in its ServerHello. */
    private static CipherSuite chosen(Pair pair) {
        byte[] hello = pair.server.sent.stream()
                .filter(datagram -> datagram[0] == 22 && datagram[13] == 2)
                .findFirst()
                .orElseThrow();
        int at = SESSION_ID_LENGTH + 1 + hello[SESSION_ID_LENGTH];
        return CipherSuite.of((hello[at] & 0xff) << 8 | hello[at + 1] & 0xff).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void protectsRecordsInBothDirections(CipherSuite suite) {
        protectsRecords(suite, client());
    }

    @ParameterizedTest
    @EnumSource
    void protectsRecordsWithoutConnectionId(CipherSuite suite) {
        protectsRecords(suite, client().withoutConnectionIds());
    }

    private static void protectsRecords(CipherSuite suite, DtlsConfigBuilder client) {
        try (Pair pair = pair(server(), client.cipherSuites(suite)).establish()) {
            assertEquals(suite, chosen(pair));
            pair.server.say("hello yourself");
            pair.run(() -> pair.client.delivered.contains("hello yourself"));
            shortRecordsEndNothing(pair, Suites.protection(suite.code()));
        }
    }

    /** The shortest records that pass the filter, and those that are one byte too short for it. */
    private static void shortRecordsEndNothing(Pair pair, RecordProtection protection) {
        byte[] record = pair.client.sent.get(pair.client.sent.size() - 1);
        boolean hasId = record[0] == CONNECTION_ID;
        int header = hasId ? 13 + 6 : 13;
        // RFC 9146 §5: with an ID, the content type is in there as well
        int least = protection.explicitNonceBytes() + protection.tagBytes() + (hasId ? 1 : 0);
        for (int length : new int[] {least - 1, least}) {
            byte[] shorter = Arrays.copyOf(record, header + length);
            shorter[EPOCH_1 + 6] ^= 0x55; // a sequence number that is new
            shorter[header - 2] = 0;
            shorter[header - 1] = (byte) length;
            pair.server.handle(shorter);
        }
        assertEquals(1, pair.server.count(Counter.RECORDS_DROPPED));
        assertEquals(1, pair.server.count(Counter.RECORDS_REJECTED));
        pair.client.say("still here");
        pair.run(() -> pair.server.delivered.contains("still here"));
    }

    @ParameterizedTest
    @EnumSource
    void bouncyCastleKnowsEachByTheSameName(CipherSuite suite) throws ReflectiveOperationException {
        Field constant = org.bouncycastle.tls.CipherSuite.class.getField(suite.name());
        assertEquals(constant.getInt(null), suite.code());
        int[] one = {suite.code()};
        assertArrayEquals(one, TlsUtils.getSupportedCipherSuites(new DtlsCrypto(), one));
    }

    @Test
    void clientChoosesAndTheMandatoryOneComesFirst() {
        try (Pair pair = pair(server(), client()).establish()) {
            assertEquals(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8, chosen(pair));
        }
        try (Pair pair =
                pair(server(), DtlsConfig.builder().psk("me", Pair.KEY)).establish()) {
            assertEquals(CipherSuite.TLS_PSK_WITH_AES_128_CCM_8, chosen(pair));
        }
    }

    @Test
    void serverThatOrdersItsSuitesChooses() {
        DtlsConfigBuilder secret = server().cipherSuites(
                        CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256, CipherSuite.TLS_PSK_WITH_AES_128_CCM_8);
        try (Pair pair = pair(secret, client()).establish()) {
            assertEquals(CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256, chosen(pair));
        }
    }

    @Test
    void noHandshakeWithoutACommonSuite() {
        DtlsConfigBuilder one = server().cipherSuites(CipherSuite.TLS_PSK_WITH_AES_256_CCM);
        try (Pair pair = pair(one, client())) {
            pair.client.onFailure = failure -> {};
            pair.connect().run(() -> pair.server.count(Counter.HANDSHAKES_FAILED) == 1);
            assertEquals(0, pair.server.count(Counter.HANDSHAKES_COMPLETED));
        }
    }

    @Test
    void secp256r1IsPreferredAndX25519IsTakenAlone() {
        assertEquals(23, Suites.group(new int[] {29, 23}));
        assertEquals(29, Suites.group(new int[] {24, 29}));
        assertEquals(-1, Suites.group(new int[] {24, 25}));
        assertEquals(23, Suites.group(null));
        assertArrayEquals(IntStream.of(23, 29).toArray(), Suites.groups());
    }
}
