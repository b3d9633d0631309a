package dev.pipit.coap.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.testkit.Requirement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTest {

    @Test
    void answersWhatItsAttributesSay() {
        Link link = Link.builder("/sensors/temp")
                .resourceType("temperature-c", "core.s")
                .interfaceDescription("sensor")
                .contentFormat(0, 50)
                .size(1500)
                .title("Say \"hi\"")
                .observable()
                .attribute("foo", "a b")
                .attribute("foo", "c")
                .flag("bar")
                .build();
        assertEquals(List.of("temperature-c", "core.s"), link.resourceTypes());
        assertEquals(List.of("sensor"), link.interfaceDescriptions());
        assertEquals(List.of(0, 50), link.contentFormats());
        assertEquals(OptionalLong.of(1500), link.size());
        assertEquals(Optional.of("Say \"hi\""), link.attribute("title"));
        assertTrue(link.isObservable());
        assertEquals(List.of("a b", "c"), link.values("foo"));
        assertTrue(link.has("bar"));
        assertEquals(Optional.empty(), link.attribute("bar"));
        assertFalse(link.has("baz"));
        assertEquals(
                "</sensors/temp>;rt=\"temperature-c core.s\";if=\"sensor\";ct=\"0 50\";sz=1500;title=\"Say \\\"hi\\\"\""
                        + ";obs;foo=\"a b\";foo=\"c\";bar",
                link.toString());
    }

    @Test
    void knowsNothingOfAttributesThatAreNotThere() {
        Link link = Link.of("/a");
        assertEquals(List.of(), link.resourceTypes());
        assertEquals(List.of(), link.contentFormats());
        assertEquals(OptionalLong.empty(), link.size());
        assertFalse(link.isObservable());
    }

    @Requirement("R6690-008")
    @Test
    void assumesHostsWithoutARelation() {
        assertEquals(List.of("hosts"), Link.of("/a").relations());
        assertEquals(
                List.of("alternate", "describedby"),
                Link.builder("/a").relation("alternate", "describedby").build().relations());
    }

    @Requirement({"R6690-014", "R6690-015"})
    @Test
    void joinsWhatMayOccurOnceWithSpaces() {
        Link link = Link.builder("/a")
                .resourceType("x")
                .interfaceDescription("i")
                .resourceType("y")
                .attribute("rt", "z  w")
                .attribute("if", "j")
                .attribute("ct", "40")
                .contentFormat(41)
                .observable()
                .observable()
                .build();
        assertEquals("</a>;rt=\"x y z w\";if=\"i j\";ct=\"40 41\";obs", link.toString());
    }

    @Requirement({"R6690-014", "R6690-015", "R6690-017"})
    @Test
    void writesOnceWhatADocumentHadTwice() {
        List<Link> links = LinkFormat.parse("</a>;rt=\"a\";rt=\"b\";if=i;if=j;sz=1;sz=2;obs=\"x\";obs");
        assertEquals("</a>;rt=\"a\";if=\"i\";sz=1;obs", LinkFormat.write(links));
        assertEquals(List.of("a"), links.get(0).resourceTypes());
        assertEquals(
                "</a>;rt=\"a c\";if=\"i\";sz=1;obs",
                links.get(0).toBuilder().resourceType("c").build().toString());
    }

    @Requirement("R6690-018")
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "262144, 262144",
        "99999999999, 99999999999",
        "9223372036854775807, 9223372036854775807",
        "9223372036854775808, 9223372036854775807",
        "123456789012345678901234567890, 9223372036854775807"
    })
    void acceptsLargeSizes(String sz, long size) {
        assertEquals(
                OptionalLong.of(size), LinkFormat.parse("</a>;sz=" + sz).get(0).size());
        assertEquals(
                "</a>;sz=" + sz, LinkFormat.parseStrict("</a>;sz=" + sz).get(0).toString());
    }

    @Test
    void leavesOutContentFormatsThatAreNoCodes() {
        assertEquals(
                List.of(0, 65535),
                LinkFormat.parse("</a>;ct=\"0 text 65536 -1 007 99999999999 65535\"")
                        .get(0)
                        .contentFormats());
    }

    @Requirement("R6690-002")
    @ParameterizedTest
    @ValueSource(strings = {"href", "HREF", "", "*", "r t", "a=b", "a;b", "\u00e4", "a**"})
    void refusesAttributeName(String name) {
        String message = refusal(() -> Link.builder("/a").attribute(name, "x"));
        assertTrue(message.startsWith("attribute name: \"" + name + "\" (expected: "), message);
    }

    @Requirement("R6690-017")
    @Test
    void refusesWhatMayOccurOnlyOnce() {
        LinkBuilder link = Link.builder("/a").size(1).title("t").anchor("/b").attribute("type", "text/plain");
        assertEquals("sz: \"2\" (expected: at most one sz in a link)", refusal(() -> link.size(2)));
        assertEquals("title: \"u\" (expected: at most one title in a link)", refusal(() -> link.title("u")));
        assertEquals("anchor: \"/c\" (expected: at most one anchor in a link)", refusal(() -> link.anchor("/c")));
        assertEquals(
                "type: \"a/b\" (expected: at most one type in a link)", refusal(() -> link.attribute("type", "a/b")));
    }

    @Requirement("R6690-006")
    @Test
    void refusesValuesThatTheRfcDoesNotAllow() {
        LinkBuilder link = Link.builder("/a");
        assertEquals("ct: 65536 (expected: 0-65535)", refusal(() -> link.contentFormat(65536)));
        assertEquals("ct: \"text/plain\" (expected: 0-65535)", refusal(() -> link.attribute("ct", "text/plain")));
        assertEquals("sz: -1 (expected: 0 or more)", refusal(() -> link.size(-1)));
        assertEquals(
                "sz: \"01\" (expected: a decimal number without leading zeros)",
                refusal(() -> link.attribute("sz", "01")));
        assertEquals("rt: \"a b\" (expected: a name or URI without spaces)", refusal(() -> link.resourceType("a b")));
        assertEquals("rt: \" \" (expected: at least one value)", refusal(() -> link.attribute("rt", " ")));
        assertEquals("rt: no value (expected: a value)", refusal(() -> link.flag("rt")));
        assertEquals("obs: \"1\" (expected: no value)", refusal(() -> link.attribute("obs", "1")));
        assertEquals("anchor: \"/a b\" (expected: a URI-Reference)", refusal(() -> link.anchor("/a b")));
        assertEquals("target: \"/a>\\n\" has '>' at 2 (expected: a URI-Reference)", refusal(() -> Link.of("/a>\n")));
        assertEquals("</a>", link.build().toString());
    }

    @Requirement("R6690-007")
    @ParameterizedTest
    @CsvSource({
        "/a, coap://h:61616/.well-known/core, coap://h:61616/a, coap://h:61616",
        "a, coap://h/.well-known/core?rt=x, coap://h/a, coap://h",
        "'', coap://h/.well-known/core, coap://h, coap://h",
        "?q=1, coap://h/.well-known/core, coap://h?q=1, coap://h",
        "//15001/65537, coap://h/.well-known/core, coap://15001/65537, coap://15001",
        "coaps://[2001:db8::1]:61616/t?q=1, coap://h/x, coaps://[2001:db8::1]:61616/t?q=1, coaps://[2001:db8::1]:61616",
        "/\u00fc, coap://[::1], coap://[::1]/\u00fc, coap://[::1]",
        "urn:dev:1, coap://h, urn:dev:1, urn:dev:1"
    })
    void resolvesTheTargetAgainstTheOriginOfTheDocument(
            String target, String document, String targetUri, String contextUri) {
        assertEquals(targetUri, Link.of(target).targetUri(document));
        assertEquals(contextUri, Link.of(target).contextUri(document));
    }

    @Requirement("R6690-010")
    @Test
    void takesTheAnchorForTheContext() {
        Link link = Link.builder("http://www.example.com/sensors/t123")
                .anchor("/sensors/temp")
                .relation("describedby")
                .build();
        assertEquals("coap://h/sensors/temp", link.contextUri("coap://h/.well-known/core"));
        assertEquals("http://www.example.com/sensors/t123", link.targetUri("coap://h/.well-known/core"));
    }

    @Test
    void refusesABaseThatIsNoUri() {
        assertEquals(
                "base URI: \"/core\" (expected: a URI with a scheme, such as coap://host)",
                refusal(() -> Link.of("/a").targetUri("/core")));
        assertThrows(IllegalArgumentException.class, () -> Link.of("/a").resolve("h"));
    }

    private static String refusal(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }
}
