package dev.pipit.coap.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.link.Link;
import dev.pipit.coap.link.LinkFormat;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.testkit.Requirement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /.well-known/core} (RFC 6690 §4). */
class DiscoveryTest {
    private final ServedTree server = ServedTree.direct();

    private static ResourceBuilder readable() {
        return Resource.builder().get(context -> Response.content(""));
    }

    /** The resources of the examples in RFC 6690 §5, and some that no list has. */
    @BeforeEach
    void addResources() {
        server.add(
                        "/sensors/temp",
                        readable()
                                .resourceType("temperature-c")
                                .interfaceDescription("sensor")
                                .attribute("foo", ""))
                .add(
                        "/sensors/light",
                        readable().resourceType("light-lux", "core.sen-light").interfaceDescription("sensor"))
                .add(
                        "/sensors",
                        readable().contentFormats(ContentFormat.LINK_FORMAT).title("Sensor Index"))
                .add(
                        "/large",
                        readable()
                                .contentFormats(ContentFormat.TEXT_PLAIN, ContentFormat.JSON)
                                .contentFormats(ContentFormat.CBOR)
                                .size(1500))
                .add("/a%20b", readable())
                .add("/hidden", readable().hidden())
                .add("/items/{id}", readable())
                .add("/files/*", readable());
    }

    private String targets(String query) {
        Response response = server.get(Discovery.PATH + query);
        assertEquals(Code.CONTENT, response.code());
        List<Link> links = LinkFormat.parseStrict(response.text());
        return String.join(" ", links.stream().map(Link::target).toList());
    }

    @Test
    @Requirement({"R6690-001", "R6690-009", "R6690-014", "R6690-015", "R6690-017", "R6690-020", "R7252-136"})
    void listsLiteralResourcesByPathWithTheirAttributes() {
        Response response = server.get(Discovery.PATH);
        assertEquals(Code.CONTENT, response.code());
        assertEquals(ContentFormat.LINK_FORMAT, response.contentFormat().orElseThrow());
        assertEquals("""
                </a%20b>,\
                </large>;ct="0 50 60";sz=1500,\
                </sensors>;ct=40;title="Sensor Index",\
                </sensors/light>;rt="light-lux core.sen-light";if="sensor",\
                </sensors/temp>;rt="temperature-c";if="sensor";foo=""\
                """, response.text());
    }

    @Test
    @Requirement({"R6690-014", "R6690-015", "R6690-017"})
    void hasNoWayToGiveAnAttributeTwiceThatMayOccurOnce() {
        assertThrows(IllegalArgumentException.class, () -> readable().size(1).size(2));
        Resource types = readable().resourceType("a").resourceType("b").build();
        assertEquals(1, types.attributes().size());
        assertEquals("a b", types.attributes().get(0).value());
    }

    @Test
    void listsWhatIsThereNow() {
        server.tree.remove("/large");
        server.add("/b", readable());
        assertEquals("/a%20b /b /sensors /sensors/light /sensors/temp", targets(""));
    }

    @ParameterizedTest
    @CsvSource({
        "?rt=light-lux, /sensors/light",
        "?rt=core.sen-light, /sensors/light",
        "?rt=light-lux%20core.sen-light, ''",
        "?rt=core.sen*, /sensors/light",
        "?rt=*, /sensors/light /sensors/temp",
        "?if=sensor, /sensors/light /sensors/temp",
        "?if=sens*, /sensors/light /sensors/temp",
        "?if=sens, ''",
        "?ct=40, /sensors",
        "?sz=1500, /large",
        "?sz=*, /large",
        "?title=Sensor%20Index, /sensors",
        "?title=Sens*, /sensors",
        "?foo=*, /sensors/temp",
        "?bar=*, ''",
        "?href=/sensors, /sensors",
        "?href=/sensors*, /sensors /sensors/light /sensors/temp",
        "?href=/sensors/*, /sensors/light /sensors/temp",
        "?if=sensor&rt=temperature-c, /sensors/temp"
    })
    @Requirement({"R6690-022", "R6690-023", "R6690-024", "R6690-025", "R6690-026"})
    void listsWhatTheQueryAsksFor(String query, String targets) {
        assertEquals(targets, targets(query));
    }

    @Test
    @Requirement("R6690-029")
    void answersAFilterThatMatchesNothingWithAnEmptyList() {
        Response response = server.get(Discovery.PATH + "?rt=none");
        assertEquals(Response.content("", ContentFormat.LINK_FORMAT), response);
    }

    @Test
    @Requirement("R6690-021")
    void answersAnotherAcceptWithNotAcceptable() {
        assertEquals(Code.NOT_ACCEPTABLE, accepting(ContentFormat.JSON).code());
        assertEquals(Code.CONTENT, accepting(ContentFormat.LINK_FORMAT).code());
    }

    private Response accepting(ContentFormat format) {
        return server.answer(
                Request.builder(Code.GET).path(Discovery.PATH).accept(format).build());
    }

    @Test
    @Requirement("R6690-031")
    void showsEachClientWhatItMaySee() {
        server.tree.remove(Discovery.PATH);
        server.tree.add(
                Discovery.PATH,
                Discovery.resource(
                        server.tree,
                        (context, link) -> context.peer().identity().isSecure()
                                || !link.target().startsWith("/sensors")));
        assertEquals("/a%20b /large", targets(""));
        assertEquals("", targets("?rt=*"));
    }

    @Test
    void listsACollectionThatAHandlerDescribes() {
        server.tree.remove("/sensors");
        server.add(
                "/sensors",
                Resource.builder().get(context -> Discovery.respond(context, server.tree.links("/sensors"))));
        assertEquals(
                "</sensors/temp>;rt=\"temperature-c\";if=\"sensor\";foo=\"\"",
                server.get("/sensors?rt=temperature-c").text());
        assertEquals(2, server.tree.links("/sensors").size());
        assertEquals(5, server.tree.links("/").size());
        assertTrue(server.tree.links("/sens").isEmpty());
        assertThrows(IllegalArgumentException.class, () -> server.tree.links("/{id}"));
    }

    @Test
    void answersAnEmptyTreeWithAnEmptyList() {
        assertEquals("", ServedTree.direct().get(Discovery.PATH).text());
    }
}
