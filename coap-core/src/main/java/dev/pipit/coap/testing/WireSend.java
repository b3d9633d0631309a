package dev.pipit.coap.testing;

import dev.pipit.coap.codec.MessageEncoder;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.OptionDefinition;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.OptionsBuilder;
import dev.pipit.coap.option.StandardOptions;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A message that a {@link WireScript} is about to send. */
public final class WireSend {
    private final WireVariables variables;
    private final MessageType type;
    private final Code code;
    private final OptionsBuilder options = Options.builder();
    private Token token = Token.EMPTY;
    private int messageId = -1;
    private byte[] payload = new byte[0];

    WireSend(WireVariables variables, MessageType type, Code code) {
        this.variables = variables;
        this.type = type;
        this.code = code;
    }

    /** The named message ID, a fresh one where the name is new. Without this call it is fresh, too. */
    public WireSend mid(String name) {
        return mid(variables.messageId(name));
    }

    /** The message ID. */
    public WireSend mid(int value) {
        messageId = value;
        return this;
    }

    /** The named token, a fresh one where the name is new. Without this call it is empty. */
    public WireSend token(String name) {
        return token(variables.token(name));
    }

    /** The token. */
    public WireSend token(Token value) {
        token = value;
        return this;
    }

    WireSend path(String path) {
        Request request = Request.get(path);
        options.addAll(StandardOptions.URI_PATH, request.pathSegments());
        options.addAll(StandardOptions.URI_QUERY, request.query());
        return this;
    }

    /** Adds an option. */
    public <T> WireSend option(OptionDefinition<T> definition, T value) {
        options.add(definition, value);
        return this;
    }

    /** Adds an option by its number, whatever it is. */
    public WireSend rawOption(int number, byte[] value) {
        options.addRaw(number, value);
        return this;
    }

    /** The payload, as UTF-8 text and without a Content-Format. */
    public WireSend payload(String text) {
        return payload(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The payload. */
    public WireSend payload(byte[] bytes) {
        payload = bytes;
        return this;
    }

    byte[] encode() {
        int id = messageId < 0 ? variables.freshMessageId() : messageId;
        return MessageEncoder.encode(type, id, token, message());
    }

    private @Nullable Message message() {
        if (code == Code.EMPTY) {
            return null;
        }
        return code.isRequest()
                ? Request.of(code, options.build(), payload)
                : Response.of(code, options.build(), payload);
    }
}
