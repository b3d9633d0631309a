package dev.pipit.coap.dtls.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordFilterTest {
    private static final byte[] GOOD = Records.record(23, 1, new byte[30]);

    private final List<RecordDefect> dropped = new ArrayList<>();
    private final List<String> alerts = new ArrayList<>();
    private final RecordFilter.Listener listener = new RecordFilter.Listener() {
        @Override
        public void handleDropped(RecordDefect defect) {
            dropped.add(defect);
        }

        @Override
        public void handlePlaintextAlert(int level, int description) {
            alerts.add(level + "/" + description);
        }
    };
    private final RecordFilter filter = new RecordFilter(0, listener);
    private final RecordFilter filterWithIds = new RecordFilter(4, listener);

    @ParameterizedTest
    @CsvSource({"CCM_8, 15, 16", "CCM_OR_GCM, 23, 24", "CHACHA20_POLY1305, 15, 16", "ANY, 15, 16"})
    void aForgedRecordTooShortForNonceAndTagDoesNotReachAnEstablishedSession(String name, int tooShort, int enough) {
        RecordProtection protection = switch (name) {
            case "CCM_8" -> RecordProtection.CCM_8;
            case "CCM_OR_GCM" -> RecordProtection.CCM_OR_GCM;
            case "CHACHA20_POLY1305" -> RecordProtection.CHACHA20_POLY1305;
            default -> RecordProtection.ANY;
        };
        for (int type : new int[] {20, 21, 22, 23}) {
            for (int bytes = 0; bytes <= tooShort; bytes++) {
                assertEquals(0, keep(filter, Records.record(type, 1, new byte[bytes]), protection).length);
                assertDropped(RecordDefect.TOO_SHORT);
            }
            assertEquals(13 + enough, keep(filter, Records.record(type, 1, new byte[enough]), protection).length);
        }
        assertDropped();
    }

    @Test
    void aForgedSixteenByteDatagramIsDropped() {
        byte[] killer = Records.record(23, 1, new byte[3]);
        assertEquals(16, killer.length);
        assertEquals(0, keep(filter, killer).length);
        assertDropped(RecordDefect.TOO_SHORT);
    }

    @Test
    void aForgedShortRecordWithAKnownConnectionIdIsDropped() {
        for (int bytes = 0; bytes <= 16; bytes++) {
            byte[] killer = Records.record(25, "fefd", 1, "c1c2c3c4", new byte[bytes]);
            assertEquals(0, keep(filterWithIds, killer).length);
            assertDropped(RecordDefect.TOO_SHORT);
        }
        byte[] shortest = Records.record(25, "fefd", 1, "c1c2c3c4", new byte[17]);
        assertArrayEquals(shortest, keep(filterWithIds, shortest));
    }

    @ParameterizedTest
    @CsvSource({
        "23, fefd, 1, 0, TOO_SHORT",
        "23, fefd, 1, 18433, TOO_LONG",
        "22, fefd, 0, 0, TOO_SHORT",
        "22, fefd, 0, 16385, TOO_LONG",
        "24, fefd, 1, 40, UNKNOWN_CONTENT_TYPE",
        "26, fefd, 0, 40, UNKNOWN_CONTENT_TYPE",
        "0, fefd, 0, 40, UNKNOWN_CONTENT_TYPE",
        "23, feff, 1, 40, UNKNOWN_VERSION",
        "22, fefc, 0, 40, UNKNOWN_VERSION",
        "23, fefd, 2, 40, UNKNOWN_EPOCH",
        "22, fefd, 65535, 40, UNKNOWN_EPOCH",
        "25, fefd, 1, 40, UNEXPECTED_CONNECTION_ID",
        "25, fefd, 0, 40, PLAINTEXT_CONNECTION_ID",
        "23, fefd, 0, 40, PLAINTEXT_DATA",
        "21, fefd, 0, 2, PLAINTEXT_ALERT",
        "21, fefd, 0, 40, PLAINTEXT_ALERT"
    })
    void oneBadRecordIsDroppedAloneAndTheRestOfTheDatagramLives(
            int type, String version, int epoch, int bytes, RecordDefect defect) {
        byte[] bad = Records.record(type, version, epoch, "", new byte[bytes]);
        byte[] other = Records.record(20, 0, new byte[] {1});
        assertArrayEquals(Records.join(GOOD, other), keep(filter, Records.join(GOOD, bad, other)));
        assertArrayEquals(Records.join(other, GOOD), keep(filter, Records.join(bad, other, bad, GOOD, bad)));
        assertDropped(defect, defect, defect, defect);
    }

    @Test
    void aBrokenRestIsDroppedAndWhatCameBeforeItLives() {
        for (byte[] rest : List.of(new byte[1], new byte[12], Arrays.copyOf(GOOD, GOOD.length - 1), new byte[40])) {
            assertArrayEquals(GOOD, keep(filter, Records.join(GOOD, rest)));
        }
        assertDropped(
                RecordDefect.TRUNCATED_HEADER,
                RecordDefect.TRUNCATED_HEADER,
                RecordDefect.BEYOND_DATAGRAM,
                RecordDefect.UNKNOWN_VERSION);
    }

    @Test
    void aForgedAlertEndsNeitherHandshakeNorSessionAndIsReported() {
        byte[] fatal = Records.record(21, 0, new byte[] {2, 40});
        assertEquals(0, keep(filter, fatal).length);
        assertDropped(RecordDefect.PLAINTEXT_ALERT);
        assertEquals(List.of("2/40"), alerts);
    }

    @Test
    void aResentFirstFlightReachesAnEstablishedSession() {
        // The client did not get our Finished: RFC 6347 §4.2.4, its flight begins in epoch 0.
        byte[] flight = Records.join(
                Records.record(22, 0, Records.fragment(16, 40, 2, 0, 40)),
                Records.record(20, 0, new byte[] {1}),
                Records.record(22, 1, new byte[40]));
        assertArrayEquals(flight, keep(filter, flight));
        assertDropped();
    }

    @Test
    void aHelloVerifyRequestMayBeOfDtls10() {
        byte[] hello = Records.record(22, "feff", 0, "", Records.fragment(3, 19, 0, 0, 19));
        assertArrayEquals(hello, keep(filter, hello));
    }

    @Test
    void aRecordWithABadFragmentIsDroppedWhole() {
        FragmentFilter fragments = new FragmentFilter();
        byte[] bomb = Records.record(
                22, 0, Records.join(Records.fragment(40, 1, 0, 40), Records.fragment(1 << 23, 2, 0, 32)));
        byte[] datagram = Records.join(bomb, GOOD);
        int kept = filter.filter(datagram, 0, datagram.length, RecordProtection.ANY, fragments);
        assertArrayEquals(GOOD, Arrays.copyOf(datagram, kept));
        assertDropped(RecordDefect.MESSAGE_TOO_LONG);
    }

    @Test
    void worksWithinAnArrayThatHoldsMore() {
        byte[] bad = Records.record(23, 1, new byte[3]);
        byte[] array = Records.join(new byte[] {1, 2, 3}, bad, GOOD, new byte[] {4, 5});
        int kept = filter.filter(array, 3, bad.length + GOOD.length, RecordProtection.CCM_8, null);
        assertArrayEquals(GOOD, Arrays.copyOfRange(array, 3, 3 + kept));
        assertArrayEquals(new byte[] {4, 5}, Arrays.copyOfRange(array, array.length - 2, array.length));
    }

    private byte[] keep(RecordFilter by, byte[] datagram) {
        return keep(by, datagram, RecordProtection.CCM_8);
    }

    private static byte[] keep(RecordFilter by, byte[] datagram, RecordProtection protection) {
        byte[] copy = datagram.clone();
        return Arrays.copyOf(copy, by.filter(copy, 0, copy.length, protection, null));
    }

    private void assertDropped(RecordDefect... defects) {
        assertEquals(List.of(defects), dropped);
        dropped.clear();
    }
}
