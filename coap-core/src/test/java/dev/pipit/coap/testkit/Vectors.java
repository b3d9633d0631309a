package dev.pipit.coap.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pipit.coap.testkit.compliance.Csv;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The test vectors and registries under {@code src/test/resources}. */
public final class Vectors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Vectors() {}

    /** Valid datagrams with their content: {@code vectors/messages.json}. */
    public static List<MessageVector> messages() {
        List<MessageVector> vectors = new ArrayList<>();
        json("vectors/messages.json").forEach(node -> vectors.add(MessageVector.of(node)));
        return vectors;
    }

    /** Datagrams that are not to be taken as they are: {@code vectors/malformed.csv}. */
    public static List<MalformedVector> malformed() {
        return csv("vectors/malformed.csv").stream().map(MalformedVector::of).toList();
    }

    /** A JSON document. */
    public static JsonNode json(String path) {
        try {
            return JSON.readTree(bytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The records of a CSV file, each from the names in its first line to its values. */
    public static List<Map<String, String>> csv(String path) {
        String text = new String(bytes(path), StandardCharsets.UTF_8);
        List<String> header =
                List.of(text.substring(0, text.indexOf('\n')).strip().split(","));
        List<Map<String, String>> rows = new ArrayList<>();
        for (List<String> fields : Csv.read(text, header)) {
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < fields.size(); i++) {
                row.put(header.get(i), fields.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private static byte[] bytes(String path) {
        try (InputStream in = Vectors.class.getResourceAsStream("/" + path)) {
            if (in == null) {
                throw new IllegalArgumentException("test resource: " + path + " (expected: a file)");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
