package dev.pipit.coap.examples.interop;

import dev.pipit.coap.body.Body;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.server.CoapServer;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server in a JVM of its own with a heap of 32 MiB, which keeps files that are larger than it could hold twice. */
final class SmallHeapServer implements AutoCloseable {
    private final Process process;
    private final int port;

    private SmallHeapServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The server's program: a directory as its argument; ends with its input. */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        try (CoapServer server = CoapServer.builder()
                .bind(new InetSocketAddress("127.0.0.1", 0))
                .putStream("/{name}", (context, body) -> {
                    body.saveTo(directory.resolve(context.pathVariable("name")));
                    return Response.changed();
                })
                .get(
                        "/{name}",
                        context -> Response.content(
                                Body.of(directory.resolve(context.pathVariable("name"))), ContentFormat.OCTET_STREAM))
                .start()) {
            System.out.println(server.port());
            while (System.in.read() >= 0) {
                continue;
            }
        }
    }

    static SmallHeapServer start(Path directory) throws IOException {
        String path = Stream.of(
                        "java.class.path", "jdk.module.path", "surefire.test.class.path", "surefire.real.class.path")
                .map(System::getProperty)
                .filter(property -> property != null && !property.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
        String own = SmallHeapServer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(List.of(
                        java,
                        "-Xmx32m",
                        "-cp",
                        path + File.pathSeparator + own + File.pathSeparator + own.replace("test-classes", "classes"),
                        SmallHeapServer.class.getName(),
                        directory.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null) {
            throw new IOException("the server did not start");
        }
        return new SmallHeapServer(process, Integer.parseInt(line));
    }

    String uri(String path) {
        return "coap://127.0.0.1:" + port + path;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
