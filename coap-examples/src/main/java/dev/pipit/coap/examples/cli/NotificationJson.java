package dev.pipit.coap.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.pipit.coap.examples.senml.SenmlJson;
import dev.pipit.coap.examples.senml.SenmlPack;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.OptionDefinition;
import dev.pipit.coap.option.OptionRegistry;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.RawOption;
import dev.pipit.coap.option.StandardOptions;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A notification as a JSON object on one line: {@code time}, {@code code}, {@code options} by name, and {@code payload}:
 * JSON and SenML as they are, text as a string; other bytes in {@code payloadBase64}.
 */
final class NotificationJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private NotificationJson() {}

    static String of(Instant time, Response response) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("time", time.truncatedTo(ChronoUnit.MILLIS).toString());
            json.writeStringField("code", response.code().dotted());
            options(json, response.options());
            payload(json, response);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return line.toString();
    }

    private static void options(JsonGenerator json, Options options) throws IOException {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (RawOption option : options) {
            String[] described = OptionRegistry.standard().describe(option).split(":", 2);
            values.computeIfAbsent(described[0], name -> new ArrayList<>())
                    .add(described.length > 1 ? described[1] : "");
        }
        json.writeObjectFieldStart("options");
        for (Map.Entry<String, List<String>> option : values.entrySet()) {
            json.writeFieldName(option.getKey());
            OptionDefinition<?> definition =
                    OptionRegistry.standard().find(option.getKey()).orElse(null);
            // One form for one option, however often it is there; ETag is repeated in requests alone (RFC 7252
            // §5.10.6).
            if (definition != null && (!definition.isRepeatable() || definition == StandardOptions.ETAG)) {
                option(json, definition, option.getValue().get(0));
            } else {
                json.writeStartArray();
                for (String value : option.getValue()) {
                    json.writeString(value);
                }
                json.writeEndArray();
            }
        }
        json.writeEndObject();
    }

    private static void option(JsonGenerator json, OptionDefinition<?> definition, String value) throws IOException {
        if (definition.format().name().equals("uint") && value.matches("[0-9]{1,10}")) {
            json.writeNumber(Long.parseLong(value));
        } else {
            json.writeString(value);
        }
    }

    private static void payload(JsonGenerator json, Response response) throws IOException {
        SenmlPack pack = ReadablePayload.senml(response);
        String text = pack == null
                ? ReadablePayload.text(response.payload())
                : new String(SenmlJson.write(pack), StandardCharsets.UTF_8);
        if (text == null) {
            json.writeStringField("payloadBase64", Base64.getEncoder().encodeToString(response.payload()));
        } else if ((pack != null || ReadablePayload.isJson(response)) && isOneValue(text)) {
            json.writeFieldName("payload");
            try (JsonParser parser = FACTORY.createParser(text)) {
                parser.nextToken();
                json.copyCurrentStructureExact(parser);
            }
        } else {
            json.writeStringField("payload", text);
        }
    }

    /** Whether it is JSON to its end: half of a value would be half of a line. */
    private static boolean isOneValue(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }
}
