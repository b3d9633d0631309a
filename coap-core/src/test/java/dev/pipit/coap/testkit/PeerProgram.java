package dev.pipit.coap.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.message.UnreachableException;
import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of somebody else that a test talks to; as an object, a server of libcoap with DTLS that runs. */
public final class PeerProgram implements AutoCloseable {
    private final Process process;
    private final int port;

    private PeerProgram(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Skips the test where a program is not installed, but in continuous integration fails it. */
    public static void require(String program, String debianPackage) {
        boolean installed = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        if (!installed && System.getenv("CI") != null) {
            fail(program + " is not installed (expected in CI: package " + debianPackage + ")");
        }
        assumeTrue(installed, program + " is not installed: package " + debianPackage + " has it");
    }

    /** Runs one of libcoap's clients, and gives everything that it writes, without the line end. */
    public static String libcoapClient(String program, String... args) throws IOException {
        require(program, "libcoap3-bin");
        List<String> command = new ArrayList<>(List.of(program, "-B", "30"));
        command.addAll(Arrays.asList(args));
        return run(command).strip();
    }

    /** Runs a program to its end, and gives everything that it writes. */
    public static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Starts one of libcoap's servers with DTLS, and waits until it answers. */
    public static PeerProgram libcoapServer(String program, String... args) throws IOException {
        require(program, "libcoap3-bin");
        int port = freePair();
        List<String> command = new ArrayList<>(List.of(program, "-A", "127.0.0.1", "-p", String.valueOf(port)));
        command.addAll(Arrays.asList(args));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        PeerProgram server = new PeerProgram(process, port);
        server.awaitAnswer();
        return server;
    }

    /** Asks without DTLS until the server is there. */
    private void awaitAnswer() {
        try (CoapClient client = CoapClient.create()) {
            while (true) {
                try {
                    client.get("coap://127.0.0.1:" + port + "/")
                            .timeout(Duration.ofSeconds(30))
                            .send();
                    return;
                } catch (UnreachableException notYet) {
                    assertTrue(process.isAlive(), "the server has ended");
                }
            }
        }
    }

    /** A port that is free, as the one after it is, which libcoap takes for coaps. */
    private static int freePair() throws IOException {
        while (true) {
            try (DatagramSocket first = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                    DatagramSocket second =
                            new DatagramSocket(first.getLocalPort() + 1, InetAddress.getLoopbackAddress())) {
                return second.getLocalPort() - 1;
            } catch (SocketException | IllegalArgumentException taken) {
                // Another pair, then.
            }
        }
    }

    /** The URI of a path over coaps. */
    public String secureUri(String path) {
        return "coaps://127.0.0.1:" + (port + 1) + path;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            assertTrue(process.waitFor(10, TimeUnit.SECONDS), "the server does not end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
