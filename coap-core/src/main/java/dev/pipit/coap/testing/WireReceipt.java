package dev.pipit.coap.testing;

import dev.pipit.coap.codec.MessageDecoder;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.option.OptionDefinition;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** A datagram that a {@link WireScript} received, and what a test expects of it. */
public final class WireReceipt {
    private final WireScript script;
    private final byte[] bytes;
    private final long previousNanos;
    private final long atNanos;

    WireReceipt(WireScript script, byte[] bytes, long previousNanos, long atNanos) {
        this.script = script;
        this.bytes = bytes;
        this.previousNanos = previousNanos;
        this.atNanos = atNanos;
    }

    /** The message ID: gives a new name its value, compares with it otherwise. */
    public WireReceipt mid(String name) {
        return mid(script.variables().bindMessageId(name, message().messageId()));
    }

    /** The message ID. */
    public WireReceipt mid(int messageId) {
        return check(
                String.format("message ID %04x", messageId),
                String.format("message ID %04x", message().messageId()));
    }

    /** The token: gives a new name its value, compares with it otherwise. */
    public WireReceipt token(String name) {
        return token(script.variables().bindToken(name, message().token()));
    }

    /** The token. */
    public WireReceipt token(Token token) {
        return check("token \"" + token + '"', "token \"" + message().token() + '"');
    }

    /** Path and query of a request. */
    public WireReceipt path(String path) {
        Request expected = Request.get(path);
        if (!(content() instanceof Request request)) {
            throw script.failure("a request for " + path, describe());
        }
        return check(expected.pathSegments() + " " + expected.query(), request.pathSegments() + " " + request.query());
    }

    /** The payload as text; an empty one for none. */
    public WireReceipt payload(String text) {
        return check("payload \"" + text + '"', "payload \"" + content().text() + '"');
    }

    /** The payload. */
    public WireReceipt payload(byte[] payload) {
        HexFormat hex = HexFormat.of();
        return check(
                "payload " + hex.formatHex(payload),
                "payload " + hex.formatHex(content().payload()));
    }

    /** The values of an option, in order; none for an option that must not be there. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final <T> WireReceipt option(OptionDefinition<T> definition, T... values) {
        return check(
                definition.name() + " " + readable(List.of(values)),
                definition.name() + " " + readable(content().options().all(definition)));
    }

    /** With the contents of byte arrays in the place of their addresses. */
    private static List<Object> readable(List<?> values) {
        return values.stream()
                .map(value -> value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value)
                .toList();
    }

    /** How long after the script's datagram before, sent or received, this one came: exactly. */
    public WireReceipt after(Duration duration) {
        return between(duration, duration);
    }

    /** How long after the script's datagram before, sent or received, this one came: at least and at most. */
    public WireReceipt between(Duration least, Duration most) {
        long nanos = atNanos - previousNanos;
        if (nanos < least.toNanos() || nanos > most.toNanos()) {
            String expected = least.equals(most) ? "after " + least : "between " + least + " and " + most;
            throw script.failure(describe() + " " + expected, "it after " + Duration.ofNanos(nanos));
        }
        return this;
    }

    /** The message. */
    public UdpMessage message() {
        if (new MessageDecoder(Token.MAX_LENGTH).decode(bytes, 0, bytes.length) instanceof UdpMessage message) {
            return message;
        }
        throw script.failure("a message", describe());
    }

    /** The bytes; not to be modified. */
    public byte[] bytes() {
        return bytes;
    }

    /** When it arrived. */
    public long atNanos() {
        return atNanos;
    }

    private Message content() {
        Message content = message().message();
        if (content == null) {
            throw script.failure("a message that is not Empty", describe());
        }
        return content;
    }

    WireReceipt check(Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw script.failure(expected.toString(), actual + " in " + describe());
        }
        return this;
    }

    private String describe() {
        return LoggedDatagram.describe(bytes);
    }
}
