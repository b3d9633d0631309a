package dev.pipit.coap.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.OptionsBuilder;
import dev.pipit.coap.option.RawOption;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.testkit.Requirement;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoapUriTest {
    private static final InetSocketAddress DESTINATION =
            new InetSocketAddress(IpLiteral.parse("192.0.2.1").orElseThrow(), CoapUri.DEFAULT_PORT);

    @ParameterizedTest
    @CsvSource({
        "coap, 5683, false",
        "coaps, 5684, true",
        "coap+tcp, 5683, false",
        "coaps+tcp, 5684, true",
        "coap+ws, 80, false",
        "coaps+ws, 443, true"
    })
    @Requirement("R7252-165")
    void schemesHaveTheirDefaultPorts(String scheme, int port, boolean secure) {
        CoapUri uri = CoapUri.parse(scheme + "://h");

        assertEquals(port, uri.port());
        assertEquals(secure, uri.isSecure());
        assertEquals(Optional.of(port), CoapUri.defaultPort(scheme));
        assertEquals(scheme + "://h/", uri.toString());
        assertEquals(scheme + "://h:1/", CoapUri.parse(scheme + "://h:1").toString());
    }

    @ParameterizedTest
    @CsvSource({
        "coap://[2001:DB8:0:0:0:0:2:1]/, 2001:db8::2:1, coap://[2001:db8::2:1]/",
        "coap://[2001:db8:0:1:1:1:1:1], 2001:db8:0:1:1:1:1:1, coap://[2001:db8:0:1:1:1:1:1]/",
        "coap://[2001:0:0:1:0:0:0:1], 2001:0:0:1::1, coap://[2001:0:0:1::1]/",
        "coap://[2001:db8:0:0:1:0:0:1], 2001:db8::1:0:0:1, coap://[2001:db8::1:0:0:1]/",
        "coap://[0:0:0:0:0:0:0:0], ::, coap://[::]/",
        "coap://[::1]:5684, ::1, coap://[::1]:5684/",
        "coap://[1::], 1::, coap://[1::]/",
        "coap://[FF02::FD], ff02::fd, coap://[ff02::fd]/",
        "coap://[fe80::1%25eth0], fe80::1%eth0, coap://[fe80::1%25eth0]/",
        "coap://[fe80::1%eth0]:1/x, fe80::1%eth0, coap://[fe80::1%25eth0]:1/x",
        "coap://[fe80::1%25a%2Fb], fe80::1%a/b, coap://[fe80::1%25a%2Fb]/",
        "coap://[::ffff:192.0.2.1], 192.0.2.1, coap://192.0.2.1/"
    })
    void writesIpv6LiteralsInTheFormOfRfc5952(String text, String host, String canonical) {
        CoapUri uri = CoapUri.parse(text);

        assertEquals(host, uri.host());
        assertEquals(canonical, uri.toString());
        assertEquals(uri, CoapUri.parse(canonical));
    }

    @ParameterizedTest
    @ValueSource(strings = {"coap://192.0.2.1/", "coap://[::1]/", "coap://[fe80::1%25no-such-interface]/"})
    void sendsNoUriHostForAddresses(String text) {
        OptionsBuilder options = Options.builder();

        CoapUri.parse(text).addTo(options, DESTINATION);

        assertEquals(Options.EMPTY, options.build());
    }

    @ParameterizedTest
    @CsvSource({"coap://1.2.3/, 1.2.3", "coap://1.2.3.256/, 1.2.3.256", "coap://01.2.3.4/, 01.2.3.4"})
    void takesForNameWhatIsNoAddress(String text, String name) {
        OptionsBuilder options = Options.builder();

        CoapUri.parse(text).addTo(options, DESTINATION);

        assertEquals("Uri-Host:" + name, options.build().toString());
    }

    @ParameterizedTest
    @CsvSource({"coap://a%3Ab/, a:b, coap://a%3Ab/", "coap://a%2Fb%40c/, a/b@c, coap://a%2Fb%40c/"})
    void keepsEscapesInNames(String text, String host, String canonical) {
        CoapUri uri = CoapUri.parse(text);

        assertEquals(host, uri.host());
        assertEquals(canonical, uri.toString());
    }

    @Test
    void unwrapsAddressInUriHost() {
        Options options = Options.of(new RawOption(3, "[2001:DB8::1]".getBytes(StandardCharsets.UTF_8)));

        assertEquals(
                "coap://[2001:db8::1]/",
                CoapUri.of("coap", DESTINATION, options).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "coap",
                "coap:",
                "coap://",
                "coap:///",
                "coap://:5683/",
                "coap:/h",
                "h/x",
                "//h/x",
                "mailto:a@b",
                "coap://user@h/",
                "coap://h#",
                "coap://h:65536/",
                "coap://h:99999999999/",
                "coap://h:-1/",
                "coap://h:1a/",
                "coap://h:1:2/",
                "coap://::1/",
                "coap://[::1/",
                "coap://::1]/",
                "coap://[::1]x/",
                "coap://[::1]x:1/",
                "coap://[]/",
                "coap://[h]/",
                "coap://[1.2.3.4]/",
                "coap://[::g]/",
                "coap://[1:2:3]/",
                "coap://[fe80::1%25]/",
                "coap://[fe80::1%]/",
                "coap://[fe80::1%25a b]/",
                "coap://a]b/",
                "coap://h/%",
                "coap://h/%4",
                "coap://h/%zz",
                "coap://h/%ff",
                "coap://h/a b",
                "coap://h/a\nb",
                "coap://h/{a}",
                "coap://h/?a|b",
                "coap://h\\a/"
            })
    @Requirement("R7252-130")
    void refusesWhatIsNoCoapUriAndSaysWhat(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> CoapUri.parse(text))
                .getMessage();

        assertTrue(message.startsWith("URI: \"" + text + "\" (expected: "), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "?", "a/b/", "/?x&"})
    void takesPartsOfAtMost255Bytes(String prefix) {
        String fits = "coap://h/" + prefix + "é".repeat(127) + "e";

        assertTrue(CoapUri.parse(fits).toString().contains("%C3%A9e"));
        String message = assertThrows(IllegalArgumentException.class, () -> CoapUri.parse(fits + "e"))
                .getMessage();
        assertTrue(message.contains("256 bytes (expected: 0-255)"), message);
    }

    @Test
    void takesHostsOfAtMost255Bytes() {
        assertEquals(255, CoapUri.parse("coap://" + "h".repeat(255)).host().length());
        assertThrows(IllegalArgumentException.class, () -> CoapUri.parse("coap://" + "h".repeat(256)));
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b, a|b",
        "a/b, a|b",
        "/, ''",
        "'', ''",
        "/a/, a|",
        "//, |",
        "/a/../b, b",
        "/../a, a",
        "/a/.., ''",
        "/a/b/.., a|",
        "/a/., a|",
        "/., ''",
        "/%2E%2e/a, a",
        "/a%2Fb, a/b",
        "/a+b, a+b",
        "/a%20b, a b"
    })
    @Requirement({"R7252-110", "R7252-132"})
    void splitsThenDecodesAndResolvesPaths(String path, String segments) {
        List<String> expected = segments == null || segments.isEmpty() ? List.of() : List.of(segments.split("\\|", -1));

        assertEquals(expected, Request.get(path).pathSegments());
    }

    @Test
    void refusesFragmentInPath() {
        String message = assertThrows(IllegalArgumentException.class, () -> Request.get("/a#b"))
                .getMessage();

        assertTrue(message.contains("/a#b"), message);
    }

    @Test
    void refusesPartsThatMakeNoUri() {
        assertThrows(IllegalArgumentException.class, () -> new CoapUri("coap", "", 1, List.of(), List.of()));
        assertThrows(IllegalArgumentException.class, () -> new CoapUri("coap", "h", 65536, List.of(), List.of()));
        assertThrows(IllegalArgumentException.class, () -> new CoapUri("coap", "h", -1, List.of(), List.of()));
    }

    @Test
    void composesFromWhateverAPeerSends() {
        Options options = Options.of(
                new RawOption(3, new byte[] {'a', ' ', (byte) 0xff}),
                new RawOption(7, new byte[] {0, 1}),
                new RawOption(11, new byte[] {'.', '.'}),
                new RawOption(11, new byte[256]),
                new RawOption(15, new byte[] {'&', 0}));

        assertEquals(
                "coap://a%20%EF%BF%BD:1/..?%26%00",
                CoapUri.of("coap", DESTINATION, options).toString());
    }

    @Test
    void findsAddressWithoutAskingForNames() {
        assertEquals(
                "/192.0.2.1",
                CoapUri.parse("coap://192.0.2.1").literalAddress().orElseThrow().toString());
        assertTrue(CoapUri.parse("coap://localhost").literalAddress().isEmpty());
        assertFalse(CoapUri.parse("coap://[::1]").literalAddress().isEmpty());
    }

    @Test
    void addsUriPortOnlyWhereItDiffersFromTheDestination() {
        OptionsBuilder options = Options.builder();
        CoapUri.parse("coap://h:61616/x").addTo(options, DESTINATION);

        assertEquals(61616, options.build().getOrNull(StandardOptions.URI_PORT));
    }
}
