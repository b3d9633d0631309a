package dev.pipit.coap.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pipit.coap.message.IpLiteral;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testkit.Requirement;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A server on a machine with several addresses. Linux has all of 127.0.0.0/8 on its loopback interface. */
@EnabledOnOs(OS.LINUX)
final class LocalAddressesIT {
    private static final byte[] GET_X = {0x40, 1, 0x12, 0x34, (byte) 0xb1, 'x'};

    private static List<InetAddress> addresses(String... literals) {
        return Stream.of(literals)
                .map(literal -> IpLiteral.parse(literal).orElseThrow())
                .toList();
    }

    private static CoapServer serverBeside(int port, String... literals) {
        return CoapServer.builder()
                .get("/x", ctx -> Response.content("1"))
                .transport(new UdpTransport(UdpConfig.SERVER, "pipit-server", "coap", null, () -> addresses(literals)))
                .start(port);
    }

    @Test
    @Requirement("R7252-066")
    void answersFromTheAddressThatWasAsked() throws Exception {
        try (CoapServer server = serverBeside(0, "127.0.0.2", "127.0.0.3");
                DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(10_000);
            for (InetAddress asked : addresses("127.0.0.1", "127.0.0.2", "127.0.0.3")) {
                GET_X[3]++;
                socket.send(new DatagramPacket(GET_X, GET_X.length, asked, server.port()));
                DatagramPacket answer = new DatagramPacket(new byte[100], 100);
                socket.receive(answer);
                assertEquals(asked, answer.getAddress());
                assertArrayEquals(new byte[] {0x60, 0x45, 0x12, GET_X[3]}, Arrays.copyOf(answer.getData(), 4));
            }
        }
    }

    @Test
    void takesTheSameAddressesAfterARestart() {
        try (CoapServer server = serverBeside(0, "127.0.0.2", "127.0.0.3")) {
            List<InetSocketAddress> before = server.addresses();
            assertEquals(3, before.size());
            server.stop();
            assertEquals(before, server.start().addresses());
        }
    }

    @Test
    void stillSaysThatAPortIsInUse() {
        try (CoapServer server = serverBeside(0, "127.0.0.2", "127.0.0.3")) {
            assertThrows(UncheckedIOException.class, () -> serverBeside(server.port(), "127.0.0.2", "127.0.0.3"));
            assertThrows(UncheckedIOException.class, () -> serverBeside(server.port()));
        }
    }

    @Test
    void needsNoSocketBesideTheWildcardWhereThereIsNoChoice() {
        assertEquals(
                List.of(),
                LocalAddresses.ambiguous(
                        addresses("127.0.0.1", "192.0.2.1", "::1", "fe80::1", "fe80::2", "2001:db8::1")));
        assertEquals(
                addresses("2001:db8::1", "2001:db8::2"),
                LocalAddresses.ambiguous(addresses("192.0.2.1", "2001:db8::1", "fe80::1", "2001:db8::2")));
    }
}
