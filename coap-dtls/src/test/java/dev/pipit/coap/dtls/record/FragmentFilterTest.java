package dev.pipit.coap.dtls.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FragmentFilterTest {
    private final FragmentFilter fragments = new FragmentFilter();

    @Test
    void reassemblyBombOfDeclaredLengthsIsRefused() {
        // CVE-2026-59646: sixteen messages ahead, each said to be of 2^24 - 1 bytes.
        for (int seq = 0; seq < 16; seq++) {
            assertDefect(RecordDefect.MESSAGE_TOO_LONG, Records.fragment((1 << 24) - 1, seq, 0, 32));
        }
        assertDefect(RecordDefect.MESSAGE_TOO_LONG, Records.fragment(8193, 1, 0, 40));
        assertNull(check(Records.fragment(8192, 1, 0, 40)));
    }

    @Test
    void quadraticReassemblyOfTinyFragmentsIsRefused() {
        for (int offset = 0; offset < 8191; offset++) {
            assertDefect(RecordDefect.TINY_FRAGMENT, Records.fragment(8192, 1, offset, 1));
        }
        assertDefect(RecordDefect.TINY_FRAGMENT, Records.fragment(8192, 1, 0, 31));
        assertNull(check(Records.fragment(8192, 1, 0, 32)));
    }

    @Test
    void theLastFragmentMayBeOfOneByte() {
        assertNull(check(Records.fragment(33, 1, 32, 1)));
        assertNull(check(Records.fragment(1, 2, 0, 1)));
    }

    @Test
    void repetitionsOfFragmentsEndSomewhere() {
        for (int repetition = 0; repetition < 8; repetition++) {
            for (int offset = 0; offset < 8192; offset += 32) {
                assertNull(check(Records.fragment(8192, 1, offset, 32)));
            }
        }
        for (int i = 0; i < 8; i++) {
            assertNull(check(Records.fragment(8192, 1, 8191, 1)));
        }
        assertDefect(RecordDefect.TOO_MANY_FRAGMENTS, Records.fragment(8192, 1, 0, 8192));
        assertNull(check(Records.fragment(8192, 2, 0, 8192)));
    }

    @Test
    void anEmptyMessageMayComeAgainWithEachFlight() {
        for (int i = 0; i < 8; i++) {
            assertNull(check(Records.fragment(14, 0, 3, 0, 0)));
        }
        assertDefect(RecordDefect.TOO_MANY_FRAGMENTS, Records.fragment(14, 0, 3, 0, 0));
    }

    @Test
    void anEmptyFragmentOfAMessageWithContentIsRefused() {
        assertDefect(RecordDefect.EMPTY_FRAGMENT, Records.fragment(100, 1, 0, 0));
        assertDefect(RecordDefect.EMPTY_FRAGMENT, Records.fragment(100, 1, 100, 0));
    }

    @Test
    void aFragmentThatEndsBehindItsMessageIsRefused() {
        assertDefect(RecordDefect.FRAGMENT_BEYOND_MESSAGE, Records.fragment(100, 1, 61, 40));
        assertDefect(RecordDefect.FRAGMENT_BEYOND_MESSAGE, Records.fragment(100, 1, (1 << 24) - 1, 40));
        assertDefect(RecordDefect.FRAGMENT_BEYOND_MESSAGE, Records.fragment(0, 1, 1, 0));
    }

    @Test
    void aFragmentThatEndsBehindItsRecordIsRefused() {
        byte[] fragment = Records.fragment(100, 1, 0, 100);
        for (int length = 1; length < fragment.length; length++) {
            assertEquals(RecordDefect.FRAGMENT_BEYOND_RECORD, fragments.check(fragment, 0, length));
        }
        byte[] trailing = Records.join(fragment, new byte[11]);
        assertDefect(RecordDefect.FRAGMENT_BEYOND_RECORD, trailing);
    }

    @Test
    void messagesFarAheadAreRefused() {
        assertNull(check(Records.fragment(40, 24, 0, 40)));
        assertDefect(RecordDefect.MESSAGE_SEQ_TOO_HIGH, Records.fragment(40, 25, 0, 40));
        assertDefect(RecordDefect.MESSAGE_SEQ_TOO_HIGH, Records.fragment(40, 65_535, 0, 40));
    }

    @Test
    void aMessageThatChangesItsLengthOrTypeIsRefused() {
        assertNull(check(Records.fragment(100, 1, 0, 40)));
        assertDefect(RecordDefect.INCONSISTENT_FRAGMENT, Records.fragment(101, 1, 40, 40));
        assertDefect(RecordDefect.INCONSISTENT_FRAGMENT, Records.fragment(12, 100, 1, 40, 40));
        assertNull(check(Records.fragment(100, 1, 40, 60)));
    }

    @Test
    void fragmentsMayOverlapAndBecomeSmaller() {
        // RFC 6347 §4.2.3: "MUST be able to handle overlapping fragment ranges."
        assertNull(check(Records.fragment(1000, 1, 0, 600)));
        assertNull(check(Records.fragment(1000, 1, 0, 300)));
        assertNull(check(Records.fragment(1000, 1, 200, 500)));
        assertNull(check(Records.fragment(1000, 1, 300, 700)));
    }

    @Test
    void severalMessagesInOneRecordAreAllLookedAt() {
        assertNull(check(Records.join(
                Records.fragment(2, 70, 1, 0, 70),
                Records.fragment(300, 2, 0, 300),
                Records.fragment(14, 0, 3, 0, 0))));
        assertDefect(
                RecordDefect.TINY_FRAGMENT,
                Records.join(Records.fragment(2, 70, 1, 0, 70), Records.fragment(300, 2, 0, 8)));
    }

    @Test
    void aRefusedRecordIsNotRemembered() {
        byte[] half = Records.join(Records.fragment(50, 5, 0, 50), Records.fragment(300, 2, 0, 8));
        for (int i = 0; i < 100; i++) {
            assertDefect(RecordDefect.TINY_FRAGMENT, half);
        }
        assertNull(check(Records.fragment(60, 5, 0, 60)));
    }

    @Test
    void limitsAreConfigurable() {
        FragmentFilter small = new FragmentFilter(512, 10, 64);
        assertEquals(RecordDefect.MESSAGE_TOO_LONG, check(small, Records.fragment(513, 1, 0, 513)));
        assertEquals(RecordDefect.TINY_FRAGMENT, check(small, Records.fragment(512, 1, 0, 63)));
        assertEquals(RecordDefect.MESSAGE_SEQ_TOO_HIGH, check(small, Records.fragment(50, 11, 0, 50)));
        assertNull(check(small, Records.fragment(512, 10, 0, 64)));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new FragmentFilter(100, 24, 32))
                .getMessage()
                .startsWith("maxMessageBytes: 100 (expected: 256-65535)"));
    }

    private RecordDefect check(byte[] content) {
        return check(fragments, content);
    }

    private static RecordDefect check(FragmentFilter by, byte[] content) {
        return by.check(content, 0, content.length);
    }

    private void assertDefect(RecordDefect defect, byte[] content) {
        assertEquals(defect, check(content));
    }
}
