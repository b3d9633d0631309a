package dev.pipit.coap.dtls.record;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Writes records and handshake fragments for tests, also such as nobody should write. */
final class Records {
    private Records() {}

    static byte[] record(int type, int epoch, byte[] content) {
        return record(type, "fefd", epoch, "", content);
    }

    static byte[] record(int type, String version, int epoch, String connectionId, byte[] content) {
        return hex("%02x%s%04x%012x%s%04x%s"
                .formatted(
                        type,
                        version,
                        epoch,
                        7,
                        connectionId,
                        content.length,
                        HexFormat.of().formatHex(content)));
    }

    /** A fragment of a certificate message, type 11. */
    static byte[] fragment(int messageBytes, int messageSeq, int fragmentOffset, int fragmentBytes) {
        return fragment(11, messageBytes, messageSeq, fragmentOffset, fragmentBytes);
    }

    static byte[] fragment(int type, int messageBytes, int messageSeq, int fragmentOffset, int fragmentBytes) {
        byte[] header =
                hex("%02x%06x%04x%06x%06x".formatted(type, messageBytes, messageSeq, fragmentOffset, fragmentBytes));
        return join(header, new byte[fragmentBytes]);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
