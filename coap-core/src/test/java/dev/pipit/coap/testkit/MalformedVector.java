package dev.pipit.coap.testkit;

import dev.pipit.coap.message.MessageType;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A row of {@code vectors/malformed.csv}: a datagram that is broken, or must not be processed as it stands, and what
 * its receiver does about it.
 *
 * @param id as "X001"
 * @param category version, short, tkl, marker, nibble15, truncated, overflow, empty, reserved-class (what a decoder
 *     sees), unmatched or semantic (what needs a decoded message and more)
 * @param bytes the datagram
 * @param description what is wrong with it
 * @param reaction in words: RST, SILENT_IGNORE, IGNORE, REJECT, a response code, or a sentence
 * @param expectedReply hexadecimal digits of the answer, only the first of them where they end in "..."; empty where
 *     nothing is answered or the answer is not prescribed
 * @param level MUST, SHOULD or MAY
 * @param parserResult "parses", or "format error: " and its kind
 */
public record MalformedVector(
        String id,
        String category,
        byte[] bytes,
        String description,
        String reaction,
        String expectedReply,
        String level,
        String parserResult) {

    static MalformedVector of(Map<String, String> row) {
        return new MalformedVector(
                row.get("id"),
                row.get("category"),
                HexFormat.of().parseHex(row.get("hex")),
                row.get("description"),
                row.get("reaction"),
                row.get("expected_reply_hex"),
                row.get("level"),
                row.get("ref_parser"));
    }

    /** Whether the bytes break the message format of RFC 7252 §3 and §4.1, so that there is no message to look at. */
    public boolean isFormatError() {
        return parserResult.startsWith("format error");
    }

    /** Whether the row is for an endpoint alone: its bytes are a sound message. */
    public boolean isSound() {
        return category.equals("semantic") || category.equals("unmatched");
    }

    /** The message type in the header; empty where there is no header of version 1. */
    public Optional<MessageType> type() {
        return bytes.length < 4 || (bytes[0] & 0xc0) != 0x40
                ? Optional.empty()
                : Optional.of(MessageType.of(bytes[0] >> 4));
    }

    /** The message ID in the header, 0 where there is no header of version 1. */
    public int messageId() {
        return type().isEmpty() ? 0 : (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    }

    /** Names the row in a test report. */
    @Override
    public String toString() {
        return id + " " + description;
    }
}
