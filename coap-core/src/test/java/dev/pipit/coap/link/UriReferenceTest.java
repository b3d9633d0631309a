package dev.pipit.coap.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UriReferenceTest {

    /** All examples of RFC 3986 §5.4. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "g:h, g:h",
                "g, http://a/b/c/g",
                "./g, http://a/b/c/g",
                "g/, http://a/b/c/g/",
                "/g, http://a/g",
                "//g, http://g",
                "?y, http://a/b/c/d;p?y",
                "g?y, http://a/b/c/g?y",
                "#s, http://a/b/c/d;p?q#s",
                "g#s, http://a/b/c/g#s",
                "g?y#s, http://a/b/c/g?y#s",
                ";x, http://a/b/c/;x",
                "g;x, http://a/b/c/g;x",
                "g;x?y#s, http://a/b/c/g;x?y#s",
                "``, http://a/b/c/d;p?q",
                "., http://a/b/c/",
                "./, http://a/b/c/",
                ".., http://a/b/",
                "../, http://a/b/",
                "../g, http://a/b/g",
                "../.., http://a/",
                "../../, http://a/",
                "../../g, http://a/g",
                "../../../g, http://a/g",
                "../../../../g, http://a/g",
                "/./g, http://a/g",
                "/../g, http://a/g",
                "g., http://a/b/c/g.",
                ".g, http://a/b/c/.g",
                "g.., http://a/b/c/g..",
                "..g, http://a/b/c/..g",
                "./../g, http://a/b/g",
                "./g/., http://a/b/c/g/",
                "g/./h, http://a/b/c/g/h",
                "g/../h, http://a/b/c/h",
                "g;x=1/./y, http://a/b/c/g;x=1/y",
                "g;x=1/../y, http://a/b/c/y",
                "g?y/./x, http://a/b/c/g?y/./x",
                "g?y/../x, http://a/b/c/g?y/../x",
                "g#s/./x, http://a/b/c/g#s/./x",
                "g#s/../x, http://a/b/c/g#s/../x",
                "http:g, http:g",
            })
    void resolvesTheExamplesOfTheRfc(String reference, String uri) {
        assertEquals(uri, Link.of(reference).resolve("http://a/b/c/d;p?q"));
    }

    @ParameterizedTest
    @CsvSource({
        "coap://h, g, coap://h/g",
        "coap://h/rd/ep/, g, coap://h/rd/ep/g",
        "coap+tcp://h:1/a?b#c, '', coap+tcp://h:1/a?b",
        "urn:a:b, c, urn:c",
        "coap://h/a, 1a:b, coap://h/1a:b"
    })
    void resolvesAgainstOtherBases(String base, String reference, String uri) {
        assertEquals(uri, UriReference.resolve(base, reference));
    }
}
