package dev.pipit.coap.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.pipit.coap.link.Link;
import dev.pipit.coap.link.LinkFormat;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.option.ContentFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Payloads for people: JSON indented, one link a line, bytes in hexadecimal, text as it is. */
final class ReadablePayload {
    private static final int BYTES_PER_LINE = 16;

    private ReadablePayload() {}

    /** The payload for a terminal: text of whole lines, without control characters. */
    static byte[] of(Message message) {
        String text = text(message.payload());
        ContentFormat format = message.contentFormat().orElse(null);
        String readable;
        if (text == null) {
            readable = hex(message.payload());
        } else if (format != null && format.equals(ContentFormat.LINK_FORMAT)) {
            readable = links(LinkFormat.parse(text));
        } else {
            readable = isJson(format) ? json(text) : text;
        }
        return (readable.endsWith("\n") ? readable : readable + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The text; null where the bytes are not UTF-8, or hold what might command the terminal. */
    static @Nullable String text(byte[] payload) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
            return text.chars().allMatch(c -> c == '\n' || c == '\r' || c == '\t' || !Character.isISOControl(c))
                    ? text
                    : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static boolean isJson(@Nullable ContentFormat format) {
        String type = format == null ? "" : format.mediaType().orElse("").split("[; ]", 2)[0];
        return type.endsWith("/json") || type.endsWith("+json");
    }

    private static String json(String text) {
        StringWriter indented = new StringWriter();
        JsonFactory factory = new JsonFactory();
        try (JsonParser parser = factory.createParser(text);
                JsonGenerator generator = factory.createGenerator(indented)) {
            generator.setPrettyPrinter(new DefaultPrettyPrinter());
            while (parser.nextToken() != null) {
                generator.copyCurrentEventExact(parser);
            }
        } catch (IOException notJson) {
            return text;
        }
        return indented.toString();
    }

    static String links(List<Link> links) {
        StringBuilder lines = new StringBuilder();
        links.forEach(link -> lines.append(link).append('\n'));
        return lines.toString();
    }

    private static String hex(byte[] payload) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < payload.length; i += BYTES_PER_LINE) {
            int end = Math.min(payload.length, i + BYTES_PER_LINE);
            lines.append(HexFormat.ofDelimiter(" ").formatHex(payload, i, end)).append('\n');
        }
        return lines.toString();
    }
}
