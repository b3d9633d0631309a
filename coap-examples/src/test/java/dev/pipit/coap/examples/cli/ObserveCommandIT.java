package dev.pipit.coap.examples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.examples.Coap;
import dev.pipit.coap.examples.Program;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.resource.Observers;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.server.CoapServerBuilder;
import dev.pipit.coap.testing.CoapServerExtension;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ObserveCommandIT {
    private static final String STAMP = "[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}  ";

    private static final AtomicInteger RUNNING = new AtomicInteger();

    private static final Timer CHANGES = new Timer("changes", true);
    private static final Observers RUNNERS = Observers.create();
    private static final CompletableFuture<Void> WATCHED = new CompletableFuture<>();
    private static final CompletableFuture<Void> UNWATCHED = new CompletableFuture<>();
    private static final ObservableResource DOOR = ObservableResource.of(
            Resource.builder().get(context -> Response.content("open").maxAge(1000)),
            Observers.create(() -> WATCHED.complete(null), () -> UNWATCHED.complete(null)));
    private static final ObservableResource DOOMED = ObservableResource.of(context -> Response.content("x"));

    @RegisterExtension
    static final CoapServerExtension server = CoapServerExtension.of(ObserveCommandIT::resources);

    @TempDir
    Path directory;

    private static void resources(CoapServerBuilder builder) {
        builder.resource(
                        "/running",
                        Resource.builder()
                                .get(context -> next())
                                .fetch(context -> next())
                                .observable(RUNNERS)
                                .build())
                .observable("/door", DOOR)
                .observable("/doomed", DOOMED)
                .get("/plain", context -> Response.content("21.5"));
    }

    private static Response next() {
        return Response.content(RUNNING.getAndIncrement() + " m").maxAge(1000);
    }

    @BeforeAll
    static void run() {
        TimerTask change = new TimerTask() {
            @Override
            public void run() {
                RUNNERS.changed();
            }
        };
        CHANGES.schedule(change, 10, 10);
    }

    @AfterAll
    static void stop() {
        CHANGES.cancel();
    }

    private static String uri(String path) {
        return server.uri(path);
    }

    @Test
    void printsALineForEachNotificationAndSaysGoodbye() {
        Program run = Program.run("observe", "--count", "3", uri("/running"));

        assertEquals(0, run.exitCode(), run::err);
        assertTrue(run.out().matches("(" + STAMP + "[0-9]+ m\n){3}"), run::out);
        assertTrue(
                run.err().matches("coap observe: 3 notifications in [0-9.]+ s: --count reached; deregistered\n"),
                run::err);
    }

    @Test
    void jsonIsAnObjectALine() {
        Program run = Program.run("observe", "--json", "--count", "2", "-m", "fetch", "-e", "q", uri("/running"));

        assertEquals(0, run.exitCode(), run::err);
        assertEquals(2, run.out().lines().count());
        run.out()
                .lines()
                .forEach(line -> assertTrue(
                        line.matches(
                                "\\{\"time\":\"[^\"]+Z\",\"code\":\"2.05\",\"options\":\\{\"Observe\":[0-9]+,"
                                        + "\"Content-Format\":\"text/plain; charset=utf-8\",\"Max-Age\":1000},\"payload\":\"[0-9]+ m\"}"),
                        line));
    }

    @Test
    void verboseShowsMessages() {
        Program run = Program.run("observe", "-v", "--count", "1", uri("/running"));

        assertTrue(run.err().contains("Observe:0"), run::err);
        assertTrue(run.err().contains("Observe:1,") || run.err().contains("Observe:1 "), run::err);
    }

    @Test
    void endsAfterItsDuration() {
        Program run = Program.run("observe", "--duration", "700ms", uri("/running"));

        assertEquals(0, run.exitCode(), run::err);
        assertTrue(run.err().contains("--duration over; deregistered"), run::err);
    }

    @Test
    void whatCannotBeObservedIsShownOnce() {
        Program run = Program.run("observe", uri("/plain"));

        assertEquals(3, run.exitCode());
        assertTrue(run.out().matches(STAMP + "21.5\n"), run::out);
        assertTrue(run.err().startsWith("coap observe: the server does not let /plain be observed"), run::err);
    }

    @Test
    void errorsGiveTheirClass() {
        assertEquals(new Program(4, "", "4.04 Not Found\n"), Program.run("observe", uri("/nothing")));
    }

    @Test
    void observationThatTheServerEndsIsAnError() throws Exception {
        CompletableFuture<Void> shown = new CompletableFuture<>();
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) {
                shown.complete(null);
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                InputStream.nullInputStream(), new PrintStream(out, true), new PrintStream(err, true, UTF_8), false);
        CompletableFuture<Integer> exitCode =
                CompletableFuture.supplyAsync(() -> Coap.run(terminal, "observe", uri("/doomed")));
        shown.get(20, TimeUnit.SECONDS);

        DOOMED.observers().cancel(peer -> true, Response.error(Code.NOT_FOUND, "unplugged"));

        assertEquals(4, exitCode.get(20, TimeUnit.SECONDS));
        String said = err.toString(UTF_8);
        assertTrue(
                said.matches("4.04 Not Found: unplugged\ncoap observe: 1 notification in .*: ended by the server\n"),
                said);
    }

    @Test
    void nobodyThereIsNoAnswer() throws SocketException {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        Program run = Program.run("observe", "127.0.0.1:" + port + "/x");

        assertEquals(3, run.exitCode());
        assertTrue(run.err().contains("check host and port, and whether the server runs"), run::err);
    }

    @Test
    void signalDeregistersAndSaysWhatHappened() throws Exception {
        Path err = directory.resolve("err");
        List<String> command = new ArrayList<>(Arrays.asList(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.pipit.coap.examples.Coap",
                "observe",
                uri("/door")));
        Process observe =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(observe.getInputStream(), UTF_8))) {
            String line = out.readLine();
            assertTrue(line.matches(STAMP + "open"), line);
            WATCHED.get(20, TimeUnit.SECONDS);

            observe.destroy();

            assertTrue(observe.waitFor(20, TimeUnit.SECONDS));
            assertEquals(128 + 15, observe.exitValue());
            UNWATCHED.get(20, TimeUnit.SECONDS);
            // Newer JDKs warn of native libraries before.
            List<String> said = Files.readAllLines(err);
            String last = said.get(said.size() - 1);
            assertTrue(last.matches("coap observe: 1 notification in [0-9.]+ s: interrupted; deregistered"), last);
        } finally {
            observe.destroyForcibly();
        }
    }
}
