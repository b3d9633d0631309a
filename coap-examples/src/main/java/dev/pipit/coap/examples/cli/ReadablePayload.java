package dev.pipit.coap.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.pipit.coap.examples.senml.SenmlCbor;
import dev.pipit.coap.examples.senml.SenmlException;
import dev.pipit.coap.examples.senml.SenmlJson;
import dev.pipit.coap.examples.senml.SenmlPack;
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

/** Payloads for people: JSON indented, SenML in CBOR as if it were in JSON, one link a line, bytes in hexadecimal, text as it is. */
final class ReadablePayload {
    private static final int BYTES_PER_LINE = 16;
    private static final int LONGEST_HEX = 64;

    private ReadablePayload() {}

    /** The payload for a terminal: text of whole lines, without control characters. */
    static byte[] of(Message message) {
        String text = text(message.payload());
        SenmlPack pack = text == null ? senml(message) : null;
        String readable;
        if (pack != null) {
            readable = json(new String(SenmlJson.write(pack), StandardCharsets.UTF_8), true);
        } else if (text == null) {
            readable = hex(message.payload());
        } else if (hasFormat(message, ContentFormat.LINK_FORMAT)) {
            readable = links(LinkFormat.parse(text));
        } else {
            readable = isJson(message) ? json(text, true) : text;
        }
        return (readable.endsWith("\n") ? readable : readable + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The payload on one line: SenML as {@code name value unit}, lines with commas between. */
    static String line(Message message) {
        SenmlPack pack = senml(message);
        if (pack != null) {
            return Failures.oneLine(SenmlText.of(pack));
        }
        byte[] payload = message.payload();
        String text = text(payload);
        if (text == null) {
            String hex = HexFormat.ofDelimiter(" ").formatHex(payload, 0, Math.min(payload.length, LONGEST_HEX));
            return payload.length > LONGEST_HEX ? hex + " … (" + payload.length + " bytes)" : hex;
        }
        String line = isJson(message) ? json(text, false) : text.strip().replaceAll("\\R", ", ");
        return line.isEmpty() ? "(" + message.code() + ", no payload)" : Failures.oneLine(line);
    }

    /** The SenML pack in it, of JSON or CBOR; null where there is none. */
    static @Nullable SenmlPack senml(Message message) {
        try {
            if (hasFormat(message, ContentFormat.SENML_JSON)) {
                return SenmlJson.parse(message.payload());
            }
            return hasFormat(message, ContentFormat.SENML_CBOR) ? SenmlCbor.parse(message.payload()) : null;
        } catch (SenmlException e) {
            return null;
        }
    }

    private static boolean hasFormat(Message message, ContentFormat format) {
        return message.contentFormat().filter(format::equals).isPresent();
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

    static boolean isJson(Message message) {
        String type = message.contentFormat()
                .flatMap(ContentFormat::mediaType)
                .orElse("")
                .split("[; ]", 2)[0];
        return type.endsWith("/json") || type.endsWith("+json");
    }

    private static String json(String text, boolean indented) {
        StringWriter written = new StringWriter();
        JsonFactory factory = new JsonFactory();
        try (JsonParser parser = factory.createParser(text);
                JsonGenerator generator = factory.createGenerator(written)) {
            if (indented) {
                generator.setPrettyPrinter(new DefaultPrettyPrinter());
            }
            while (parser.nextToken() != null) {
                generator.copyCurrentEventExact(parser);
            }
        } catch (IOException notJson) {
            return text;
        }
        return written.toString();
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
