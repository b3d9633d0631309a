package dev.pipit.coap.examples.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.examples.Serving;
import dev.pipit.coap.examples.plugtest.InRole;
import dev.pipit.coap.examples.plugtest.Role;
import dev.pipit.coap.examples.plugtest.TestDescription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugtests that libcoap's client can play, with {@code coap serve --plugtest}. */
@InRole(Role.SERVER_WITH_LIBCOAP)
class PlugtestLibcoapClientIT {
    @TempDir
    private Path directory;

    private Serving serving;

    @BeforeAll
    static void require() {
        Libcoap.require();
    }

    @BeforeEach
    void serve() throws Exception {
        serving = Serving.start("--plugtest");
    }

    @AfterEach
    void stop() {
        serving.close();
    }

    /** What the client shows, without the messages. */
    private String client(String method, String path, String... more) throws Exception {
        String[] args = new String[more.length + 3];
        System.arraycopy(more, 0, args, 0, more.length);
        args[more.length] = "-m";
        args[more.length + 1] = method;
        args[more.length + 2] = serving.uri(path);
        return Libcoap.client(args);
    }

    /** The messages, one a line, and what the client shows among them. */
    private String log(String method, String path, String... more) throws Exception {
        String[] args = new String[more.length + 2];
        System.arraycopy(more, 0, args, 0, more.length);
        args[more.length] = "-v";
        args[more.length + 1] = "7";
        return client(method, path, args);
    }

    private static void assertContains(String log, String... parts) {
        for (String part : parts) {
            assertTrue(log.contains(part), log);
        }
    }

    @TestDescription({"TD_COAP_CORE_01", "TD_COAP_CORE_02", "TD_COAP_CORE_03", "TD_COAP_CORE_04", "TD_COAP_CORE_18"})
    @Test
    void confirmableRequests() throws Exception {
        assertContains(log("get", "/test"), "t:CON c:GET", "t:ACK c:2.05", "Content-Format:text/plain", "'test'");
        assertContains(log("put", "/test", "-e", "x", "-t", "text/plain"), "t:CON c:PUT", "t:ACK c:2.04");
        assertContains(
                log("post", "/test", "-e", "x", "-t", "text/plain"),
                "t:CON c:POST",
                "t:ACK c:2.01",
                "Location-Path:location1, Location-Path:location2, Location-Path:location3");
        assertContains(log("delete", "/test"), "t:CON c:DELETE", "t:ACK c:2.02");
    }

    @TestDescription({"TD_COAP_CORE_05", "TD_COAP_CORE_06", "TD_COAP_CORE_07", "TD_COAP_CORE_08"})
    @Test
    void nonConfirmableRequests() throws Exception {
        assertContains(log("get", "/test", "-N"), "t:NON c:GET", "t:NON c:2.05", "'test'");
        assertContains(log("put", "/test", "-N", "-e", "x"), "t:NON c:PUT", "t:NON c:2.04");
        assertContains(log("post", "/test", "-N", "-e", "x"), "t:NON c:POST", "t:NON c:2.01");
        assertContains(log("delete", "/test", "-N"), "t:NON c:DELETE", "t:NON c:2.02");
    }

    @TestDescription({"TD_COAP_CORE_09", "TD_COAP_CORE_11"})
    @Test
    void separateResponse() throws Exception {
        assertContains(log("get", "/separate"), "t:ACK c:0.00", "t:CON c:2.05", "'a separate response'");
    }

    @TestDescription("TD_COAP_CORE_17")
    @Test
    void separateResponseToNon() throws Exception {
        String log = log("get", "/separate", "-N");
        assertContains(log, "t:NON c:GET", "t:NON c:2.05", "'a separate response'");
        assertFalse(log.contains("t:ACK"), log);
    }

    @TestDescription("TD_COAP_CORE_10")
    @Test
    void token() throws Exception {
        // The client counts its tokens up from the one that it is given.
        String log = log("get", "/test", "-T", "abcdefgh");
        assertTrue(log.matches("(?s).*c:GET i:.... \\{6162636465666769}.*c:2.05 i:.... \\{6162636465666769}.*"), log);
    }

    @TestDescription({"TD_COAP_CORE_13", "TD_COAP_CORE_14", "TD_COAP_CORE_19"})
    @Test
    void pathsAndQueries() throws Exception {
        assertEquals("three segments", client("get", "/seg1/seg2/seg3"));
        assertEquals("query [first=1, second=2, third=3]", client("get", "/query?first=1&second=2&third=3"));
        assertContains(
                log("post", "/location-query", "-e", "x"), "c:2.01", "Location-Query:first=1, Location-Query:second=2");
    }

    @TestDescription("TD_COAP_CORE_15")
    @Test
    void lostRequest() throws Exception {
        assertEquals("test", client("get", "/test", "-l", "1"));
    }

    @TestDescription("TD_COAP_CORE_20")
    @Test
    void accept() throws Exception {
        assertContains(log("get", "/multi-format", "-A", "0"), "Accept:text/plain", "[ Content-Format:text/plain ]");
        assertContains(
                log("get", "/multi-format", "-A", "41"),
                "Accept:application/xml",
                "[ Content-Format:application/xml ]");
    }

