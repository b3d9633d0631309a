package dev.pipit.coap.dtls.association;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Datagrams of one record, as far as the layer looks into them. */
final class Records {
    private Records() {}

    static byte[] clientHello(int random) {
        byte[] hello = record(22, 0, new byte[47 + 1]);
        hello[RecordHeader.LENGTH] = 1;
        Arrays.fill(hello, 27, 59, (byte) random);
        return hello;
    }

    static byte[] withCookie(int random) {
        byte[] hello = clientHello(random);
        hello[hello.length - 1] = FakeHandshakes.COOKIE;
        return hello;
    }

    static byte[] handshake() {
        return record(22, 0, new byte[] {16, 0, 0});
    }

    static byte[] alert(int description) {
        return record(21, 0, new byte[] {2, (byte) description});
    }

    static byte[] data(String text) {
        return record(23, 1, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] withConnectionId() {
        return record(25, 1, new byte[20]);
    }

    private static byte[] record(int type, int epoch, byte[] content) {
        byte[] record = new byte[RecordHeader.LENGTH + content.length];
        record[0] = (byte) type;
        record[4] = (byte) epoch;
        record[12] = (byte) content.length;
        System.arraycopy(content, 0, record, RecordHeader.LENGTH, content.length);
        return record;
    }
}
