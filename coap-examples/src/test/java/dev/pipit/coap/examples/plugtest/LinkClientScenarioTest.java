package dev.pipit.coap.examples.plugtest;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.option.ContentFormat.LINK_FORMAT;
import static dev.pipit.coap.option.ContentFormat.TEXT_PLAIN;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static dev.pipit.coap.option.StandardOptions.URI_QUERY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.link.Link;
import dev.pipit.coap.link.LinkFormat;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.testing.WireReceipt;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** TD_COAP_LINK: what the client does. */
@InRole(Role.CLIENT)
class LinkClientScenarioTest {
    private static final String WELL_KNOWN = "/.well-known/core";
    private static final String LINKS = "</test>,</link1>;rt=\"Type1 Type2\";if=\"If1\",</large>;sz=1280,</path>;ct=40";

    private final ScriptedServer server = new ScriptedServer();

    private List<Link> discover(String path, String links) {
        CompletableFuture<Response> response =
                server.client.get(ScriptedServer.uri(path)).accept(LINK_FORMAT).sendAsync();
        WireReceipt asked = server.expectRequest(GET, path);
        server.respond(asked, CONTENT).option(CONTENT_FORMAT, LINK_FORMAT).payload(links);
        server.settle();
        assertEquals(LINK_FORMAT, response.join().contentFormat().orElseThrow());
        return LinkFormat.parse(response.join().payload());
    }

    /** The client asks with one query argument, as it is, and shows what it gets. */
    private void filter(String query) {
        CompletableFuture<Response> response = server.client
                .get(ScriptedServer.uri(WELL_KNOWN))
                .query(query)
                .accept(LINK_FORMAT)
                .sendAsync();
        WireReceipt asked = server.expectRequest(GET, WELL_KNOWN + "?" + query).option(URI_QUERY, query);
        server.respond(asked, CONTENT).option(CONTENT_FORMAT, LINK_FORMAT).payload("</link1>;rt=\"Type1 Type2\"");
        server.settle();
        List<Link> links = LinkFormat.parse(response.join().payload());
        assertEquals(List.of("/link1"), targets(links));
        assertEquals(List.of("Type1", "Type2"), links.get(0).resourceTypes());
    }

    private static List<String> targets(List<Link> links) {
        return links.stream().map(Link::target).toList();
    }

    @TestDescription("TD_COAP_LINK_01")
    @Test
    void listsResources() {
        List<Link> links = discover(WELL_KNOWN, LINKS);
        assertEquals(List.of("/test", "/link1", "/large", "/path"), targets(links));
        assertEquals(List.of("Type1", "Type2"), links.get(1).resourceTypes());
        assertEquals(List.of(LINK_FORMAT.number()), links.get(3).contentFormats());
    }

    @TestDescription("TD_COAP_LINK_02")
    @Test
    void filtersByType() {
        filter("rt=Type1");
    }

    @TestDescription("TD_COAP_LINK_03")
    @Test
    void filtersWhatHasAType() {
        filter("rt=*");
    }

    @TestDescription("TD_COAP_LINK_04")
    @Test
    void filtersByOneOfSeveralTypes() {
        filter("rt=Type2");
    }

    @TestDescription("TD_COAP_LINK_05")
    @Test
    void filtersByPrefixOfTheInterface() {
        filter("if=If*");
    }

    @TestDescription("TD_COAP_LINK_06")
    @Test
    void filtersWhatHasASize() {
        filter("sz=*");
    }

    @TestDescription("TD_COAP_LINK_07")
    @Test
    void filtersByTarget() {
        filter("href=/link1");
    }

    @TestDescription("TD_COAP_LINK_08")
    @Test
    void filtersByPrefixOfTheTarget() {
        filter("href=/link*");
    }

    @TestDescription("TD_COAP_LINK_09")
    @Test
    void followsLinks() {
        Link path = discover(WELL_KNOWN, "</path>;ct=40").get(0);
        assertEquals(ScriptedServer.uri("/path"), path.targetUri(ScriptedServer.uri(WELL_KNOWN)));
        Link sub1 = discover("/path", "</path/sub1>,</path/sub2>").get(0);
        CompletableFuture<Response> response =
                server.client.get(sub1.targetUri(ScriptedServer.uri("/path"))).sendAsync();
        server.respond(server.expectRequest(GET, "/path/sub1"), CONTENT)
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("/path/sub1");
        server.settle();
        assertEquals("/path/sub1", response.join().text());
    }
}
