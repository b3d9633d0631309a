package dev.pipit.coap.examples.serve;

import dev.pipit.coap.examples.cli.Failures;
import dev.pipit.coap.examples.cli.MessageLog;
import dev.pipit.coap.examples.cli.Terminal;
import dev.pipit.coap.examples.cli.UsageException;
import dev.pipit.coap.examples.sensors.LedAccess;
import dev.pipit.coap.examples.sensors.Sensors;
import dev.pipit.coap.examples.testresources.BenchResources;
import dev.pipit.coap.examples.testresources.Clockwork;
import dev.pipit.coap.examples.testresources.TestResources;
import dev.pipit.coap.examples.testresources.ThreadClockwork;
import dev.pipit.coap.freshness.AmplificationMitigation;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.server.CoapServerBuilder;
import dev.pipit.coap.transport.UdpConfig;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code coap serve}: serves until it is told to end. */
@Command(sortOptions = false)
public final class ServeCommand implements Callable<Integer> {
    private static final Duration REDISCOVERY = Duration.ofSeconds(30);

    private final Terminal terminal;

    @Option(names = "--port", paramLabel = "PORT", description = "5683 by default, 0 for any free one; repeatable")
    private List<Integer> ports = new ArrayList<>();

    @Option(names = "--address", paramLabel = "ADDRESS", description = "all of IPv4 and IPv6 by default; repeatable")
    private List<InetAddress> addresses = new ArrayList<>();

    @Option(names = "--writable", description = "let clients switch this machine's LEDs")
    private boolean writable;

    @Option(names = "--root", paramLabel = "DIR", description = "read sensors from a recorded file tree")
    private Path root = Path.of("/");

    @Option(
            names = "--plugtest",
            description = "add the resources of the ETSI plugtests and of libcoap's example server")
    private boolean plugtest;

    @Option(names = "--bench", description = "serve only what load generators ask for, on the event loop")
    private boolean bench;

    @Option(names = "--workers", description = "with --bench: on worker threads")
    private boolean workers;

    @Option(names = "--resources", paramLabel = "N", description = "with --bench: so many more, /resources/0 and on")
    private int resources;

    @Option(
            names = "--amplification",
            paramLabel = "off|ping|echo",
            description = "before strangers get more than 3 times what they sent: ping them (the default), answer 4.01"
                    + " with Echo, or nothing; off with --bench, as load generators answer no pings")
    private @Nullable String amplification;

    @Option(names = "--loops", paramLabel = "N", description = "event loops, each with a socket of its own")
    private int loops = 1;

    @Mixin
    private CredentialOptions credentials = new CredentialOptions();

    @Option(names = "-v", description = "show each message, one line each, on the error output")
    private boolean verbose;

    /** A command on a terminal. */
    public ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (ThreadClockwork clockwork = new ThreadClockwork("coap-clockwork")) {
            return serve(server(clockwork));
        }
    }

    private int serve(CoapServer server) {
        try {
            server.start();
        } catch (UncheckedIOException e) {
            terminal.err()
                    .println("coap serve: " + e.getMessage()
                            + " (expected: an address of this machine and a free port; --port 0 takes any)");
            return Failures.LOCAL;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(Duration.ofSeconds(2)), "coap-stop"));
        Announcement.print(server, credentials.isGiven() ? List.of("coap", "coaps") : List.of("coap"), terminal.out());
        try (server) {
            server.awaitClose();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private CoapServer server(Clockwork clockwork) {
        CoapServerBuilder builder = CoapServer.builder().udp(UdpConfig.SERVER.eventLoops(loops()));
        bindings().forEach(builder::bind);
        if (verbose) {
            builder.listener(new MessageLog(terminal.err()));
        }
        builder.amplification(amplification());
        if (credentials.isGiven()) {
            builder.dtls(ServerDtls.config(credentials, bench));
        }
        if (bench) {
            BenchResources.addTo(builder);
            BenchResources.addManyTo(builder, resources);
            return (workers ? builder : builder.directExecutor()).build();
        }
        if (resources > 0) {
            throw new UsageException("--resources (expected: together with --bench)");
        }
        if (workers) {
            throw new UsageException("--workers (expected: together with --bench)");
        }
        if (!Files.isDirectory(root)) {
            throw new UsageException("--root: \"" + root + "\" (expected: a directory)");
        }
        CoapServer server = builder.build();
        if (plugtest) {
            TestResources.addTo(server.resources(), Clock.system(ZoneId.systemDefault()), clockwork);
        }
        LedAccess access = writable ? LedAccess.WRITABLE : LedAccess.READ_ONLY;
        new SensorTree(server.resources(), () -> Sensors.discover(root, access)).start(REDISCOVERY);
        return server;
    }

    private AmplificationMitigation amplification() {
        if (amplification == null) {
            return bench ? AmplificationMitigation.OFF : AmplificationMitigation.PING;
        }
        return switch (amplification) {
            case "off" -> AmplificationMitigation.OFF;
            case "ping" -> AmplificationMitigation.PING;
            case "echo" -> AmplificationMitigation.ECHO;
            default ->
                throw new UsageException("--amplification: \"" + amplification + "\" (expected: off, ping or echo)");
        };
    }

    private int loops() {
        if (loops < 1 || loops > 256) {
            throw new UsageException("--loops: " + loops + " (expected: 1-256)");
        }
        return loops;
    }

    private List<InetSocketAddress> bindings() {
        List<InetSocketAddress> bindings = new ArrayList<>();
        for (int port : ports.isEmpty() ? List.of(5683) : ports) {
            if (port < 0 || port > 65535) {
                throw new UsageException("--port: " + port + " (expected: 0-65535)");
            }
            if (credentials.isGiven() && port != 0 && (port == 65535 || ports.contains(port + 1))) {
                throw new UsageException("--port: " + port + " (expected: the port after it is free for coaps)");
            }
            if (addresses.isEmpty()) {
                bindings.add(new InetSocketAddress(port));
            }
            addresses.forEach(address -> bindings.add(new InetSocketAddress(address, port)));
        }
        return bindings;
    }
}
