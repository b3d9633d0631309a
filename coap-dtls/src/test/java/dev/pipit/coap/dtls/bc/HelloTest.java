package dev.pipit.coap.dtls.bc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.dtls.AlertReceivedException;
import dev.pipit.coap.dtls.CipherSuite;
import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.PskStore;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.transport.DatagramSecurity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What ClientHello and ServerHello say: the profile of RFC 7925. */
class HelloTest {
    private static final int RECORD_AND_MESSAGE_HEADERS = 13 + 12;
    private static final int SERVER_KEY_EXCHANGE = 12;
    private static final int CLIENT_KEY_EXCHANGE = 16;
    private static final int SIGNATURE_ALGORITHMS = 13;
    private static final int TRUNCATED_HMAC = 4;
    private static final int ENCRYPT_THEN_MAC = 22;
    private static final int EXTENDED_MASTER_SECRET = 23;

    /** A hello, taken apart. */
    private record Hello(int version, byte[] random, byte[] compression, Map<Integer, byte[]> extensions) {}

    private static final class Reader {
        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes, int at) {
            this.bytes = bytes;
            this.at = at;
        }

        int number(int length) {
            int value = 0;
            for (int i = 0; i < length; i++) {
                value = value << 8 | bytes[at++] & 0xff;
            }
            return value;
        }

        byte[] take(int length) {
            at += length;
            return Arrays.copyOfRange(bytes, at - length, at);
        }
    }

    /** RFC 6347 §4.2.1, RFC 5246 §7.4.1.2 and §7.4.1.3. */
    private static Hello hello(byte[] datagram, boolean client) {
        Reader reader = new Reader(datagram, RECORD_AND_MESSAGE_HEADERS);
        int version = reader.number(2);
        byte[] random = reader.take(32);
        reader.take(reader.number(1));
        byte[] compression;
        if (client) {
            reader.take(reader.number(1));
            reader.take(reader.number(2));
            compression = reader.take(reader.number(1));
        } else {
            reader.take(2);
            compression = reader.take(1);
        }
        Map<Integer, byte[]> extensions = new HashMap<>();
        for (int end = reader.number(2) + reader.at; reader.at < end; ) {
            int type = reader.number(2);
            extensions.put(type, reader.take(reader.number(2)));
        }
        return new Hello(version, random, compression, extensions);
    }

    private static Hello clientHello(Pair pair) {
        return hello(pair.client.sent.get(1), true);
    }

    private static Hello serverHello(Pair pair) {
        byte[] datagram = pair.server.sent.stream()
                .filter(each -> each[0] == 22 && each[13] == 2)
                .findFirst()
                .orElseThrow();
        return hello(datagram, false);
    }

    @Test
    @Requirement({"R7925-010", "R7925-016", "R7925-020", "R7925-023", "R7925-026"})
    void clientOffersNothingThatIsWeak() {
        try (Pair pair = new Pair().establish()) {
            Hello hello = clientHello(pair);
            assertEquals(0xfefd, hello.version);
            assertArrayEquals(new byte[] {0}, hello.compression);
            assertTrue(hello.extensions.containsKey(EXTENDED_MASTER_SECRET));
            assertFalse(hello.extensions.containsKey(TRUNCATED_HMAC));
            assertFalse(hello.extensions.containsKey(ENCRYPT_THEN_MAC));
            // sha256 and ecdsa, and nothing else
            assertArrayEquals(new byte[] {0, 2, 4, 3}, hello.extensions.get(SIGNATURE_ALGORITHMS));
        }
    }

    @Test
    @Requirement({"R7925-016", "R7925-020", "R7925-023"})
    void serverTakesNothingThatIsWeak() {
        try (Pair pair = new Pair().establish()) {
            Hello hello = serverHello(pair);
            assertEquals(0xfefd, hello.version);
            assertArrayEquals(new byte[] {0}, hello.compression);
            assertTrue(hello.extensions.containsKey(EXTENDED_MASTER_SECRET));
            assertFalse(hello.extensions.containsKey(TRUNCATED_HMAC));
            assertFalse(hello.extensions.containsKey(ENCRYPT_THEN_MAC));
        }
    }

    @Test
    @Requirement("R7925-017")
    void eachHandshakeHasItsOwnEphemeralKeys() {
        DatagramSecurity.Factory servers = DtlsSecurity.server(DtlsConfig.builder()
                .pskStore(PskStore.of(Map.of("me", Pair.KEY)))
                .sessionLimits(limits -> limits.maxSessions(0))
                .build());
        DatagramSecurity.Factory clients = DtlsSecurity.client(DtlsConfig.builder()
                .psk("me", Pair.KEY)
                .cipherSuites(CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256)
                .build());
        List<String> exchanges = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (Pair pair = new Pair(servers, clients).establish()) {
                exchanges.add(keyExchange(pair.server, SERVER_KEY_EXCHANGE));
                exchanges.add(keyExchange(pair.client, CLIENT_KEY_EXCHANGE));
            }
        }
        assertEquals(4, exchanges.stream().distinct().count());
    }

    /** The content of a message that is in the clear. */
    private static String keyExchange(Pair.Node sender, int type) {
        for (byte[] datagram : sender.sent) {
            for (int at = 0; at + 13 < datagram.length && datagram[at] == 22 && datagram[at + 4] == 0; ) {
                int length = (datagram[at + 11] & 0xff) << 8 | datagram[at + 12] & 0xff;
                if (datagram[at + 13] == type) {
                    return HexFormat.of().formatHex(datagram, at + 25, at + 13 + length);
                }
                at += 13 + length;
            }
        }
        throw new AssertionError("no message of type " + type);
    }

    @Test
    @Requirement("R7925-027")
    void serverTakesNoOlderVersion() {
        try (Pair pair = new Pair()) {
            List<CoapException> failures = new ArrayList<>();
            pair.client.onFailure = failures::add;
            pair.client.changes = datagram -> {
                if (datagram[0] == 22 && datagram[13] == 1) {
                    datagram[RECORD_AND_MESSAGE_HEADERS + 1] = (byte) 0xff; // DTLS 1.0
                }
                return datagram;
            };
            pair.connect().run(() -> {
                pair.client.layer().handleTimeout(pair.now());
                return !failures.isEmpty();
            });
            assertEquals(
                    "protocol_version",
                    assertInstanceOf(AlertReceivedException.class, failures.get(0))
                            .alertName());
            assertEquals(1, pair.server.count(Counter.HANDSHAKES_FAILED));
        }
    }
}
