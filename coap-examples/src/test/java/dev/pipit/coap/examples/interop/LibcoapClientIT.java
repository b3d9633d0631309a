package dev.pipit.coap.examples.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.examples.Serving;
import dev.pipit.coap.testkit.Requirement;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** libcoap's client with {@code coap serve}. */
class LibcoapClientIT {
    private static Serving serving;

    @BeforeAll
    static void serve() throws IOException {
        Libcoap.require();
        serving = Serving.start("--address", "::1", "--plugtest");
    }

    @AfterAll
    static void stop() {
        if (serving != null) {
            serving.close();
        }
    }

    private static String client(String method, String path, String... more) throws Exception {
        String[] args = new String[more.length + 3];
        System.arraycopy(more, 0, args, 0, more.length);
        args[more.length] = "-m";
        args[more.length + 1] = method;
        args[more.length + 2] = serving.uri(path);
        return Libcoap.client(args);
    }

    @Requirement({"R7252-099", "R7252-100", "R7252-101", "R7252-102"})
    @Test
    void everyMethod() throws Exception {
        assertEquals("Hello, world!", client("get", "/hello"));
        for (String method : new String[] {"put", "post", "fetch", "patch", "ipatch"}) {
            assertEquals("an echo", client(method, "/echo", "-e", "an echo", "-t", "text/plain"));
        }
        String created = client("put", "/made", "-v", "7", "-e", "x");
        assertTrue(created.contains("c:2.01"), created);
        assertEquals("x", client("get", "/made"));
        String deleted = client("delete", "/made", "-v", "7");
        assertTrue(deleted.contains("c:2.02"), deleted);
        assertTrue(client("get", "/made").startsWith("4.04"));
    }

    @Test
    void readsSensorAndTime() throws Exception {
        assertTrue(client("get", "/time?ticks").matches("[0-9]+"));
        assertTrue(client("get", "/.well-known/core?href=/time").startsWith("</time>"));
        assertEquals("", client("put", "/time", "-e", "1000000"));
        assertTrue(client("fetch", "/time?ticks", "-e", "ticks", "-t", "text/plain")
                .matches("100000[0-9]"));
        client("delete", "/time");
        assertEquals("4.04 the time was deleted", client("get", "/time"));
        client("put", "/time");
    }

    @Requirement("R7252-056")
    @Test
    void separateResponse() throws Exception {
        String log = client("get", "/async?1", "-v", "7");

        assertTrue(log.contains("t:ACK c:0.00"), log);
        assertTrue(log.contains("t:CON c:2.05"), log);
        assertTrue(log.contains("done"), log);
    }

    @Requirement("R7252-060")
    @Test
    void nonConfirmable() throws Exception {
        String log = client("get", "/hello", "-N", "-v", "7");

        assertTrue(log.contains("t:NON c:2.05"), log);
        assertTrue(log.contains("Hello, world!"), log);
    }

    @Test
    void lostRequestIsRepeated() throws Exception {
        assertEquals("Hello, world!", client("get", "/hello", "-l", "1"));
    }

    @Test
    void overIpv6() throws Exception {
        assertEquals("Hello, world!", Libcoap.client("-m", "get", serving.said().get(1) + "/hello"));
    }

    @Test
    void responseTooLargeForOneMessageComesInBlocks() throws Exception {
        assertEquals(1500, client("get", "/example_data").length());
        assertEquals("", client("put", "/example_data", "-e", "short"));
        assertEquals("short", client("get", "/example_data"));
    }
}
