package dev.pipit.coap.dtls.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.DtlsConfigBuilder;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.testkit.Requirement;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connection IDs (RFC 9146) on the wire, with real handshakes and records. */
class ConnectionIdTest {
    private static final int CONNECTION_ID = 25;
    private static final int APPLICATION_DATA = 23;
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40001);

    private static UnaryOperator<DtlsConfigBuilder> ids(int bytes) {
        return builder -> bytes < 0 ? builder.withoutConnectionIds() : builder.connectionIdBytes(bytes);
    }

    /** What the client says next, which does not arrive by itself. */
    private static byte[] next(Pair pair, String text) {
        pair.client.loses = datagram -> true;
        pair.client.say(text);
        pair.client.loses = datagram -> false;
        return pair.client.sent.get(pair.client.sent.size() - 1);
    }

    private static byte[] idOf(byte[] record) {
        assertEquals(CONNECTION_ID, record[0]);
        return Arrays.copyOfRange(record, 11, 17);
    }

    /** Of the record that says something, as a length can be told from the record's content. */
    private static int idBytesIn(byte[] record, String text) {
        // RFC 9146 §5: the content type is within the ciphertext
        int inner = record[0] == CONNECTION_ID ? 1 : 0;
        return record.length - 13 - 8 - 8 - text.length() - inner;
    }

    @ParameterizedTest
    @CsvSource({
        "6, 0, 6, 0",
        "4, 4, 4, 4",
        "8, 0, 8, 0",
        "0, 5, 0, 5",
        "0, 0, 0, 0",
        "-1, 6, 0, 0",
        "6, -1, 0, 0",
        "8, 7, 8, 7"
    })
    @Requirement({"R9146-001", "R9146-002", "R9146-003", "R9146-004", "R9146-011"})
    void eachWritesTheIdOfTheOther(int server, int client, int toServer, int toClient) {
        try (Pair pair = new Pair(ids(server), ids(client)).establish()) {
            byte[] hello = pair.client.sent.get(pair.client.sent.size() - 1);
            assertEquals(toServer, idBytesIn(hello, "hello"));
            assertEquals(toServer > 0 ? CONNECTION_ID : APPLICATION_DATA, hello[0]);
            pair.server.say("answer");
            pair.run(() -> pair.client.delivered.contains("answer"));
            assertEquals(toClient, idBytesIn(pair.server.sent.get(pair.server.sent.size() - 1), "answer"));
        }
    }

    @Test
    void clientIsKnownFromWhereverItSends() {
        try (Pair pair = new Pair().establish()) {
            pair.server.handle(ELSEWHERE, next(pair, "moved"));
            assertEquals(List.of("hello", "moved"), pair.server.delivered);
            assertEquals(List.of(Pair.CLIENT, ELSEWHERE), pair.server.sources);
            pair.server.say("follows");
            assertEquals(1, pair.server.strays.size());
            pair.client.handle(pair.server.strays.get(0));
            assertEquals(List.of("follows"), pair.client.delivered);
        }
    }

    @Test
    @Requirement({"R9146-008", "R9146-009", "R9146-010"})
    void noOldOrForgedRecordMovesIt() {
        try (Pair pair = new Pair().establish()) {
            byte[] hello = pair.client.sent.get(pair.client.sent.size() - 1);
            byte[] early = next(pair, "early");
            byte[] late = next(pair, "late");
            byte[] forged = next(pair, "forged");
            forged[forged.length - 1]++;
            pair.server.handle(late);
            pair.server.handle(ELSEWHERE, early);
            pair.server.handle(ELSEWHERE, hello);
            pair.server.handle(ELSEWHERE, late);
            pair.server.handle(ELSEWHERE, forged);
            assertEquals(List.of("hello", "late", "early"), pair.server.delivered);
            assertEquals(3, pair.server.count(Counter.RECORDS_REJECTED));
            pair.server.say("stays");
            pair.run(() -> pair.client.delivered.contains("stays"));
            assertEquals(0, pair.server.strays.size());
        }
    }

    /** Without an ID nobody at another address is believed. */
    @Test
    void withoutIdItIsNotKnownElsewhere() {
        try (Pair pair = new Pair(ids(-1), ids(0)).establish()) {
            pair.server.handle(ELSEWHERE, next(pair, "moved"));
            assertEquals(List.of("hello"), pair.server.delivered);
            assertEquals(1, pair.server.count(Counter.RECORDS_WITHOUT_ASSOCIATION));
        }
    }

    @Test
    @Requirement("R9146-005")
    void recordWithoutTheIdThatWasAgreedOnIsRejected() {
        try (Pair pair = new Pair().establish()) {
            byte[] real = next(pair, "bare");
            byte[] bare = Arrays.copyOf(real, real.length - 6);
            System.arraycopy(real, 17, bare, 11, real.length - 17);
            bare[0] = APPLICATION_DATA;
            pair.server.handle(bare);
            assertEquals(1, pair.server.count(Counter.RECORDS_REJECTED));
            assertEquals(List.of("hello"), pair.server.delivered);
        }
    }

    @Test
    void handshakeThatResumesGetsAnotherId() {
        Lasting servers = new Lasting(
                DtlsConfig.builder().pskStore(id -> Optional.of(Pair.KEY)).build(), true);
        Lasting clients = new Lasting(DtlsConfig.psk("me", Pair.KEY), false);
        byte[][] seen = new byte[2][];
        for (int i = 0; i < 2; i++) {
            DtlsConfig server =
                    DtlsConfig.builder().pskStore(id -> Optional.of(Pair.KEY)).build();
            try (Pair pair = new Pair(
                            DtlsSecurity.factory(server, servers, true),
                            DtlsSecurity.factory(DtlsConfig.psk("me", Pair.KEY), clients, false))
                    .establish()) {
                assertEquals(i, pair.server.count(Counter.HANDSHAKES_RESUMED));
                seen[i] = idOf(pair.client.sent.get(pair.client.sent.size() - 1));
            }
        }
        assertFalse(Arrays.equals(seen[0], seen[1]));
    }

    /** BouncyCastle takes a record shorter than nonce, tag and type for an error that ends the session. */
    @Test
    @Requirement("R9146-010")
    void shortRecordWithTheIdEndsNoSession() {
        try (Pair pair = new Pair().establish()) {
            byte[] real = next(pair, "real");
            for (int length = 0; length < 40; length++) {
                byte[] forged = Arrays.copyOf(real, 19 + length);
                forged[10] = (byte) (100 + length);
                forged[17] = 0;
                forged[18] = (byte) length;
                pair.server.handle(ELSEWHERE, forged);
            }
            pair.runAll();
            pair.client.say("still there");
            pair.run(() -> pair.server.delivered.contains("still there"));
            assertEquals(0, pair.server.count(Counter.ASSOCIATIONS_CLOSED));
            assertEquals(17, pair.server.count(Counter.RECORDS_DROPPED));
            assertEquals(23, pair.server.count(Counter.RECORDS_REJECTED));
            assertTrue(pair.server.strays.isEmpty());
        }
    }

    /** The handshake's last messages are encrypted, and have the ID already. */
    @Test
    @Requirement("R9146-004")
    void clientMayMoveWhileItsHandshakeRuns() {
        try (Pair pair = new Pair()) {
            boolean[] moved = new boolean[1];
            pair.client.loses = datagram -> {
                // ClientKeyExchange, ChangeCipherSpec and Finished go in one datagram, the Finished at its end.
                if (!moved[0] && datagram[13] == 16) {
                    moved[0] = true;
                    int finished = lastRecord(datagram);
                    assertEquals(CONNECTION_ID, datagram[finished]);
                    pair.server.handle(Arrays.copyOf(datagram, finished));
                    pair.server.handle(ELSEWHERE, Arrays.copyOfRange(datagram, finished, datagram.length));
                    return true;
                }
                return false;
            };
            pair.establish();
            assertTrue(moved[0]);
        }
    }

    @Test
    @Requirement("R9146-007")
    void noRecordHoldsMoreThanARecordMay() {
        try (Pair pair = new Pair(ids(4), ids(4)).establish()) {
            int before = pair.client.sent.size();
            pair.client.say("x".repeat((1 << 14) + 1));
            assertEquals(before, pair.client.sent.size());
            assertEquals(1, pair.client.count(Counter.TOO_LARGE));
            pair.client.say("x".repeat(1 << 14));
            pair.run(() -> pair.server.delivered.size() == 2);
            assertEquals(1 << 14, pair.server.delivered.get(1).length());
        }
    }

    private static int lastRecord(byte[] datagram) {
        int at = 0;
        int last = 0;
        while (at < datagram.length) {
            last = at;
            int header = datagram[at] == CONNECTION_ID ? 19 : 13;
            at += header + ((datagram[at + header - 2] & 0xff) << 8 | datagram[at + header - 1] & 0xff);
        }
        return last;
    }
}
