package dev.pipit.coap.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.OptionsBuilder;
import java.util.HexFormat;

/**
 * A valid datagram of {@code vectors/messages.json}, and what stands in it.
 *
 * @param id as "M001"
 * @param description what the vector shows
 * @param bytes the datagram
 * @param decoded its fields: type, code, mid, token, options, payload_hex
 */
public record MessageVector(String id, String description, byte[] bytes, JsonNode decoded) {
    static MessageVector of(JsonNode node) {
        return new MessageVector(
                node.required("id").asText(),
                node.required("description").asText(),
                HexFormat.of().parseHex(node.required("hex").asText()),
                node.required("decoded"));
    }

    /** The message that the fields describe, put together without reading the datagram. */
    public UdpMessage message() {
        MessageType type = MessageType.valueOf(decoded.required("type").asText());
        int messageId = decoded.required("mid").asInt();
        Code code = Code.parse(decoded.required("code").asText());
        if (code == Code.EMPTY) {
            return UdpMessage.empty(type, messageId);
        }
        OptionsBuilder builder = Options.builder();
        for (JsonNode option : decoded.required("options")) {
            builder.addRaw(option.required("number").asInt(), hex(option, "value_hex"));
        }
        Options options = builder.build();
        byte[] payload = hex(decoded, "payload_hex");
        Message message = code.isRequest() ? Request.of(code, options, payload) : Response.of(code, options, payload);
        return new UdpMessage(type, messageId, Token.of(hex(decoded, "token")), message);
    }

    private static byte[] hex(JsonNode node, String field) {
        return HexFormat.of().parseHex(node.required(field).asText());
    }

    /** Names the vector in a test report. */
    @Override
    public String toString() {
        return id + " " + description;
    }
}
