package dev.pipit.coap.examples.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.examples.Program;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.testkit.Requirement;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our client, mostly the {@code coap} program, with libcoap's server. */
class LibcoapServerIT {
    private static Libcoap.Server server;

    @BeforeAll
    static void start() throws IOException {
        Libcoap.require();
        server = Libcoap.Server.start("127.0.0.1");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String uri(String path) {
        return server.uri() + path;
    }

    private static Program coap(String command, String path, String... more) {
        String[] args = new String[more.length + 2];
        args[0] = command;
        args[1] = uri(path);
        System.arraycopy(more, 0, args, 2, more.length);
        return Program.run(args);
    }

    @Test
    void everyMethod() {
        assertTrue(coap("get", "/").out().startsWith("This is a test server made with libcoap"));
        assertEquals(new Program(0, "", "2.01 Created\n"), coap("put", "/made", "-e", "x"));
        assertEquals(new Program(0, "", "2.04 Changed\n"), coap("put", "/made", "-e", "y"));
        assertEquals(new Program(0, "y", ""), coap("get", "/made"));
        assertEquals(new Program(0, "", "2.04 Changed\n"), coap("post", "/made", "-e", "z"));
        assertEquals(new Program(0, "", "2.02 Deleted\n"), coap("delete", "/made"));
        assertEquals(new Program(4, "", "4.04 Not Found\n"), coap("get", "/made"));
        assertEquals(0, coap("fetch", "/time", "-e", "ticks", "-t", "text").exitCode());
        assertEquals(new Program(4, "", "4.05 Method Not Allowed\n"), coap("patch", "/time", "-e", "x"));
        assertEquals(new Program(4, "", "4.05 Method Not Allowed\n"), coap("ipatch", "/time", "-e", "x"));
    }

    @Test
    void discoversResources() {
        Program all = coap("discover", "");
        Program ticks = coap("discover", "", "rt=ticks");

        assertTrue(all.out().contains("</example_data>;title=\"Example Data\""), all::out);
        assertTrue(ticks.out().matches("</time>;.*\n"), ticks::out);
    }

    @Requirement({"R7252-055", "R7252-057"})
    @Test
    void separateResponse() {
        Program run = coap("get", "/async?1", "-v");

        assertEquals("done", run.out());
        assertTrue(run.err().contains("t:ACK c:0.00"), run::err);
        assertTrue(run.err().contains("t:CON c:2.05"), run::err);
    }

    @Test
    void nonConfirmable() {
        Program run = coap("get", "/time?ticks", "-N", "-v");

        assertTrue(run.err().contains("t:NON c:2.05"), run::err);
        assertTrue(run.out().matches("[0-9]+"), run::out);
    }

    @Test
    void pings() {
        assertEquals(0, coap("ping", "").exitCode());
    }

    @Requirement("R7252-065")
    @Test
    void chosenTokenIsEchoed() {
        Program run = coap("get", "/time", "-T", "0x0000ff", "-v");

        assertTrue(run.err().lines().allMatch(line -> line.contains("{0000ff}")), run::err);
    }

    @Test
    void lostAcknowledgementIsAskedForAgain() throws IOException {
        // The first datagram that this server sends is the answer to the ping; the second and third are lost.
        try (Libcoap.Server lossy = Libcoap.Server.start("127.0.0.1", "-l", "2,3");
                CoapClient client = CoapClient.builder()
                        .transmission(TransmissionParameters.DEFAULT.ackTimeout(Duration.ofMillis(200)))
                        .build()) {
            assertTrue(client.get(lossy.uri() + "/time?ticks").send().text().matches("[0-9]+"));
            assertTrue(client.counters().get(Counter.RETRANSMISSIONS) >= 2);
        }
    }

    @Test
    void overIpv6() throws IOException {
        try (Libcoap.Server ipv6 = Libcoap.Server.start("::1")) {
            assertEquals(0, Program.run("get", ipv6.uri() + "/time").exitCode());
        }
    }
}
