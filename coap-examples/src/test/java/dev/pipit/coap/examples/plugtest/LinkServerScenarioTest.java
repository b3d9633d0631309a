package dev.pipit.coap.examples.plugtest;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.option.ContentFormat.LINK_FORMAT;
import static dev.pipit.coap.option.StandardOptions.BLOCK2;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.link.Link;
import dev.pipit.coap.link.LinkFormat;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireReceipt;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** TD_COAP_LINK: what the server does. */
@InRole(Role.SERVER)
class LinkServerScenarioTest {
    private final VirtualNetwork network = new VirtualNetwork(1);
    private final ScriptedClient client = new ScriptedClient(network, "192.0.2.2:61616");

    @BeforeEach
    void start() {
        PlugtestServer.start(network);
    }

    private List<Link> links(String path) {
        client.request(GET, path);
        WireReceipt first = client.expectResponse(CONTENT).option(CONTENT_FORMAT, LINK_FORMAT);
        byte[] list = Receipts.message(first).options().has(BLOCK2)
                ? client.download(GET, path, first, 1024)
                : Receipts.payload(first);
        return LinkFormat.parseStrict(new String(list, UTF_8));
    }

    private List<String> targets(String query) {
        return targets(links("/.well-known/core" + query).stream());
    }

    private static List<String> targets(Stream<Link> links) {
        return links.map(Link::target).toList();
    }

    @TestDescription("TD_COAP_LINK_01")
    @Test
    void listsResources() {
        List<String> all = targets("");
        assertTrue(
                all.containsAll(List.of(
                        "/test",
                        "/seg1/seg2/seg3",
                        "/query",
                        "/separate",
                        "/location-query",
                        "/multi-format",
                        "/validate",
                        "/create1",
                        "/large",
                        "/large-update",
                        "/large-create",
                        "/large-post",
                        "/large-separate",
                        "/obs",
                        "/obs-non",
                        "/obs-large",
                        "/obs-pumping",
                        "/obs-pumping-non",
                        "/obs-reset",
                        "/link1",
                        "/link2",
                        "/link3",
                        "/path",
                        "/path/sub1",
                        "/time",
                        "/example_data")),
                all::toString);
    }

    @TestDescription("TD_COAP_LINK_02")
    @Test
    void filtersByType() {
        assertEquals(List.of("/link1", "/link3"), targets("?rt=Type1"));
    }

    @TestDescription("TD_COAP_LINK_03")
    @Test
    void filtersWhatHasAType() {
        List<String> typed = targets(links("/.well-known/core").stream()
                .filter(link -> !link.resourceTypes().isEmpty()));
        assertTrue(typed.containsAll(List.of("/link1", "/link2", "/link3")));
        assertEquals(typed, targets("?rt=*"));
    }

    @TestDescription("TD_COAP_LINK_04")
    @Test
    void filtersByOneOfSeveralTypes() {
        assertEquals(List.of("/link1", "/link2"), targets("?rt=Type2"));
    }

    @TestDescription("TD_COAP_LINK_05")
    @Test
    void filtersByPrefixOfTheInterface() {
        assertEquals(List.of("/link1", "/link2"), targets("?if=If*"));
    }

    @TestDescription("TD_COAP_LINK_06")
    @Test
    void filtersWhatHasASize() {
        assertEquals(List.of("/large", "/large-separate", "/obs-large"), targets("?sz=*"));
    }

    @TestDescription("TD_COAP_LINK_07")
    @Test
    void filtersByTarget() {
        assertEquals(List.of("/link1"), targets("?href=/link1"));
    }

    @TestDescription("TD_COAP_LINK_08")
    @Test
    void filtersByPrefixOfTheTarget() {
        assertEquals(List.of("/link1", "/link2", "/link3"), targets("?href=/link*"));
    }

    @TestDescription("TD_COAP_LINK_09")
    @Test
    void arrangesLinksHierarchically() {
        Link path = links("/.well-known/core").stream()
                .filter(link -> link.target().equals("/path"))
                .findFirst()
                .orElseThrow();
        assertEquals(List.of(LINK_FORMAT.number()), path.contentFormats());
        assertEquals(List.of("/path/sub1", "/path/sub2", "/path/sub3"), targets(links("/path").stream()));
        client.request(GET, "/path/sub1");
        client.expectResponse(CONTENT).payload("/path/sub1");
    }
}
