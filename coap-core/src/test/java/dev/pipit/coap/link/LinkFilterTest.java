package dev.pipit.coap.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.testkit.Requirement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkFilterTest {

    private static final List<Link> LINKS =
            LinkFormat.parse("</a>;rt=\"x y\";if=\"i\";obs,</b>;rt=\"x\";title=\"100%\",</c%20d>;title=\"50%25\"");

    @Test
    void wantsAllQueriesToMatch() {
        assertEquals(
                List.of(LINKS.get(0)), LinkFilter.of(List.of("rt=x", "if=i")).apply(LINKS));
        assertEquals(
                List.of(LINKS.get(0)), LinkFilter.of(List.of("rt=x", "rt=y")).apply(LINKS));
        assertEquals(
                List.of(LINKS.get(0)), LinkFilter.parseUriQuery("rt=x&if=%69").apply(LINKS));
        assertEquals(List.of(), LinkFilter.of(List.of("rt=x", "rt=z")).apply(LINKS));
    }

    @Test
    void matchesEverythingWithoutAQuery() {
        assertEquals(LINKS, LinkFilter.of(List.of()).apply(LINKS));
        assertEquals(LINKS, LinkFilter.parse("").apply(LINKS));
        assertEquals(LINKS, LinkFilter.parseUriQuery("").apply(LINKS));
    }

    @Requirement("R6690-024")
    @Test
    void decodesTheQueryOfAUriOnceAndAnOptionNotAtAll() {
        assertEquals(
                List.of(LINKS.get(1)), LinkFilter.parseUriQuery("title=100%25").apply(LINKS));
        assertEquals(List.of(LINKS.get(1)), LinkFilter.parse("title=100%").apply(LINKS));
        assertEquals(List.of(LINKS.get(2)), LinkFilter.parse("title=50%25").apply(LINKS));
        assertEquals(List.of(LINKS.get(2)), LinkFilter.parse("href=/c%20d").apply(LINKS));
        assertEquals(
                List.of(LINKS.get(2)), LinkFilter.parseUriQuery("title=50%2*").apply(LINKS));
        assertEquals(
                List.of(LINKS.get(2)), LinkFilter.parseUriQuery("href=/c%2520d").apply(LINKS));
        assertEquals(LINKS.subList(0, 2), LinkFilter.parseUriQuery("rt=x%2A").apply(LINKS));
    }

    @Test
    void asksForAnAttributeByItsNameAlone() {
        assertEquals(List.of(LINKS.get(0)), LinkFilter.parse("obs").apply(LINKS));
        assertEquals(List.of(LINKS.get(0)), LinkFilter.parse("obs=").apply(LINKS));
        assertEquals(List.of(), LinkFilter.parse("obs=1").apply(LINKS));
    }

    @Test
    void ignoresTheValueOfObs() {
        Link link = LinkFormat.parse("</s>;obs=\"x\"").get(0);
        assertTrue(LinkFilter.parse("obs=*").matches(link));
        assertTrue(LinkFilter.parse("obs=").matches(link));
        assertFalse(LinkFilter.parse("obs=x").matches(link));
    }

    @Test
    void ignoresASecondResourceTypeAttribute() {
        Link link = LinkFormat.parse("</d>;rt=\"a\";rt=\"b\"").get(0);
        assertTrue(LinkFilter.parse("rt=a").matches(link));
        assertFalse(LinkFilter.parse("rt=b").matches(link));
    }

    @Test
    void matchesAnyOccurrenceOfOtherAttributes() {
        Link link = LinkFormat.parse("</d>;foo=\"a\";foo=\"b c\";bar").get(0);
        assertTrue(LinkFilter.parse("foo=b c").matches(link));
        assertFalse(LinkFilter.parse("foo=c").matches(link));
        assertTrue(LinkFilter.parse("bar=").matches(link));
        assertFalse(LinkFilter.parse("bar=x*").matches(link));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "=x", "*", "=*", "%", "%zz=1", "&&x", "rt=%ff%", "\u0000=*", "href*=x", "r t="})
    void matchesNothingWithAQueryThatMakesNoSense(String query) {
        assertEquals(List.of(), LinkFilter.parse(query).apply(LINKS));
        assertEquals(List.of(), LinkFilter.parseUriQuery(query).apply(LINKS));
    }
}
