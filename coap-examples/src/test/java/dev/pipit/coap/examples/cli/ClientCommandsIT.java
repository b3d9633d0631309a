package dev.pipit.coap.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.examples.Program;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.resource.ResourceBuilder;
import dev.pipit.coap.server.CoapServerBuilder;
import dev.pipit.coap.testing.CoapServerExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCommandsIT {
    private static final byte[] SENML = HexFormat.of().parseHex("81a200616102f93e00");
    private static final byte[] CBOR = {(byte) 0xa1, 0x61, 0x61, 0x01};

    @RegisterExtension
    static final CoapServerExtension server = CoapServerExtension.of(ClientCommandsIT::resources);

    @TempDir
    Path directory;

    private static void resources(CoapServerBuilder builder) {
        builder.get("/text", context -> Response.content("21.5 °C"))
                .get("/json", context -> Response.content("{\"a\":[1.50,2]}", ContentFormat.JSON))
                .get("/links", context -> Response.content("</a>;rt=\"x\",</b>", ContentFormat.LINK_FORMAT))
                .get("/senml", context -> Response.content(SENML, ContentFormat.SENML_CBOR))
                .get("/cbor", context -> Response.content(CBOR, ContentFormat.CBOR))
                .get(
                        "/error/{code}",
                        context -> Response.error(Code.parse(context.pathVariable("code")), "because\u001b[31m"))
                .get("/broken", context -> {
                    throw new IllegalStateException("broken");
                })
                .getAsync("/never", context -> new CompletableFuture<>())
                .put("/changed", context -> Response.changed())
                .post("/created", context -> Response.created("/a b/c?d=e".replace(" ", "%20")));
        for (int method = Code.GET.number(); method <= Code.IPATCH.number(); method++) {
            builder.on(Code.of(method), "/show", context -> show(context.request()));
        }
        builder.describe("/show", ResourceBuilder::conditional);
    }

    private static Response show(Request request) {
        String shown = request + " " + request.text();
        return Response.builder(Code.CHANGED)
                .payload(shown.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private static String uri(String path) {
        return server.uri(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "DELETE", "FETCH", "PATCH", "iPATCH"})
    void sendsEachMethod(String method) {
        Program command = Program.run(method.toLowerCase(Locale.ROOT), "-e", "x", uri("/show"));
        Program plain = Program.run("-m", method, "-e", "x", uri("/show"));

        assertTrue(command.out().startsWith(method + " [Uri-Path:show, Content-Format:text/plain"), command::toString);
        assertEquals(0, command.exitCode());
        assertEquals(command.out(), plain.out());
    }

    @Test
    void plainCommandGets() {
        assertEquals("21.5 °C", Program.run(uri("/text")).out());
    }

    @Test
    void schemeCanBeLeftOut() {
        assertEquals(
                "21.5 °C",
                Program.run("get", uri("/text").substring("coap://".length())).out());
    }

    @Test
    void sendsPayloadWithFormat() throws IOException {
        Path file = Files.writeString(directory.resolve("p"), "from a file");

        assertTrue(Program.run("put", "-e", "hi", uri("/show"))
                .out()
                .contains("Content-Format:text/plain; charset=utf-8], 2 bytes hi"));
        assertTrue(Program.run("put", "-e", "1", "-t", "json", uri("/show"))
                .out()
                .contains("Content-Format:application/json], 1"));
        assertTrue(Program.run("post", "-f", file.toString(), uri("/show"))
                .out()
                .endsWith("[Uri-Path:show], 11 bytes from a file"));
        assertTrue(Program.runWithInput("piped", "fetch", "-f", "-", "-t", "text", uri("/show"))
                .out()
                .endsWith("Content-Format:text/plain; charset=utf-8], 5 bytes piped"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    -A json                  | Accept:application/json
                    -A 112                   | Accept:application/senml+cbor
                    -O 4,0xcafe              | ETag:0xcafe
                    -O ETag,ab -O etag,cd    | ETag:0x6162, ETag:0x6364
                    -O If-None-Match         | If-None-Match
                    -O Uri-Query,a=b         | Uri-Query:a=b
                    -O 2050,text             | 2050:74657874
                    -O Accept,json           | Accept:application/json
                    -O 60,1000               | Size1:1000
                    -U                       | GET [Uri-Path:show]
                    """)
    void sendsOptions(String arguments, String expected) {
        String[] args = ("get " + arguments + " " + uri("/show")).split(" ");

        String shown = Program.run(args).out();

        assertTrue(shown.contains(expected), shown);
    }

    @Test
    void omitsUriHostWhenAsked() {
        String named = uri("/show").replace("127.0.0.1", "localhost");

        assertTrue(Program.run("get", named).out().contains("Uri-Host:localhost"));
        assertTrue(Program.run("get", "-U", named).out().startsWith("GET [Uri-Path:show]"));
    }

    @Test
    void programsGetTheBytesUntouched() {
        assertEquals("{\"a\":[1.50,2]}", Program.run("get", uri("/json")).out());
        assertEquals("</a>;rt=\"x\",</b>", Program.run("get", uri("/links")).out());
    }

    @Test
    void peopleGetThemReadable() {
        assertEquals("21.5 °C\n", Program.runForPeople("get", uri("/text")).out());
        assertEquals(
                "{\n  \"a\" : [ 1.50, 2 ]\n}\n",
                Program.runForPeople("get", uri("/json")).out());
        assertEquals(
                "</a>;rt=\"x\"\n</b>\n",
                Program.runForPeople("get", uri("/links")).out());
        assertEquals("a1 61 61 01\n", Program.runForPeople("get", uri("/cbor")).out());
    }

    @Test
    void writesPayloadToFile() throws IOException {
        Path file = directory.resolve("out");

        Program run = Program.run("get", "-o", file.toString(), uri("/cbor"));

        assertEquals(new Program(0, "", ""), run);
        assertArrayEquals(CBOR, Files.readAllBytes(file));
    }

    @Test
    void fileThatCannotBeWrittenIsFailureOfThisMachine() {
        Program run = Program.run("get", "-o", directory.resolve("no/such").toString(), uri("/text"));

        assertEquals(1, run.exitCode());
        assertEquals(1, run.err().lines().count());
    }

    @ParameterizedTest
    @CsvSource({"4.00,4,Bad Request", "4.04,4,Not Found", "4.29,4,Too Many Requests", "5.03,5,Service Unavailable"})
    void errorsAreShownAndGiveTheirClass(String code, int exitCode, String name) {
        Program run = Program.run("get", uri("/error/" + code));

        assertEquals(new Program(exitCode, "", code + " " + name + ": because [31m\n"), run);
    }

    @Test
    void successWithoutPayloadIsShown() {
        assertEquals(new Program(0, "", "2.04 Changed\n"), Program.run("put", "-e", "x", uri("/changed")));
        assertEquals(
                new Program(0, "", "2.01 Created: /a%20b/c?d=e\n"), Program.run("post", "-e", "x", uri("/created")));
    }

    @Test
    void verboseShowsBothDirections() {
        Program run = Program.run("get", "-v", "-T", "0xcafe", "-A", "json", uri("/json"));

        String[] lines = run.err().split("\n");
        String peer = "127.0.0.1:" + server.server().port();
        assertTrue(
                lines[0].matches("-> " + peer
                        + " v:1 t:CON c:GET i:[0-9a-f]{4} \\{cafe} \\[ Uri-Path:json, Accept:application/json ]"),
                lines[0]);
        assertTrue(
                lines[1].matches("<- " + peer + " v:1 t:ACK c:2\\.05 i:[0-9a-f]{4} \\{cafe}"
                        + " \\[ Content-Format:application/json ] :: '\\{\"a\":\\[1.50,2]}'"),
                lines[1]);
        assertEquals(2, lines.length);
        assertEquals("{\"a\":[1.50,2]}", run.out());
    }

    @Test
    void coapClientsLevelOfVerbosityIsTakenToo() {
        Program run = Program.run("-v", "7", "-N", "-m", "get", uri("/cbor"));

        assertTrue(run.err().contains("t:NON c:GET"), run::err);
        assertTrue(run.err().contains(":: 4 bytes <<a1616101>>"), run::err);
        assertEquals(0, run.exitCode());
    }

    @Test
    void sendsFromLocalAddressAndPort() throws SocketException {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        Program run = Program.run("get", "-p", Integer.toString(port), "-a", "127.0.0.1", uri("/text"));

        assertEquals(new Program(0, "21.5 °C", ""), run);
    }

    @Test
    void localPortInUseIsFailureOfThisMachine() throws SocketException {
        try (DatagramSocket taken = new DatagramSocket(0)) {
            Program run = Program.run("get", "-p", Integer.toString(taken.getLocalPort()), uri("/text"));

            assertEquals(1, run.exitCode());
            assertTrue(run.err().contains("cannot bind UDP"), run::err);
        }
    }

    @Test
    void refusedConnectionSaysToWhomAndWhatToDo() throws SocketException {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        Program run = Program.run("get", "127.0.0.1:" + port + "/x");

        assertEquals(3, run.exitCode());
        assertEquals(
                "coap get: 127.0.0.1:" + port + " is unreachable (connection refused): GET [Uri-Path:x];"
                        + " check host and port, and whether the server runs\n",
                run.err());
    }

    @Test
    void timeoutSaysHowOftenAndHowLong() throws SocketException {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Program run = Program.run("get", "-B", "0.2", "127.0.0.1:" + silent.getLocalPort() + "/x");

            assertEquals(3, run.exitCode());
            assertEquals(
                    "coap get: no response from 127.0.0.1:" + silent.getLocalPort()
                            + " within 200 ms to GET [Uri-Path:x], sent 1 times;"
                            + " check host, port and firewall, or wait longer with -B SECONDS\n",
                    run.err());
        }
    }

    @Test
    void acknowledgedRequestWithoutResponseTimesOut() {
        assertEquals(3, Program.run("get", "-B", "0.4", uri("/never")).exitCode());
    }

    @Test
    void resetIsNoAnswer() throws Exception {
        try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> reset = CompletableFuture.runAsync(() -> answerWithReset(peer));

            Program run = Program.run("get", "127.0.0.1:" + peer.getLocalPort() + "/x");

            reset.get();
            assertEquals(3, run.exitCode());
            assertTrue(run.err().contains("does not take this message"), run::err);
        }
    }

    private static void answerWithReset(DatagramSocket peer) {
        try {
            DatagramPacket packet = new DatagramPacket(new byte[64], 64);
            peer.receive(packet);
            byte[] reset = {0x70, 0, packet.getData()[2], packet.getData()[3]};
            peer.send(new DatagramPacket(reset, reset.length, packet.getSocketAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void unknownHostIsNoAnswer() {
        Program run = Program.run("get", "host.invalid/x");

        assertEquals(3, run.exitCode());
        assertTrue(run.err().contains("unknown host \"host.invalid\""), run::err);
    }

    @Test
    void optionsTooLargeForOneMessageAreWrongUsage() {
        Program run = Program.run("get", uri("/changed?" + ("q".repeat(250) + "&").repeat(5)));

        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("expected: at most 1152"), run::err);
    }

    @Test
    void payloadTooLargeForOneMessageGoesInBlocks() {
        Program run = Program.runWithInput("x".repeat(2000), "put", "-f", "-", uri("/changed"));

        assertEquals(0, run.exitCode(), run::err);
    }

    @Test
    void blocksHaveTheSizeThatIsAskedFor() {
        Program put = Program.runWithInput("x".repeat(200), "put", "-v", "-b", "64", "-f", "-", uri("/show"));
        Program fetch = Program.runWithInput(
                "x".repeat(200), "fetch", "--block-size", "16", "-f", "-", "-t", "text", uri("/show"));

        // 64, 64, 64, 8
        assertEquals(
                4,
                put.err()
                        .lines()
                        .filter(line -> line.matches("-> .*Block1:[0-3]/[01]/64.*"))
                        .count(),
                put::err);
        assertTrue(fetch.out().endsWith("x".repeat(200)), fetch::toString);
    }

    @Test
    void senmlInCborIsReadableForPeople() {
        assertEquals(
                "[ {\n  \"n\" : \"a\",\n  \"v\" : 1.5\n} ]\n",
                Program.runForPeople("get", uri("/senml")).out());
    }

    @Test
    void pings() {
        Program run = Program.run("ping", uri("/"));

        assertEquals(0, run.exitCode());
        assertTrue(run.out().matches("127\\.0\\.0\\.1:\\d+ answered in \\d+\\.\\d ms\n"), run::out);
    }

    @Test
    void pingOfSilenceIsNoAnswer() throws SocketException {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Program run = Program.run("ping", "-B", "0.2", "127.0.0.1:" + silent.getLocalPort());

            assertEquals(3, run.exitCode());
            assertTrue(run.err().startsWith("coap ping: no answer from 127.0.0.1:"), run::err);
        }
    }

    @Test
    void discoversLinkByLink() {
        Program run = Program.run("discover", uri(""));

        assertTrue(run.out().contains("</text>\n"), run::out);
        assertTrue(run.out().lines().count() > 5, run::out);
        assertEquals("</cbor>\n", Program.run("discover", uri(""), "href=/cbor").out());
        assertEquals(
                "</a>;rt=\"x\"\n</b>\n", Program.run("discover", uri("/links")).out());
        assertEquals(4, Program.run("discover", uri("/nothing")).exitCode());
    }
}
