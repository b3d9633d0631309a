package dev.pipit.coap.examples.interop;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.message.UnreachableException;
import dev.pipit.coap.testkit.PeerProgram;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** libcoap's example programs. */
final class Libcoap {
    private static final String CLIENT = "coap-client-notls";
    private static final String SERVER = "coap-server-notls";

    private Libcoap() {}

    /** Skips the tests where libcoap is not installed, but in continuous integration fails them. */
    static void require() {
        PeerProgram.require(CLIENT, "libcoap3-bin");
        PeerProgram.require(SERVER, "libcoap3-bin");
    }

    /** Runs the client, and gives everything that it writes, without the line end. */
    static String client(String... args) throws IOException {
        return PeerProgram.libcoapClient(CLIENT, args);
    }

    /**
     * A running server.
     *
     * @param uri without a path
     */
    record Server(Process process, String uri) implements AutoCloseable {
        /** Starts one at an IP literal and a free port, and waits until it answers. */
        static Server start(String address, String... args) throws IOException {
            InetAddress at = InetAddress.getByName(address);
            int port;
            try (DatagramSocket free = new DatagramSocket(0, at)) {
                port = free.getLocalPort();
            }
            List<String> command =
                    new ArrayList<>(List.of(SERVER, "-A", address, "-p", Integer.toString(port), "-d", "10"));
            command.addAll(Arrays.asList(args));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String host = address.contains(":") ? "[" + address + "]" : address;
            Server server = new Server(process, "coap://" + host + ":" + port);
            server.awaitAnswer();
            return server;
        }

        /** Until the port is bound, each ping is refused at once. */
        private void awaitAnswer() {
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            try (CoapClient client = CoapClient.create()) {
                while (process.isAlive() && System.nanoTime() < deadline) {
                    try {
                        client.ping(uri).join();
                        return;
                    } catch (CompletionException e) {
                        if (!(e.getCause() instanceof UnreachableException)) {
                            throw e;
                        }
                    }
                }
            }
            close();
            throw new AssertionError(SERVER + " does not answer at " + uri);
        }

        @Override
        public void close() {
            process.destroy();
            try {
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
