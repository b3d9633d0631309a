package dev.pipit.coap.codec;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Datagram;
import dev.pipit.coap.message.MalformedMessage;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.OptionsDecoder;
import java.util.Arrays;

/**
 * Reads a datagram (RFC 7252 §3). Whatever the bytes are, the answer is a {@link UdpMessage} or a
 * {@link MalformedMessage}, never an exception. Kept and used again by one event loop.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |Ver| T |  TKL  |      Code     |          Message ID           |
 * |   Token (if any, TKL bytes) ...
 * |   Options (if any) ...
 * |1 1 1 1 1 1 1 1|    Payload (if any) ...
 * </pre>
 */
public final class MessageDecoder {
    private static final byte[] NO_PAYLOAD = new byte[0];

    private final int maxTokenLength;
    private final OptionsDecoder optionsDecoder = new OptionsDecoder();

    /**
     * A decoder, for use by one thread at a time.
     *
     * @param maxTokenLength the longest token taken, in bytes: 8 as in RFC 7252, up to 65804 with RFC 8974
     */
    public MessageDecoder(int maxTokenLength) {
        if (maxTokenLength < 8 || maxTokenLength > Token.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "maxTokenLength: " + maxTokenLength + " (expected: 8-" + Token.MAX_LENGTH + ")");
        }
        this.maxTokenLength = maxTokenLength;
    }

    /** Reads {@code length} bytes from {@code offset}; the array may be used again afterwards. */
    public Datagram decode(byte[] bytes, int offset, int length) {
        if (length < 4) {
            return new MalformedMessage(null, 0, length + " bytes (expected: at least 4)");
        }
        int first = bytes[offset] & 0xff;
        // RFC 7252 §3: "Messages with unknown version numbers MUST be silently ignored."
        if (first >>> 6 != 1) {
            return new MalformedMessage(null, 0, "version " + (first >>> 6) + " (expected: 1)");
        }
        MessageType type = MessageType.of(first >>> 4);
        Code code = Code.of(bytes[offset + 1] & 0xff);
        int messageId = (bytes[offset + 2] & 0xff) << 8 | (bytes[offset + 3] & 0xff);
        if (code == Code.EMPTY) {
            return decodeEmpty(type, messageId, first & 15, length);
        }
        // RFC 7252 §4.2, §4.3: a code of a reserved class (1, 6, 7) is rejected like a format error.
        if (!code.isRequest() && !code.isResponse()) {
            return new MalformedMessage(type, messageId, "code " + code.dotted() + " of a reserved class");
        }
        return decodeContent(type, messageId, code, first & 15, bytes, offset + 4, offset + length);
    }

    private static Datagram decodeEmpty(MessageType type, int messageId, int tokenNibble, int length) {
        // RFC 7252 §4.1: "The Token Length field MUST be set to 0 and bytes of data MUST NOT be present after the
        // Message ID field. If there are any bytes, they MUST be processed as a message format error."
        if (length > 4) {
            return new MalformedMessage(type, messageId, "Empty message of " + length + " bytes (expected: 4)");
        }
        if (tokenNibble != 0) {
            return new MalformedMessage(
                    type, messageId, "Empty message with token length " + tokenNibble + " (expected: 0)");
        }
        return type == MessageType.NON
                ? new MalformedMessage(type, messageId, "Empty message of type NON")
                : UdpMessage.empty(type, messageId);
    }

    private Datagram decodeContent(
            MessageType type, int messageId, Code code, int tokenNibble, byte[] bytes, int position, int limit) {
        int extension = tokenNibble < 13 ? 0 : tokenNibble - 12;
        // RFC 7252 §3: "Lengths 9-15 are reserved"; RFC 8974 §2.1 gives all but 15 a meaning.
        if (tokenNibble == 15 || extension > limit - position) {
            return new MalformedMessage(type, messageId, "token length field " + tokenNibble + " cut off or reserved");
        }
        int tokenLength = switch (extension) {
            case 0 -> tokenNibble;
            case 1 -> 13 + (bytes[position] & 0xff);
            default -> 269 + ((bytes[position] & 0xff) << 8 | (bytes[position + 1] & 0xff));
        };
        int tokenAt = position + extension;
        if (tokenLength > maxTokenLength || tokenLength > limit - tokenAt) {
            return new MalformedMessage(
                    type,
                    messageId,
                    "tokenLength: " + tokenLength + " (expected: 0-" + Math.min(maxTokenLength, limit - tokenAt) + ")");
        }
        Options options = optionsDecoder.decode(bytes, tokenAt + tokenLength, limit);
        if (options == null) {
            return new MalformedMessage(type, messageId, String.valueOf(optionsDecoder.error()));
        }
        int marker = optionsDecoder.end();
        // RFC 7252 §3: "The presence of a marker followed by a zero-length payload MUST be processed as a message
        // format error."
        if (marker == limit - 1) {
            return new MalformedMessage(type, messageId, "payload marker without a payload");
        }
        byte[] payload = marker == limit ? NO_PAYLOAD : Arrays.copyOfRange(bytes, marker + 1, limit);
        Message message = code.isRequest() ? Request.of(code, options, payload) : Response.of(code, options, payload);
        return new UdpMessage(type, messageId, Token.copyOf(bytes, tokenAt, tokenLength), message);
    }
}
