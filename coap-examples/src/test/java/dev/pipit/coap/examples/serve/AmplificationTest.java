package dev.pipit.coap.examples.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.examples.sensors.LedAccess;
import dev.pipit.coap.examples.sensors.PiTree;
import dev.pipit.coap.examples.sensors.Sensors;
import dev.pipit.coap.examples.testresources.TestResources;
import dev.pipit.coap.freshness.AmplificationMitigation;
import dev.pipit.coap.link.Link;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testing.LoggedDatagram;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testing.WireSend;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bytes out over bytes in toward addresses that never answer, for everything that {@code coap serve --plugtest} serves:
 * each request comes from an address of its own, and twice, as a forger would send it.
 *
 * <p>On the wire each message has 14 + 20 + 8 bytes of Ethernet, IPv4 and UDP more (RFC 9175 §2.4 counts so). No single
 * message is more than three times the one that it answers either. What the bytes of CoAP alone come to is printed.
 */
class AmplificationTest {
    private static final int HEADERS = 14 + 20 + 8;

    private final VirtualNetwork network = new VirtualNetwork(4);
    private final List<String> tried = new ArrayList<>();
    private double worstOnWire;
    private double worstOfCoap;
    private int strangers;

    @TempDir
    Path directory;

    private CoapServer server(AmplificationMitigation mitigation) throws Exception {
        PiTree files = PiTree.in(directory);
        CoapServer server = CoapServer.builder()
                .transport(network.host("192.0.2.1"))
                .directExecutor()
                .amplification(mitigation)
                .build();
        TestResources.addTo(server.resources(), Clock.systemUTC(), network::schedule);
        new SensorTree(server.resources(), () -> Sensors.discover(files.root(), LedAccess.WRITABLE)).refresh();
        return server.start();
    }

    private void attack(String what, Consumer<WireScript> request) {
        String address = "198.51." + (100 + strangers / 250) + "." + (1 + strangers++ % 250);
        WireScript forger = network.script(address + ":5683", "192.0.2.1:5683");
        request.accept(forger);
        forger.pause(Duration.ofSeconds(1));
        forger.sendAgain();
        forger.pause(Duration.ofMinutes(4));
        List<LoggedDatagram> in = network.log().from(address);
        List<LoggedDatagram> out = network.log()
                .filter(datagram -> datagram.to().getAddress().getHostAddress().equals(address));
        long coapIn = bytes(in);
        long coapOut = bytes(out);
        double onWire = (double) (coapOut + (long) HEADERS * out.size()) / (coapIn + (long) HEADERS * in.size());
        assertTrue(onWire <= 3, () -> what + ": " + onWire + "\n" + in + "\n" + out);
        int largestIn =
                in.stream().mapToInt(datagram -> datagram.bytes().length).max().orElse(0);
        for (LoggedDatagram sent : out) {
            int most = 3 * (largestIn + HEADERS) - HEADERS;
            assertTrue(sent.bytes().length <= most, () -> what + ": " + sent.bytes().length + " > " + most);
        }
        worstOnWire = Math.max(worstOnWire, onWire);
        worstOfCoap = Math.max(worstOfCoap, (double) coapOut / coapIn);
        tried.add(what);
        network.log().clear();
    }

    private static long bytes(List<LoggedDatagram> datagrams) {
        return datagrams.stream().mapToLong(datagram -> datagram.bytes().length).sum();
    }

    private void request(Code method, String path, Consumer<WireSend> more) {
        attack(method + " " + path, forger -> {
            WireSend sent = forger.send(MessageType.CON, method, path);
            more.accept(sent);
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = AmplificationMitigation.class,
            names = {"PING", "ECHO"})
    void nobodyIsFloodedInOurName(AmplificationMitigation mitigation) throws Exception {
        CoapServer server = server(mitigation);
        TreeSet<String> paths = new TreeSet<>(
                server.resources().links().stream().map(Link::target).toList());
        paths.addAll(List.of("/", "/.well-known/core", "/unknown/path", "/.well-known/core?rt=*"));
        paths.addAll(
                List.of("/async?3", "/slow?700", "/.well-known/core?href=/sensors*", "/.well-known/core?ct=40&if=If1"));
        for (String path : paths) {
            request(Code.GET, path, sent -> {});
            request(Code.GET, path, sent -> sent.token("t"));
            request(
                    Code.GET,
                    path,
                    sent -> sent.option(StandardOptions.OBSERVE, 0L).token("t"));
            request(Code.GET, path, sent -> sent.option(StandardOptions.BLOCK2, new Block(0, false, 6)));
            request(Code.GET, path, sent -> sent.option(StandardOptions.BLOCK2, new Block(1, false, 5)));
            request(Code.FETCH, path, sent -> sent.payload("ticks"));
            request(Code.PUT, path, sent -> sent.payload("x"));
            request(Code.POST, path, sent -> sent.payload("x"));
            request(Code.DELETE, path, sent -> {});
            request(Code.of(31), path, sent -> {});
            attack(
                    "NON GET " + path,
                    forger -> forger.send(MessageType.NON, Code.GET, path).token("t"));
        }
        oddities();
        System.out.printf(
                "%s: %d forged requests, bytes out / bytes in at most %.2f on the wire, %.2f of CoAP alone%n",
                mitigation, tried.size(), worstOnWire, worstOfCoap);
        assertTrue(tried.size() > 200);
        assertEquals(0L, server.counters().get(Counter.PEERS_VERIFIED));
        server.stop(Duration.ZERO);
    }

    private void oddities() {
        attack("ping", forger -> forger.sendHex("40001234"));
        attack("malformed CON", forger -> forger.sendHex("4101123400"));
        attack("malformed NON", forger -> forger.sendHex("5001123500ff"));
        attack("no header", forger -> forger.sendHex("40"));
        attack("response to nothing", forger -> forger.sendHex("42451236abcd"));
        attack("critical option", forger -> forger.sendHex("4001123791"));
        attack("acknowledgement of nothing", forger -> forger.sendHex("60001238"));
        attack("reset of nothing", forger -> forger.sendHex("70001239"));
        attack("proxy", forger -> forger.sendHex("4001123ad30f61"));
        Random random = new Random(6);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[4 + random.nextInt(30)];
            random.nextBytes(bytes);
            bytes[0] = (byte) (0x40 | bytes[0] & 0x38);
            bytes[1] = (byte) (bytes[1] & 7);
            attack("random", forger -> forger.sendHex(HexFormat.of().formatHex(bytes)));
        }
    }
}