    private static String etag(String log) {
        Matcher matcher = Pattern.compile("c:2.05 .*ETag:(0x[0-9a-f]+)").matcher(log);
        assertTrue(matcher.find(), log);
        return matcher.group(1);
    }

    @TestDescription({"TD_COAP_CORE_21", "TD_COAP_CORE_22"})
    @Test
    void entityTags() throws Exception {
        String first = etag(log("get", "/validate"));
        assertContains(log("get", "/validate", "-O", "4," + first), "t:ACK c:2.03", "[ ETag:" + first + " ]");
        assertContains(log("put", "/validate", "-e", "mine", "-O", "1," + first), "c:2.04");
        assertContains(log("put", "/validate", "-e", "late", "-O", "1," + first), "c:4.12");
        String changed = log("get", "/validate", "-O", "4," + first);
        assertContains(changed, "c:2.05", "'mine'");
        assertFalse(etag(changed).equals(first));
    }

    @TestDescription("TD_COAP_CORE_23")
    @Test
    void ifNoneMatch() throws Exception {
        assertContains(log("put", "/create1", "-e", "x", "-O", "5,"), "c:2.01");
        assertContains(log("put", "/create1", "-e", "y", "-O", "5,"), "c:4.12");
        assertEquals("x", client("get", "/create1"));
    }

    private static byte[] body() {
        byte[] bytes = new byte[2500];
        new SplittableRandom(1).nextBytes(bytes);
        return bytes;
    }

    private byte[] download(String path, String... more) throws Exception {
        Path down = directory.resolve("down");
        String[] args = new String[more.length + 2];
        System.arraycopy(more, 0, args, 0, more.length);
        args[more.length] = "-o";
        args[more.length + 1] = down.toString();
        client("get", path, args);
        return Files.readAllBytes(down);
    }

    @TestDescription({"TD_COAP_BLOCK_01", "TD_COAP_BLOCK_06"})
    @ParameterizedTest
    @ValueSource(strings = {"16", "64", "1024"})
    void getInBlocksOfASize(String size) throws Exception {
        assertEquals(1280, download("/large", "-b", size).length);
        assertContains(log("get", "/large", "-b", size), "Block2:0/_/" + size, "Block2:0/M/" + size);
    }

    @TestDescription("TD_COAP_BLOCK_02")
    @Test
    void getInBlocks() throws Exception {
        assertEquals(1280, download("/large").length);
        assertContains(log("get", "/large"), "Block2:0/M/1024", "Block2:1/_/1024");
    }

    @TestDescription({"TD_COAP_BLOCK_03", "TD_COAP_BLOCK_04", "TD_COAP_BLOCK_05"})
    @ParameterizedTest
    @CsvSource({
        "16,put,/large-update,2.04",
        "64,put,/large-update,2.04",
        "1024,put,/large-update,2.04",
        "64,post,/large-create,2.01",
        "1024,post,/large-create,2.01",
        "64,post,/large-post,2.04",
        "1024,post,/large-post,2.04"
    })
    void bodiesInBlocks(String size, String method, String path, String code) throws Exception {
        Path up = Files.write(directory.resolve("up"), body());
        String log = log(method, path, "-b", size, "-f", up.toString());
        assertContains(log, "c:2.31", "Block1:0/M/" + size, "c:" + code);
        if (path.equals("/large-post")) {
            assertContains(log, "received 2500 bytes", "Block2:1/");
        } else {
            String back = path.equals("/large-create") ? path + "/1" : path;
            assertArrayEquals(body(), download(back, "-b", size));
        }
    }

    @TestDescription({
        "TD_COAP_LINK_01",
        "TD_COAP_LINK_02",
        "TD_COAP_LINK_03",
        "TD_COAP_LINK_04",
        "TD_COAP_LINK_05",
        "TD_COAP_LINK_06",
        "TD_COAP_LINK_07",
        "TD_COAP_LINK_08"
    })
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''           | .*</test>.*</validate>.*
                    ?rt=Type1    | </link1>[^<]*</link3>[^<]*
                    ?rt=*        | </link1>[^<]*</link2>[^<]*</link3>.*</time>[^<]*
                    ?rt=Type2    | </link1>[^<]*</link2>[^<]*
                    ?if=If*      | </link1>[^<]*</link2>[^<]*
                    ?sz=*        | </large>[^<]*</large-separate>[^<]*</obs-large>[^<]*
                    ?href=/link1 | </link1>[^<]*
                    ?href=/link* | </link1>[^<]*</link2>[^<]*</link3>[^<]*
                    """)
    void links(String query, String expected) throws Exception {
        String links = client("get", "/.well-known/core" + query).replace("\n", "");
        assertTrue(links.matches(expected), links);
    }

    @TestDescription("TD_COAP_LINK_09")
    @Test
    void linksBelow() throws Exception {
        assertEquals("</path/sub1>,</path/sub2>,</path/sub3>", client("get", "/path"));
        assertEquals("/path/sub1", client("get", "/path/sub1"));
    }
}
