package dev.pipit.coap.link;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pipit.coap.testkit.Requirement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** All of vectors/linkformat.json. */
class LinkFormatVectorTest {

    private static final JsonNode VECTORS = read();

    @Requirement({"R6690-001", "R6690-003", "R6690-004", "R6690-005", "R6690-030"})
    @TestFactory
    Stream<DynamicTest> readsEachDocumentAsItsLinks() {
        return each(VECTORS, "documents")
                .map(vector -> DynamicTest.dynamicTest(id(vector), () -> {
                    String document = vector.get("document").asText();
                    List<Link> links = links(vector);
                    assertEquals(links, LinkFormat.parseStrict(document));
                    assertEquals(links, LinkFormat.parse(document));
                    assertEquals(links, LinkFormat.parse(document.getBytes(StandardCharsets.UTF_8)));
                }));
    }

    @Requirement({"R6690-003", "R6690-005", "R6690-013", "R6690-023", "R6690-024", "R6690-025", "R6690-026", "R6690-030"
    })
    @TestFactory
    Stream<DynamicTest> filtersTheLinksThatTheQueryAsksFor() {
        return each(VECTORS, "documents")
                .flatMap(vector -> each(vector, "filters")
                        .map(filter -> DynamicTest.dynamicTest(
                                id(vector) + " ?" + filter.get("query").asText(), () -> {
                                    List<Link> links = links(vector);
                                    List<Link> expected = new ArrayList<>();
                                    filter.get("expected_link_indexes")
                                            .forEach(i -> expected.add(links.get(i.asInt())));
                                    LinkFilter parsed = LinkFilter.parseUriQuery(
                                            filter.get("query").asText());
                                    assertEquals(expected, parsed.apply(links));
                                })));
    }

    @TestFactory
    Stream<DynamicTest> refusesEachBadDocumentAndSaysWhere() {
        return each(VECTORS, "bad_documents")
                .map(vector -> DynamicTest.dynamicTest(vector.get("why").asText(), () -> {
                    String document = vector.get("document").asText();
                    LinkFormatException refusal =
                            assertThrows(LinkFormatException.class, () -> LinkFormat.parseStrict(document));
                    String expected = vector.get("strict_parser").asText();
                    assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
                    assertTrue(refusal.getMessage().matches("(?s).*\\d.*"), "no position: " + refusal.getMessage());
                    assertTrue(refusal.position() >= 0 && refusal.position() <= document.length());
                    if (expected.contains(" at ")) {
                        String position = expected.substring(expected.lastIndexOf(' ') + 1);
                        assertEquals(Integer.parseInt(position), refusal.position());
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> recoversWhatItCanFromEachBadDocument() {
        return each(VECTORS, "bad_documents")
                .map(vector -> DynamicTest.dynamicTest(vector.get("why").asText(), () -> {
                    List<Link> links = LinkFormat.parse(vector.get("document").asText());
                    String written = LinkFormat.write(links);
                    assertEquals(links, assertDoesNotThrow(() -> LinkFormat.parseStrict(written)));
                }));
    }

    private static Stream<JsonNode> each(JsonNode node, String field) {
        return StreamSupport.stream(node.get(field).spliterator(), false);
    }

    private static String id(JsonNode vector) {
        return vector.get("id").asText();
    }

    private static List<Link> links(JsonNode vector) {
        List<Link> links = new ArrayList<>();
        for (JsonNode link : vector.get("links")) {
            List<LinkAttribute> attributes = new ArrayList<>();
            for (JsonNode parameter : link.get("params")) {
                attributes.add(new LinkAttribute(
                        parameter.get(0).asText(),
                        parameter.get(1).isNull() ? null : parameter.get(1).asText()));
            }
            links.add(new Link(link.get("target").asText(), attributes));
        }
        return links;
    }

    private static JsonNode read() {
        try (InputStream in =
                Objects.requireNonNull(LinkFormatVectorTest.class.getResourceAsStream("/vectors/linkformat.json"))) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
