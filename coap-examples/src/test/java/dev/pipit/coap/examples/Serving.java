package dev.pipit.coap.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pipit.coap.examples.cli.Terminal;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@code coap serve} on a free port of the loopback interface, in this process, on a thread of its own. */
public final class Serving implements AutoCloseable {
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> said = new ArrayList<>();
    private final Thread thread;

    private Serving(List<String> args) throws IOException {
        PipedOutputStream out = new PipedOutputStream();
        BufferedReader lines = new BufferedReader(new InputStreamReader(new PipedInputStream(out), UTF_8));
        Terminal terminal = new Terminal(
                InputStream.nullInputStream(),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                false);
        thread = new Thread(() -> exitCode.complete(Coap.run(terminal, args.toArray(new String[0]))), "serve");
        thread.start();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.add(line);
            if (line.startsWith("Try:")) {
                return;
            }
        }
        throw new AssertionError("serve ended: " + err.toString(UTF_8));
    }

    /** Serves at 127.0.0.1 alone. */
    public static Serving start(String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of("serve", "--port", "0", "--address", "127.0.0.1"));
        all.addAll(Arrays.asList(args));
        return new Serving(all);
    }

    /** What it said at the start, line by line: URIs, then what to try. */
    public List<String> said() {
        return said;
    }

    /** What it said on the error output so far. */
    public String err() {
        return err.toString(UTF_8);
    }

    /** The URI of a path, at the first address. */
    public String uri(String path) {
        return said.get(0) + path;
    }

    /** The URI of a path at the first address of coaps. */
    public String secureUri(String path) {
        return said.stream()
                        .filter(line -> line.startsWith("coaps://"))
                        .findFirst()
                        .orElseThrow()
                + path;
    }

    /** Ends it, and gives its exit code. */
    public int stop() {
        thread.interrupt();
        return exitCode.join();
    }

    @Override
    public void close() {
        stop();
    }
}
