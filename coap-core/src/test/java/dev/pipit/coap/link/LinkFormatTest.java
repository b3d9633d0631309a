package dev.pipit.coap.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pipit.coap.testkit.Requirement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkFormatTest {

    /** The documents of RFC 6690 §5, without line feeds. */
    @Requirement({"R6690-001", "R6690-030"})
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "</sensors/temp>;if=\"sensor\",</sensors/light>;if=\"sensor\"",
                "</sensors>;ct=40",
                "</sensors/temp>;rt=\"temperature-c\";if=\"sensor\",</sensors/light>;rt=\"light-lux\";if=\"sensor\"",
                "</sensors/light>;rt=\"light-lux core.sen-light\";if=\"sensor\"",
                "</sensors>;ct=40;title=\"Sensor Index\",<http://www.example.com/sensors/t123>"
                        + ";anchor=\"/sensors/temp\";rel=\"describedby\",</t>;anchor=\"/sensors/temp\";rel=\"alternate\"",
                "</firmware/v2.1>;rt=\"firmware\";sz=262144"
            })
    void writesTheDocumentsOfTheRfcAsTheyArePrinted(String document) {
        assertEquals(document, LinkFormat.write(LinkFormat.parseStrict(document)));
    }

    @Test
    void writesWithoutQuotesWhatHasNoneInTheGrammar() {
        Link link = Link.builder("/a")
                .attribute("hreflang", "de-AT")
                .attribute("title*", "UTF-8''n%C3%A4he")
                .attribute("ct", "0")
                .attribute("foo", "1")
                .build();
        assertEquals("</a>;hreflang=de-AT;title*=UTF-8''n%C3%A4he;ct=0;foo=\"1\"", link.toString());
        assertEquals(List.of(link), LinkFormat.parseStrict(link.toString()));
    }

    @Requirement("R6690-006")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "</a>;href=\"/b\"|5|attribute name: \"href\"",
                "</a>;sz=007|5|sz: \"007\" (expected: a decimal number without leading zeros) at 5",
                "</a>;anchor=\"/a b\"|5|anchor: \"/a b\"",
                "</a>;title*=\"x\"|12|empty unquoted value of title*",
                "</a>;rt|5|rt: no value",
                "</a>;title=\"\u0001\"|12|unexpected '\\u0001' at 12",
                "</a>;title*|5|title*: no value"
            })
    void refusesWhatTheGrammarOfAnAttributeDoesNotAllow(String document, int position, String message) {
        LinkFormatException refusal = assertThrows(LinkFormatException.class, () -> LinkFormat.parseStrict(document));
        assertEquals(message, refusal.getMessage().substring(0, message.length()));
        assertEquals(position, refusal.position());
    }

    @Test
    void readsBackWhatItWrites() {
        Random random = new Random(5988);
        for (int round = 0; round < 3_000; round++) {
            List<Link> links = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                links.add(randomLink(random));
            }
            String document = LinkFormat.write(links);
            assertEquals(links, LinkFormat.parseStrict(document));
            assertEquals(links, LinkFormat.parse(document));
            assertEquals(links, LinkFormat.parse(document.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static Link randomLink(Random random) {
        LinkBuilder link = Link.builder("/" + text(random, "abc09-._~:/?#[]@!$&'()*+,;=%\u00fc\u6e29\ud83c\udf21"));
        for (int i = random.nextInt(6); i > 0; i--) {
            switch (random.nextInt(7)) {
                case 0 -> link.resourceType("r" + text(random, "abc.-/#,;"));
                case 1 -> link.interfaceDescription("urn:" + text(random, "abc:;,\"\\"));
                case 2 -> link.contentFormat(random.nextInt(65536));
                case 3 -> link.observable();
                case 4 -> link.flag("f" + text(random, "abc!#$&+-.^_`|~"));
                case 5 -> link.attribute("x*", "UTF-8''" + text(random, "abc%20"));
                default -> link.attribute("y", text(random, "ab \",;<>=\\\t\n\u0000\u007f\u00e4\ud83c\udf21"));
            }
        }
        return random.nextBoolean()
                ? link.build()
                : link.size(random.nextLong() >>> 1).build();
    }

    private static String text(Random random, String alphabet) {
        int[] characters = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }
}
