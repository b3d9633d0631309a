package dev.pipit.coap.dtls.record;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the fragments of handshake messages (RFC 6347 §4.2.2, §4.2.3) before they are put together. One for each
 * handshake; a new handshake, also one with the same peer, gets a new one.
 *
 * <p>BouncyCastle 1.84 sets aside what a first fragment says the message's length is, up to 2^24 bytes, for sixteen
 * messages ahead: 416 bytes in, 272 MiB kept (CVE-2026-59646). And it puts messages together in a time that grows with
 * the square of the number of fragments. So a length has a limit here, and a fragment a least size.
 *
 * <p>The RFC names no least size: "These ranges MUST NOT be larger than the maximum handshake fragment size" is all. 32
 * bytes are taken: a record with such a fragment has 57 bytes, 25 of them headers, and fits into one frame of IEEE
 * 802.15.4 (127 bytes) with compressed headers of 6LoWPAN and link-layer security. Whoever sends less than that in a
 * fragment that is not the last one of its message sends mostly headers. A message of 8192 bytes then has at most 256
 * fragments, and each may come {@value #REPETITIONS} times: more often than a flight is sent again in half a minute
 * (RFC 6347 §4.2.4.1).
 *
 * <p>Fragments of epoch 1 are encrypted; who decrypts them can have their content checked here as well. Not thread-safe.
 */
public final class FragmentFilter {
    private final int maxMessageBytes;
    private final int minFragmentBytes;
    private final int[] typesAndLengths;
    private final short[] fragments;

    /** One with the usual limits: messages of 8192 bytes, message_seq up to 24, fragments of 32 bytes and more. */
    public FragmentFilter() {
        this(8192, 24, 32);
    }

    /**
     * Makes one.
     *
     * @param maxMessageBytes bytes of the longest handshake message, a chain of certificates as a rule: 256-65535
     * @param maxMessageSeq the highest message_seq: 10-255. A handshake with everything has ten messages from one side.
     * @param minFragmentBytes bytes of the smallest fragment that is not the last of its message: 1-256
     */
    public FragmentFilter(int maxMessageBytes, int maxMessageSeq, int minFragmentBytes) {
        this.maxMessageBytes = within("maxMessageBytes", maxMessageBytes, 256, 65_535);
        this.minFragmentBytes = within("minFragmentBytes", minFragmentBytes, 1, 256);
        this.typesAndLengths = new int[within("maxMessageSeq", maxMessageSeq, 10, 255) + 1];
        this.fragments = new short[maxMessageSeq + 1];
    }

    private static int within(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + "-" + max + ")");
        }
        return value;
    }

    /**
     * What is wrong with the content of a handshake record, of one or several fragments; null where nothing is. Only a
     * record without defects is remembered.
     */
    public @Nullable RecordDefect check(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int end = offset + length;
        for (int at = offset; at < end; at = fragmentEnd(bytes, at)) {
            RecordDefect defect = defect(bytes, at, end);
            if (defect != null) {
                return defect;
            }
        }
        for (int at = offset; at < end; at = fragmentEnd(bytes, at)) {
            int messageSeq = RecordCursor.uint16(bytes, at + 4);
            typesAndLengths[messageSeq] = RecordCursor.uint16(bytes, at) << 16 | RecordCursor.uint16(bytes, at + 2);
            fragments[messageSeq]++;
        }
        return null;
    }

    private static int fragmentEnd(byte[] bytes, int at) {
        return at + HEADER_BYTES + uint24(bytes, at + 9);
    }

    private @Nullable RecordDefect defect(byte[] bytes, int at, int end) {
        if (end - at < HEADER_BYTES || fragmentEnd(bytes, at) > end) {
            return RecordDefect.FRAGMENT_BEYOND_RECORD;
        }
        int messageBytes = uint24(bytes, at + 1);
        int fragmentOffset = uint24(bytes, at + 6);
        int fragmentBytes = uint24(bytes, at + 9);
        if (messageBytes > maxMessageBytes) {
            return RecordDefect.MESSAGE_TOO_LONG;
        }
        if (fragmentOffset + fragmentBytes > messageBytes) {
            return RecordDefect.FRAGMENT_BEYOND_MESSAGE;
        }
        if (fragmentBytes == 0 && messageBytes > 0) {
            return RecordDefect.EMPTY_FRAGMENT;
        }
        if (fragmentBytes < minFragmentBytes && fragmentOffset + fragmentBytes < messageBytes) {
            return RecordDefect.TINY_FRAGMENT;
        }
        return messageDefect(RecordCursor.uint16(bytes, at + 4), bytes[at] & 0xff, messageBytes);
    }

    /** A message is what its first fragment said, as the reassembly takes it; the Finished would show a forged one. */
    private @Nullable RecordDefect messageDefect(int messageSeq, int type, int messageBytes) {
        if (messageSeq >= fragments.length) {
            return RecordDefect.MESSAGE_SEQ_TOO_HIGH;
        }
        if (fragments[messageSeq] == 0) {
            return null;
        }
        if (typesAndLengths[messageSeq] != (type << 24 | messageBytes)) {
            return RecordDefect.INCONSISTENT_FRAGMENT;
        }
        int most = REPETITIONS * (messageBytes / minFragmentBytes + 1);
        return fragments[messageSeq] >= Math.min(most, Short.MAX_VALUE) ? RecordDefect.TOO_MANY_FRAGMENTS : null;
    }

    private static int uint24(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 16 | RecordCursor.uint16(bytes, at + 1);
    }

    private static final int HEADER_BYTES = 12;
    private static final int REPETITIONS = 8;
}
