package dev.pipit.coap.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.codec.MessageDecoder;
import dev.pipit.coap.codec.MessageEncoder;
import dev.pipit.coap.freshness.AmplificationMitigation;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.server.CoapServer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is handed to the system together comes as the datagrams it is of. */
class SegmentedSendsIT {
    private static final int REQUESTS = 200;

    /** So few that their answers have room in the receive buffer of a socket that nobody reads for a while. */
    private static final int BURST = 20;

    /** Lengths in runs: the same, shorter, longer. */
    private static int length(int number) {
        return new int[] {10, 10, 10, 9, 9, 500, 500, 3, 1000, 1000}[number % 10];
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBurstOfAnswersOfManySizesArrives(boolean segments) throws IOException {
        try (CoapServer server = CoapServer.builder()
                        .udp(UdpConfig.SERVER.segmentedSends(segments))
                        .get("/{number}", context -> answer(Integer.parseInt(context.pathVariable("number"))))
                        .directExecutor()
                        .amplification(AmplificationMitigation.OFF)
                        .start(0);
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(10_000);
            Map<Integer, String> answers = new HashMap<>();
            while (answers.size() < REQUESTS) {
                send(socket, server.port(), answers.size());
                receive(socket, answers);
            }
            for (int i = 0; i < REQUESTS; i++) {
                assertEquals(text(i), answers.get(i));
            }
        }
    }

    private static void send(DatagramSocket socket, int port, int first) throws IOException {
        for (int i = first; i < first + BURST; i++) {
            Request request = Request.builder(Code.GET).path("/" + i).build();
            byte[] datagram = MessageEncoder.encode(MessageType.CON, i, Token.EMPTY, request);
            socket.send(new DatagramPacket(datagram, datagram.length, InetAddress.getLoopbackAddress(), port));
        }
    }

    private static void receive(DatagramSocket socket, Map<Integer, String> answers) throws IOException {
        MessageDecoder decoder = new MessageDecoder(8);
        byte[] bytes = new byte[2000];
        for (int i = 0; i < BURST; i++) {
            DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
            socket.receive(packet);
            UdpMessage message = (UdpMessage) decoder.decode(bytes, 0, packet.getLength());
            Response response = (Response) Objects.requireNonNull(message.message());
            answers.put(message.messageId(), response.text());
        }
    }

    private static Response answer(int number) {
        return Response.content(text(number));
    }

    private static String text(int number) {
        return String.valueOf((char) ('a' + number % 26)).repeat(length(number));
    }
}
