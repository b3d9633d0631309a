package dev.pipit.coap.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.OptionsBuilder;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.testkit.Vectors;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The URIs of RFC 7252 §6.3 and appendix B, and more by the steps of §6.4 and §6.5. */
class UriVectorTest {
    static List<JsonNode> composed() {
        return elements("compose");
    }

    static List<JsonNode> decomposed() {
        return elements("decompose");
    }

    private static List<JsonNode> elements(String name) {
        return StreamSupport.stream(
                        Vectors.json("vectors/uri.json").required(name).spliterator(), false)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("composed")
    @Requirement({"R7252-111", "R7252-133"})
    void composesUriFromOptions(JsonNode vector) {
        String scheme = vector.required("secure").asBoolean() ? "coaps" : "coap";

        CoapUri uri = CoapUri.of(scheme, destination(vector), options(vector));

        // RFC 7252 appendix B escapes "/" and "?" in a query, the steps of §6.5 do not.
        String expected = vector.required("uri").asText();
        assertEquals(vector.path("uri_by_algorithm").asText(expected), uri.toString());
    }

    @ParameterizedTest
    @MethodSource("composed")
    void composedUriGivesItsOptionsAgain(JsonNode vector) {
        InetSocketAddress destination = destination(vector);
        CoapUri uri = CoapUri.of("coap", destination, options(vector));
        CoapUri parsed = CoapUri.parse(uri.toString());
        OptionsBuilder builder = Options.builder();
        parsed.addTo(builder, destination);

        // A path of one empty segment is the path of none (RFC 7252 §6.4 step 8).
        boolean root = uri.path().equals(List.of(""));
        assertEquals(root ? List.of() : uri.path(), parsed.path());
        assertEquals(uri.query(), parsed.query());
        assertEquals(root ? options(vector).filter(number -> number != 11) : options(vector), builder.build());
    }

    @ParameterizedTest
    @MethodSource("decomposed")
    @Requirement({"R7252-076", "R7252-110", "R7252-130", "R7252-132"})
    void decomposesUriIntoOptions(JsonNode vector) {
        String text = vector.required("uri").asText();
        if (vector.required("options").isTextual()) {
            String message = assertThrows(IllegalArgumentException.class, () -> CoapUri.parse(text))
                    .getMessage();
            assertTrue(message.startsWith("URI: \"" + text + "\" (expected: "), message);
            return;
        }
        OptionsBuilder builder = Options.builder();

        CoapUri.parse(text).addTo(builder, destination(vector));

        assertEquals(options(vector), builder.build());
    }

    private static InetSocketAddress destination(JsonNode vector) {
        return new InetSocketAddress(
                IpLiteral.parse(vector.required("dest_ip").asText()).orElseThrow(),
                vector.required("dest_port").asInt());
    }

    private static Options options(JsonNode vector) {
        OptionsBuilder builder = Options.builder();
        for (JsonNode option : vector.required("options")) {
            builder.addRaw(
                    option.required(0).asInt(),
                    HexFormat.of().parseHex(option.required(1).asText()));
        }
        return builder.build();
    }

    @Test
    void coversEveryVector() {
        assertEquals(14, composed().size());
        assertEquals(24, decomposed().size());
    }
}
