package dev.pipit.coap.dtls.association;

import dev.pipit.coap.dtls.record.ContentType;
import dev.pipit.coap.dtls.record.RecordCursor;
import java.util.Arrays;

/** What the first record of a datagram says of itself without any key (RFC 6347 §4.1, §4.2.2). */
final class RecordHeader {
    /** Bytes of a record's header without a connection ID. */
    static final int LENGTH = RecordCursor.HEADER_BYTES;

    private static final int CLIENT_HELLO = 1;

    // Behind the record's header, and the handshake message's of 12 bytes, come two bytes of version.
    private static final int RANDOM_AT = LENGTH + 12 + 2;
    private static final int RANDOM_LENGTH = 32;

    private RecordHeader() {}

    static int epoch(byte[] bytes) {
        return (bytes[3] & 0xff) << 8 | bytes[4] & 0xff;
    }

    /** Where the record says that it ends, with a connection ID of so many bytes. */
    static int end(byte[] bytes, int idBytes) {
        int at = LENGTH + idBytes;
        return at + ((bytes[at - 2] & 0xff) << 8 | bytes[at - 1] & 0xff);
    }

    static boolean isClientHello(byte[] bytes, int length) {
        return bytes[0] == ContentType.HANDSHAKE
                && epoch(bytes) == 0
                && length >= RANDOM_AT + RANDOM_LENGTH
                && bytes[LENGTH] == CLIENT_HELLO;
    }

    /** The client's random of a ClientHello; it tells a repetition from a new beginning. */
    static byte[] clientRandom(byte[] bytes) {
        return Arrays.copyOfRange(bytes, RANDOM_AT, RANDOM_AT + RANDOM_LENGTH);
    }
}
