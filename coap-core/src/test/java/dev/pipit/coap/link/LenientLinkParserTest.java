package dev.pipit.coap.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LenientLinkParserTest {

    private static final int LARGEST = 64 * 1024;

    /** The second column is the document that the first is read as. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "</a>,                        | </a>",
                ",</a>                        | </a>",
                "</a>,,</b>                   | </a>,</b>",
                "</a> </b>                    | </a>,</b>",
                "</a></b>                     | </a>,</b>",
                "</a>x                        | </a>",
                "</a>;                        | </a>",
                "</a>;;rt=x                   | </a>;rt=\"x\"",
                "</a>;=x                      | </a>",
                "</a>;rt=                     | </a>",
                "</a>;rt=,</b>                | </a>,</b>",
                "</a>;title=\"\"              | </a>;title=\"\"",
                "</a> ; rt = \"x\" , </b>     | </a>;rt=\"x\",</b>",
                "`</a>;rt=\"x\",\r\n\t</b>\n` | </a>;rt=\"x\",</b>",
                "`</a>;rt=x\n</b>;obs`        | </a>;rt=\"x\",</b>;obs",
                "</a>;title=Sensor Index;ct=40| </a>;title=\"Sensor Index\";ct=40",
                "</a>;rt=a b                  | </a>;rt=\"a b\"",
                "</a>;rt=\"x                  | </a>;rt=\"x\"",
                "</a>;rt=\"x\\                | </a>;rt=\"x\"",
                "</a>;rt=\"x,</b>;ct=0        | </a>;rt=\"x\",</b>;ct=0",
                "</a>;rt=x\";ct=0             | </a>;rt=\"x\";ct=0",
                "</a>;rt=\"x\"y;ct=0          | </a>;rt=\"x\";ct=0",
                "</a>;rt=\"a\";rt=\"b\"       | </a>;rt=\"a\"",
                "</a>;ct=\"0 41\"             | </a>;ct=\"0 41\"",
                "</a>;ct=0 41                 | </a>;ct=\"0 41\"",
                "</a>;sz=\"0042\"             | </a>;sz=42",
                "</a>;sz=many;ct=0            | </a>;ct=0",
                "</a>;href=\"/b\";ct=0        | </a>;ct=0",
                "</a>;r\u00e4t=1;ct=0         | </a>;ct=0",
                "</a>;title*=not a token;ct=0 | </a>;ct=0",
                "</a>;anchor=\"/x y\"         | </a>;anchor=\"/x%20y\"",
                "</a b>                       | </a%20b>",
                "< /a >                       | </a>",
                "<</a>>                       | </a>",
                "</a,</b>                     | </b>",
                "\ufeff</a>                   | </a>",
                "<//15001/65537>              | <//15001/65537>",
            })
    void recoversWhatItCan(String document, String meaning) {
        List<Link> links = LinkFormat.parse(document);
        assertEquals(meaning, LinkFormat.write(links));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "hello", "a>", "</a", "<", ",,,", ";rt=x", "{\"a\":1}"})
    void findsNoLinkWhereThereIsNone(String document) {
        assertEquals(List.of(), LinkFormat.parse(document));
    }

    @Test
    void neverThrowsOnRandomBytes() {
        Random random = new Random(6690);
        int found = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] payload = new byte[random.nextInt(200)];
            random.nextBytes(payload);
            found += readHostile(LinkFormat.parse(payload));
        }
        assertTrue(found > 0, "no link in any of the documents");
    }

    @Test
    void neverThrowsOnRandomPiecesOfLinks() {
        String[] pieces = {
            "<", ">", "/a", ";", ",", "=", "\"", "\\", " ", "\n", "rt", "sz", "if", "href", "anchor", "*", "title", "0",
            "obs", "\u00fc", "\ud83d", "\u0000", "ct", "%", "//", ":"
        };
        Random random = new Random(8288);
        int found = 0;
        for (int round = 0; round < 50_000; round++) {
            StringBuilder document = new StringBuilder();
            for (int i = random.nextInt(40); i >= 0; i--) {
                document.append(pieces[random.nextInt(pieces.length)]);
            }
            found += readHostile(LinkFormat.parse(document.toString()));
            assertOnlyLinkFormatException(document.toString());
        }
        assertTrue(found > 10_000, "only " + found + " links in all of the documents");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<",
                "<>",
                "<>;",
                "<a>,",
                "<a>;a=\"",
                "<a>;a=\"\\",
                "<a>;a= \"",
                "\\\"",
                ";a=\"\\\"",
                "<a>;a=b <",
                "</..",
                "</.>;anchor=\"..\",",
                ";;;",
                " ",
                "<a>;rt=\"a a a a ",
                "\\\\",
                "=\"",
                ";a=\\\"",
                "<%"
            })
    void takesTimeLinearInTheLength(String piece) {
        for (String start : new String[] {"", "<a>;a=\"", "<a>;rt=\"", "<a>"}) {
            String document = start + piece.repeat(LARGEST / piece.length());
            // Quadratic would be billions of steps; linear takes milliseconds.
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                readHostile(LinkFormat.parse(document));
                assertOnlyLinkFormatException(document);
            });
        }
    }

    @Test
    void resolvesAndFiltersLongHostileLinksInLinearTime() {
        String target = "a/../".repeat(LARGEST / 5) + "x";
        Link link =
                Link.builder(target).attribute("rt", "a ".repeat(LARGEST / 2)).build();
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertEquals("coap://h/x", link.targetUri("coap://h/.well-known/core"));
            assertEquals(false, LinkFilter.parse("rt=b*").matches(link));
        });
    }

    /** Calls all that can be asked of links; what was written of them must be legal and mean the same. */
    private static int readHostile(List<Link> links) {
        LinkFilter filter = LinkFilter.of(List.of("rt=a*", "=x", "obs", "*", "sz"));
        for (Link link : links) {
            link.size();
            link.contentFormats();
            link.relations();
            link.contextUri("coap://h/.well-known/core");
            link.toBuilder().build();
            filter.matches(link);
        }
        String written = LinkFormat.write(links);
        assertEquals(written, LinkFormat.write(LinkFormat.parseStrict(written)));
        assertEquals(written, LinkFormat.write(LinkFormat.parse(written)));
        return links.size();
    }

    private static void assertOnlyLinkFormatException(String document) {
        try {
            assertEquals(LinkFormat.parse(document), LinkFormat.parseStrict(document));
        } catch (LinkFormatException refusal) {
            assertTrue(refusal.position() >= 0 && refusal.position() <= document.length());
        }
    }
}
