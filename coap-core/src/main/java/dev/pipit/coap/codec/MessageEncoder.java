package dev.pipit.coap.codec;

import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.message.UdpMessage;
import org.jspecify.annotations.Nullable;

/** Writes datagrams (RFC 7252 §3, with token lengths of RFC 8974 §2.1). Safe for use by any thread. */
public final class MessageEncoder {
    private MessageEncoder() {}

    /** The datagram of a message. */
    public static byte[] encode(UdpMessage message) {
        return encode(message.type(), message.messageId(), message.token(), message.message());
    }

    /**
     * The four bytes of an Empty message (RFC 7252 §4.1).
     *
     * @throws IllegalArgumentException if the type is NON (RFC 7252 §4.3)
     */
    public static byte[] encodeEmpty(MessageType type, int messageId) {
        return encode(type, messageId, Token.EMPTY, null);
    }

    /**
     * The datagram of these parts; no message for an Empty one, which has no token either.
     *
     * @throws IllegalArgumentException if an Empty message is NON or has a token (RFC 7252 §4.1, §4.3)
     */
    public static byte[] encode(MessageType type, int messageId, Token token, @Nullable Message message) {
        int tokenLength = token.length();
        if (message == null && (tokenLength > 0 || type == MessageType.NON)) {
            throw new IllegalArgumentException(
                    "Empty message: " + type + " with token \"" + token + "\" (expected: CON, ACK or RST, no token)");
        }
        byte[] bytes = new byte[length(token, message)];
        int nibble = tokenLength < 13 ? tokenLength : tokenLength < 269 ? 13 : 14;
        bytes[0] = (byte) (0x40 | type.number() << 4 | nibble);
        bytes[2] = (byte) (messageId >>> 8);
        bytes[3] = (byte) messageId;
        if (message == null) {
            return bytes;
        }
        bytes[1] = (byte) message.code().number();
        int at = 4;
        if (nibble == 13) {
            bytes[at++] = (byte) (tokenLength - 13);
        } else if (nibble == 14) {
            bytes[at++] = (byte) ((tokenLength - 269) >>> 8);
            bytes[at++] = (byte) (tokenLength - 269);
        }
        at = message.options().writeTo(bytes, token.writeTo(bytes, at));
        byte[] payload = message.payload();
        // RFC 7252 §3: "The absence of the Payload Marker denotes a zero-length payload."
        if (payload.length > 0) {
            bytes[at] = (byte) 0xff;
            System.arraycopy(payload, 0, bytes, at + 1, payload.length);
        }
        return bytes;
    }

    /** The number of bytes that {@link #encode} gives. */
    public static int length(Token token, @Nullable Message message) {
        if (message == null) {
            return 4;
        }
        int extension = token.length() < 13 ? 0 : token.length() < 269 ? 1 : 2;
        int payload = message.payload().length;
        return 4 + extension + token.length() + message.options().wireLength() + (payload == 0 ? 0 : 1 + payload);
    }
}
