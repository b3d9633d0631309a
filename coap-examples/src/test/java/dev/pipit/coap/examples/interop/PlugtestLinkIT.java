package dev.pipit.coap.examples.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.examples.testresources.PlugtestResources;
import dev.pipit.coap.examples.testresources.SimpleResources;
import dev.pipit.coap.examples.testresources.ThreadClockwork;
import dev.pipit.coap.link.Link;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.testing.CoapServerExtension;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TD_COAP_LINK_01 to 09 of the ETSI plugtests, both roles. */
class PlugtestLinkIT {
    @RegisterExtension
    static final CoapServerExtension server = CoapServerExtension.of(builder -> {});

    private static final ThreadClockwork clockwork = new ThreadClockwork("plugtest");

    @BeforeAll
    static void addResources() {
        new PlugtestResources(Duration.ofSeconds(1), clockwork)
                .addTo(server.server().resources());
        SimpleResources.addTo(server.server().resources());
    }

    @AfterAll
    static void stopClockwork() {
        clockwork.close();
    }

    private static List<String> targets(CoapClient client, String query) {
        return client.discover(server.uri("/.well-known/core" + query)).stream()
                .map(Link::target)
                .toList();
    }

    /** LINK_01. */
    @Requirement({"R7252-135", "R7252-136", "R6690-009", "R6690-019", "R6690-020", "R6690-021"})
    @Test
    void listsResources(CoapClient client) {
        Response response = client.get(server.uri("/.well-known/core")).send();

        assertEquals(Code.CONTENT, response.code());
        assertEquals(ContentFormat.LINK_FORMAT, response.contentFormat().orElseThrow());
        assertTrue(targets(client, "").containsAll(List.of("/test", "/link1", "/path/sub1")));
        assertTrue(response.text().contains("</multi-format>;ct=\"0 41\""), response::text);
        assertEquals(
                Code.NOT_ACCEPTABLE,
                client.get(server.uri("/.well-known/core"))
                        .accept(ContentFormat.JSON)
                        .send()
                        .code());
    }

    /** LINK_02 to 08. */
    @Requirement({
        "R6690-013",
        "R6690-014",
        "R6690-015",
        "R6690-016",
        "R6690-022",
        "R6690-023",
        "R6690-025",
        "R6690-026",
        "R6690-029"
    })
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    rt=Type1    | /link1 /link3
                    rt=Type2    | /link1 /link2
                    rt=Type*    | /link1 /link2 /link3
                    rt=type1    | ''
                    if=If*      | /link1 /link2
                    sz=*        | /large /large-separate /obs-large
                    href=/link1 | /link1
                    href=/link* | /link1 /link2 /link3
                    """)
    void filters(String query, String expected, CoapClient client) {
        assertEquals(expected, String.join(" ", targets(client, "?" + query)));
    }

    /** LINK_09. */
    @Requirement("R6690-020")
    @Test
    void arrangesLinksHierarchically(CoapClient client) {
        Link path = client.discover(server.uri("/.well-known/core?href=/path")).get(0);
        assertEquals(List.of(ContentFormat.LINK_FORMAT.number()), path.contentFormats());

        List<Link> below = client.discover(path.targetUri(server.uri("/.well-known/core")));
        assertEquals(
                List.of("/path/sub1", "/path/sub2", "/path/sub3"),
                below.stream().map(Link::target).toList());
        for (Link link : below) {
            Response response = client.get(link.targetUri(server.uri("/path"))).send();
            assertEquals(Code.CONTENT, response.code());
            assertEquals(link.target(), response.text());
        }
    }
}
