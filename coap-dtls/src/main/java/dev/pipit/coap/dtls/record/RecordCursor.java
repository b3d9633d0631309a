package dev.pipit.coap.dtls.record;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the records of one datagram and reads their headers: RFC 6347 §4.1, with connection IDs RFC 9146 §4.
 *
 * <pre>{@code
 * type(1) version(2) epoch(2) sequence_number(6) [cid(n), where type is 25] length(2) fragment(length)
 * }</pre>
 *
 * <p>One instance serves any number of datagrams. It never reads outside the datagram, whatever that says of itself. Not
 * thread-safe.
 */
public final class RecordCursor {
    /** Bytes of a header without a connection ID. */
    public static final int HEADER_BYTES = 13;

    /** The connection ID of a record begins here, counted from its first byte. */
    public static final int CONNECTION_ID_AT = 11;

    private final int connectionIdBytes;
    private byte[] bytes = {};
    private int start;
    private int next;
    private int end;
    private @Nullable RecordDefect defect;

    /**
     * Makes one.
     *
     * @param connectionIdBytes length of each connection ID that we give out; 0 where we give out none
     */
    public RecordCursor(int connectionIdBytes) {
        // RFC 9146 §3: opaque cid<0..2^8-1>
        if (connectionIdBytes < 0 || connectionIdBytes > 255) {
            throw new IllegalArgumentException("connectionIdBytes: " + connectionIdBytes + " (expected: 0-255)");
        }
        this.connectionIdBytes = connectionIdBytes;
    }

    /** Begins with a datagram; {@link #next} goes to its first record. */
    public void begin(byte[] datagram, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, datagram.length);
        bytes = datagram;
        start = offset;
        next = offset;
        end = offset + length;
        defect = null;
    }

    /** Goes to the next record; false where there is none, or where what is left is not one: see {@link #defect}. */
    public boolean next() {
        start = next;
        int left = end - start;
        if (left == 0 || defect != null) {
            return false;
        }
        if (left < HEADER_BYTES || left < headerBytes()) {
            defect = RecordDefect.TRUNCATED_HEADER;
        } else if (bytes[start + 1] != MAJOR) {
            defect = RecordDefect.UNKNOWN_VERSION; // another protocol, whose records may be framed in another way
        } else if (left < headerBytes() + contentBytes()) {
            defect = RecordDefect.BEYOND_DATAGRAM;
        } else {
            next = start + headerBytes() + contentBytes();
        }
        return defect == null;
    }

    /** What keeps the rest of the datagram from being a record; null where nothing does. */
    public @Nullable RecordDefect defect() {
        return defect;
    }

    /** Where the record begins in the array. */
    public int start() {
        return start;
    }

    /** Where the next record begins, or the datagram ends. */
    public int end() {
        return next;
    }

    /** One of {@link ContentType}, or any other byte. */
    public int contentType() {
        return bytes[start] & 0xff;
    }

    /** 0xfefd for DTLS 1.2, 0xfeff for 1.0. */
    public int version() {
        return uint16(bytes, start + 1);
    }

    /** How often the keys were changed: 0 is without encryption. */
    public int epoch() {
        return uint16(bytes, start + 3);
    }

    /** The 48-bit number of the record in its epoch. */
    public long sequenceNumber() {
        return (long) uint16(bytes, start + 5) << 32 | (long) uint16(bytes, start + 7) << 16 | uint16(bytes, start + 9);
    }

    /** Whether the record carries a connection ID, at {@link #CONNECTION_ID_AT}. */
    public boolean hasConnectionId() {
        return connectionIdBytes > 0 && contentType() == ContentType.CONNECTION_ID;
    }

    /** Where the content begins in the array: ciphertext in all epochs but 0. */
    public int contentStart() {
        return start + headerBytes();
    }

    /** Bytes of the content. */
    public int contentBytes() {
        return uint16(bytes, start + headerBytes() - 2);
    }

    private int headerBytes() {
        return hasConnectionId() ? HEADER_BYTES + connectionIdBytes : HEADER_BYTES;
    }

    static int uint16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    private static final byte MAJOR = (byte) 254;
}
