package dev.pipit.coap.examples.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.examples.Program;
import dev.pipit.coap.examples.Serving;
import dev.pipit.coap.message.UnreachableException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The {@code coap} program with libcoap's programs, over DTLS with pre-shared keys. */
class LibcoapSecureIT {
    private static final String KEY = "secretPSK-16byte";

    @Test
    void servesLibcoapsClient() throws Exception {
        Libcoap.require("coap-client-openssl");
        try (Serving serving = Serving.start("--plugtest", "--psk", "sensor-1:" + KEY)) {
            String load =
                    Libcoap.run("coap-client-openssl", "-u", "sensor-1", "-k", KEY, serving.secureUri("/sensors/load"));

            assertTrue(load.startsWith("load1 "), load);
        }
    }

    @Test
    void asksLibcoapsServer() throws Exception {
        Libcoap.require("coap-server-openssl");
        int port = freePair();
        Process server = new ProcessBuilder(
                        "coap-server-openssl", "-A", "127.0.0.1", "-p", Integer.toString(port), "-k", KEY)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            awaitServer("coap://127.0.0.1:" + port + "/", server);
            Program run = Program.run("get", "-u", "sensor-1", "-k", KEY, "coaps://127.0.0.1:" + (port + 1) + "/");

            assertEquals(0, run.exitCode(), run::toString);
            assertTrue(run.out().contains("libcoap"), run::out);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    /** Asks until the server is there. */
    private static void awaitServer(String uri, Process server) {
        try (CoapClient client = CoapClient.create()) {
            while (true) {
                try {
                    client.get(uri).timeout(Duration.ofSeconds(30)).send();
                    return;
                } catch (UnreachableException notYet) {
                    assertTrue(server.isAlive(), "the server has ended");
                }
            }
        }
    }

    /** A port that is free, as the one after it is, which libcoap takes for coaps. */
    private static int freePair() throws Exception {
        while (true) {
            try (DatagramSocket first = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                    DatagramSocket second =
                            new DatagramSocket(first.getLocalPort() + 1, InetAddress.getLoopbackAddress())) {
                return second.getLocalPort() - 1;
            } catch (SocketException taken) {
                // Another pair, then.
            }
        }
    }
}
