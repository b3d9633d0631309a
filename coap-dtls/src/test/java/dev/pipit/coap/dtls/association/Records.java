package dev.pipit.coap.dtls.association;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Datagrams of one record, as far as the layer looks into them. */
final class Records {
    private Records() {}

    static byte[] clientHello(int random) {
        byte[] hello = handshakeMessage(1, 36);
        Arrays.fill(hello, 27, 59, (byte) random);
        return hello;
    }

    static byte[] withCookie(int random) {
        byte[] hello = clientHello(random);
        hello[hello.length - 1] = FakeHandshakes.COOKIE;
        return hello;
    }

    static byte[] handshake() {
        return handshakeMessage(16, 3);
    }

    static byte[] alert(int description) {
        return record(21, 0, new byte[] {2, (byte) description});
    }

    /** Application data, padded to the length of a record that can be. */
    static byte[] data(String text) {
        return record(23, 1, String.format("%-20s", text).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] handshakeMessage(int type, int length) {
        byte[] content = new byte[12 + length];
        content[0] = (byte) type;
        content[3] = (byte) length;
        content[5] = (byte) type;
        content[11] = (byte) length;
        return record(22, 0, content);
    }

    static byte[] withConnectionId() {
        return record(25, 1, new byte[20]);
    }

    /** Application data with a connection ID. */
    static byte[] data(byte[] id, String text) {
        byte[] content = String.format("%-20s", text).getBytes(StandardCharsets.UTF_8);
        byte[] plain = record(25, 1, content);
        byte[] record = Arrays.copyOf(plain, plain.length + id.length);
        System.arraycopy(id, 0, record, 11, id.length);
        System.arraycopy(plain, 11, record, 11 + id.length, plain.length - 11);
        return record;
    }

    private static byte[] record(int type, int epoch, byte[] content) {
        byte[] record = new byte[RecordHeader.LENGTH + content.length];
        record[0] = (byte) type;
        record[1] = (byte) 0xfe;
        record[2] = (byte) 0xfd;
        record[4] = (byte) epoch;
        record[12] = (byte) content.length;
        System.arraycopy(content, 0, record, RecordHeader.LENGTH, content.length);
        return record;
    }
}
