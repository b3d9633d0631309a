package dev.pipit.coap.dtls.bc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Somebody at an address of 10.0.0.0/8 who knows how to begin a handshake, and has no key. */
record Stranger(InetSocketAddress address) {
    private static final int RECORD_HEADER = 13;
    private static final int MESSAGE_HEADER = 12;
    private static final int BODY = RECORD_HEADER + MESSAGE_HEADER;
    private static final int COOKIE_AT = BODY + 3;
    private static final int SESSION_ID_AT = BODY + 2 + 32;

    static Stranger number(int number) {
        try {
            byte[] ip = {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
            return new Stranger(new InetSocketAddress(InetAddress.getByAddress(ip), 40_000));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** Has the server begin a handshake, with a ClientHello that somebody else has sent without a cookie. */
    void begin(Pair.Node server, byte[] hello) {
        server.handle(address, hello);
        server.handle(address, withCookie(hello, server.strays.get(server.strays.size() - 1)));
    }

    /** A handshake message that no server can read, as the second message of a handshake that has begun. */
    void spoil(Pair.Node server) {
        byte[] message = new byte[BODY + 1];
        message[0] = 22;
        message[1] = (byte) 0xfe;
        message[2] = (byte) 0xfd;
        message[10] = 2;
        message[12] = MESSAGE_HEADER + 1;
        message[RECORD_HEADER] = 11;
        message[RECORD_HEADER + 3] = 1;
        message[RECORD_HEADER + 5] = 2;
        message[RECORD_HEADER + 11] = 1;
        server.handle(address, message);
    }

    /** A ClientHello once more, with the cookie of a HelloVerifyRequest. */
    static byte[] withCookie(byte[] hello, byte[] request) {
        byte[] cookie = Arrays.copyOfRange(request, COOKIE_AT, COOKIE_AT + (request[COOKIE_AT - 1] & 0xff));
        int at = SESSION_ID_AT + 1 + hello[SESSION_ID_AT];
        byte[] made = Arrays.copyOf(hello, hello.length + cookie.length);
        made[at] = (byte) cookie.length;
        System.arraycopy(cookie, 0, made, at + 1, cookie.length);
        System.arraycopy(hello, at + 1, made, at + 1 + cookie.length, hello.length - at - 1);
        int length = made.length - BODY;
        made[10] = 1;
        made[11] = (byte) (length + MESSAGE_HEADER >> 8);
        made[12] = (byte) (length + MESSAGE_HEADER);
        for (int field : new int[] {RECORD_HEADER + 1, RECORD_HEADER + 9}) {
            made[field + 1] = (byte) (length >> 8);
            made[field + 2] = (byte) length;
        }
        made[RECORD_HEADER + 5] = 1;
        return made;
    }
}
