package dev.pipit.coap.dtls.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordCursorTest {
    private final RecordCursor records = new RecordCursor(0);

    @Test
    void readsTheHeaderOfARecord() {
        records.begin(Records.hex("00" + "17fefd0001a1b2c3d4e5f60003aabbcc" + "00"), 1, 16);
        assertTrue(records.next());
        assertEquals(ContentType.APPLICATION_DATA, records.contentType());
        assertEquals(0xfefd, records.version());
        assertEquals(1, records.epoch());
        assertEquals(0xa1b2c3d4e5f6L, records.sequenceNumber());
        assertEquals(1, records.start());
        assertEquals(14, records.contentStart());
        assertEquals(3, records.contentBytes());
        assertEquals(17, records.end());
        assertFalse(records.hasConnectionId());
        assertFalse(records.next());
        assertNull(records.defect());
    }

    @Test
    void readsAConnectionIdOfTheLengthThatIsGivenOut() {
        RecordCursor withId = new RecordCursor(6);
        withId.begin(Records.hex("19fefd0001000000000001" + "c1c2c3c4c5c6" + "0002aabb"), 0, 21);
        assertTrue(withId.next());
        assertTrue(withId.hasConnectionId());
        assertEquals(11, RecordCursor.CONNECTION_ID_AT);
        assertEquals(2, withId.contentBytes());
        assertEquals(19, withId.contentStart());
        assertEquals(21, withId.end());
    }

    @Test
    void walksOverRecordsWithAndWithoutConnectionId() {
        RecordCursor withId = new RecordCursor(2);
        byte[] datagram = Records.join(
                Records.record(22, 0, new byte[5]),
                Records.record(25, "fefd", 1, "c1c2", new byte[20]),
                Records.record(20, 0, new byte[1]));
        withId.begin(datagram, 0, datagram.length);
        StringBuilder types = new StringBuilder();
        while (withId.next()) {
            types.append(withId.contentType())
                    .append('/')
                    .append(withId.contentBytes())
                    .append(' ');
        }
        assertEquals("22/5 25/20 20/1 ", types.toString());
        assertNull(withId.defect());
    }

    @Test
    void everyTruncationIsNoticed() {
        byte[] datagram =
                Records.join(Records.record(22, 0, new byte[5]), Records.record(25, "fefd", 1, "c1c2", new byte[20]));
        RecordCursor withId = new RecordCursor(2);
        for (int length = 0; length <= datagram.length; length++) {
            withId.begin(Arrays.copyOf(datagram, length), 0, length);
            while (withId.next()) {
                assertTrue(withId.end() <= length);
            }
            boolean boundary = length == 0 || length == 18 || length == datagram.length;
            assertEquals(boundary, withId.defect() == null, "length " + length);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "16fefd0000000000000000, TRUNCATED_HEADER",
        "16fefd0000000000000000000100, ",
        "16fefd000000000000000000020000, ",
        "16fefd00000000000000000003ffff, BEYOND_DATAGRAM",
        "16fefd0000000000000000ffffffff, BEYOND_DATAGRAM",
        "16030300000000000000000001ff, UNKNOWN_VERSION",
        "2f4f54415448454c4c4f4f544845525345, UNKNOWN_VERSION"
    })
    void saysWhatKeepsTheRestFromBeingARecord(String hex, RecordDefect defect) {
        byte[] datagram = Records.hex(hex);
        records.begin(datagram, 0, datagram.length);
        assertEquals(defect == null, records.next());
        assertFalse(records.next());
        assertEquals(defect, records.defect());
    }

    @Test
    void aConnectionIdHasAtMost255Bytes() {
        assertEquals(
                "connectionIdBytes: 256 (expected: 0-255)",
                assertThrows(IllegalArgumentException.class, () -> new RecordCursor(256))
                        .getMessage());
    }
}
