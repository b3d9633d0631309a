package dev.pipit.coap.dtls.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.dtls.DtlsConfigBuilder;
import dev.pipit.coap.event.Counter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What BouncyCastle 1.84 must be kept from, and what it is left to: each test fails without its fence. */
class FencesTest {
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;

    private static byte[] record(int type, int epoch, int sequence, int length) {
        byte[] record = new byte[13 + length];
        record[0] = (byte) type;
        record[1] = (byte) 0xfe;
        record[2] = (byte) 0xfd;
        record[4] = (byte) epoch;
        record[10] = (byte) sequence;
        record[11] = (byte) (length >> 8);
        record[12] = (byte) length;
        return record;
    }

    private static byte[] fragment(int messageSeq, int total, int offset, int length, int sequence) {
        byte[] record = record(HANDSHAKE, 0, sequence, 12 + length);
        record[13] = 16;
        record[14] = (byte) (total >> 16);
        record[15] = (byte) (total >> 8);
        record[16] = (byte) total;
        record[18] = (byte) messageSeq;
        record[20] = (byte) (offset >> 8);
        record[21] = (byte) offset;
        record[23] = (byte) (length >> 8);
        record[24] = (byte) length;
        return record;
    }

    /** BouncyCastle goes back to epoch 0 to repeat its last flight; what is sent meanwhile would be in the clear. */
    @Test
    void nothingIsSentInTheClearWhileTheLastFlightIsRepeated() {
        try (Pair pair = new Pair()) {
            List<String> refused = new ArrayList<>();
            // The server's Finished is lost, and the client repeats its flight to the established session.
            boolean[] lost = new boolean[1];
            pair.server.loses = datagram -> {
                boolean last = datagram[0] == CHANGE_CIPHER_SPEC && !lost[0];
                lost[0] |= last;
                return last;
            };
            pair.connect().run(() -> lost[0]);
            pair.run(() -> pair.server.count(Counter.HANDSHAKES_COMPLETED) == 1);
            pair.server.ask();
            pair.server.onSend = () -> {
                if (refused.isEmpty()) {
                    refused.add(assertThrows(IllegalStateException.class, () -> pair.server.say("secret"))
                            .getMessage());
                }
            };
            pair.run(pair::isConnected);
            assertEquals(1, refused.size(), "the flight was not repeated");
            pair.server.say("and later");
            pair.run(() -> pair.client.delivered.contains("and later"));
            assertFalse(pair.server.hasShown("secret"));
            assertFalse(pair.server.hasShown("later"));
        }
    }

    /** BouncyCastle takes a record shorter than nonce and tag for an error that ends the session. */
    @Test
    void shortRecordOfAnybodyEndsNoSession() {
        // With a connection ID, a record without it is nobody's: see ConnectionIdTest.
        UnaryOperator<DtlsConfigBuilder> without = DtlsConfigBuilder::withoutConnectionIds;
        try (Pair pair = new Pair(without, without).establish()) {
            for (int length = 0; length < 40; length++) {
                pair.server.handle(record(APPLICATION_DATA, 1, 100 + length, length));
            }
            pair.runAll();
            pair.client.say("still there");
            pair.run(() -> pair.server.delivered.contains("still there"));
            assertEquals(0, pair.server.count(Counter.ASSOCIATIONS_CLOSED));
            assertEquals(16, pair.server.count(Counter.RECORDS_DROPPED));
            assertEquals(24, pair.server.count(Counter.RECORDS_REJECTED));
        }
    }

    /** BouncyCastle sets aside what a fragment says its message's length is (CVE-2026-59646). */
    @Test
    void bombsOfFragmentsReachNoHandshake() {
        try (Pair pair = new Pair()) {
            boolean[] bombed = new boolean[1];
            pair.client.onSend = () -> {
                if (!bombed[0] && pair.server.count(Counter.HANDSHAKES_STARTED) == 1) {
                    bombed[0] = true;
                    for (int i = 2; i < 18; i++) {
                        pair.server.handle(fragment(i, 0xffffff, 0, 1, i));
                    }
                    for (int i = 0; i < 100; i++) {
                        pair.server.handle(fragment(2, 8000, i, 1, 20 + i));
                    }
                }
            };
            pair.establish();
            assertTrue(bombed[0]);
            assertEquals(116, pair.server.count(Counter.RECORDS_DROPPED));
        }
    }

    @Test
    void bombsOfFragmentsReachNoSession() {
        try (Pair pair = new Pair().establish()) {
            byte[] bomb = fragment(9, 0xffffff, 0, 1, 50);
            pair.server.handle(bomb);
            byte[] behindAnother = Arrays.copyOf(record(APPLICATION_DATA, 1, 100, 16), 29 + bomb.length);
            System.arraycopy(bomb, 0, behindAnother, 29, bomb.length);
            pair.server.handle(behindAnother);
            pair.runAll();
            assertEquals(2, pair.server.count(Counter.RECORDS_DROPPED));
            pair.client.say("still there");
            pair.run(() -> pair.server.delivered.contains("still there"));
        }
    }

    @Test
    void replayedAndForgedRecordsAreRejected() {
        try (Pair pair = new Pair().establish()) {
            byte[] hello = pair.client.sent.get(pair.client.sent.size() - 1);
            pair.server.handle(hello);
            byte[] forged = hello.clone();
            forged[10]++;
            pair.server.handle(forged);
            pair.runAll();
            assertEquals(List.of("hello"), pair.server.delivered);
            assertEquals(2, pair.server.count(Counter.RECORDS_REJECTED));
        }
    }
}
