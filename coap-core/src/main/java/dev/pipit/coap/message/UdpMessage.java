package dev.pipit.coap.message;

import org.jspecify.annotations.Nullable;

/**
 * A message as it travels in a datagram (RFC 7252 §3): the envelope of type, message ID and token, and the request or
 * response inside, or nothing where the message is Empty.
 *
 * @param type CON, NON, ACK or RST
 * @param messageId 0 to 65535
 * @param token the token; empty in an Empty message
 * @param message the content; null in an Empty message
 */
public record UdpMessage(
        MessageType type,
        int messageId,
        Token token,
        @Nullable Message message) implements Datagram {
    /**
     * Checks what RFC 7252 §4.1 and §4.3 say of Empty messages.
     *
     * @throws IllegalArgumentException if the message ID is out of range, or an Empty message has a token or is NON
     */
    public UdpMessage {
        if (messageId < 0 || messageId > 65535) {
            throw new IllegalArgumentException("message ID: " + messageId + " (expected: 0-65535)");
        }
        if (message == null && (token.length() > 0 || type == MessageType.NON)) {
            throw new IllegalArgumentException(
                    "Empty message: " + type + " with token \"" + token + "\" (expected: CON, ACK or RST, no token)");
        }
    }

    /** An Empty message: an acknowledgement, a reset, or a ping (CON). */
    public static UdpMessage empty(MessageType type, int messageId) {
        return new UdpMessage(type, messageId, Token.EMPTY, null);
    }

    /** Whether this is an Empty message. */
    public boolean isEmpty() {
        return message == null;
    }

    /** The code, 0.00 where the message is Empty. */
    public Code code() {
        return message == null ? Code.EMPTY : message.code();
    }

    /** One line, as "CON 7d34 token 20 GET [Uri-Path:temperature]". */
    @Override
    public String toString() {
        return String.format(
                "%s %04x%s %s",
                type, messageId, token.length() == 0 ? "" : " token " + token, message == null ? "Empty" : message);
    }
}
