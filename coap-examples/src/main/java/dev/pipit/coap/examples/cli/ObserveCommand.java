package dev.pipit.coap.examples.cli;

import dev.pipit.coap.client.ClientRequest;
import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.client.Observation;
import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.Code;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Watches a resource (RFC 7641): {@code coap observe URI}, one line for each notification. */
@Command(sortOptions = false)
public final class ObserveCommand implements Callable<Integer> {
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Terminal terminal;
    private final Clock clock;

    @Option(names = "--count", paramLabel = "N", description = "end after so many notifications")
    private @Nullable Long count;

    @Option(
            names = {"-s", "--duration"},
            paramLabel = "TIME",
            converter = OptionArguments.Time.class,
            description = "end after this time: 30s, 5m, 2h, 1d; a number alone is of seconds")
    private @Nullable Duration duration;

    @Option(names = "--json", description = "a JSON object a line: time, code, options, payload")
    private boolean json;

    @Option(names = "--no-sparkline", description = "draw no line of the latest numbers below the notifications")
    private boolean withoutSparkline;

    @Option(
            names = "-m",
            paramLabel = "METHOD",
            converter = OptionArguments.Method.class,
            description = "get (the default) or fetch")
    private Code method = Code.GET;

    @Mixin
    private RequestOptions contents = new RequestOptions();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    /**
     * A command on a terminal.
     *
     * @param clock for the times of notifications; its zone is that of the times shown
     */
    public ObserveCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        if (count != null && count < 1) {
            throw new UsageException("--count: " + count + " (expected: 1 or more)");
        }
        if (method != Code.GET && method != Code.FETCH) {
            throw new UsageException("-m: " + RequestCommand.name(method) + " (expected: get or fetch)");
        }
        CoapUri target = connection.target();
        Farewell farewell = new Farewell();
        NotificationPrinter printer = printer();
        ObserveSession session = new ObserveSession(clock, printer);
        CountDownLatch finished = new CountDownLatch(1);
        Thread onSignal = new Thread(() -> interrupt(session, finished), "coap-interrupt");
        long started = System.nanoTime();
        try (CoapClient client = connection.client(terminal, farewell)) {
            ClientRequest request = client.request(method, target.toString());
            contents.prepare(terminal, false).accept(request);
            connection.timeout().ifPresent(request::timeout);
            Runtime.getRuntime().addShutdownHook(onSignal);
            Observation observation = observe(request, session);
            ObserveReport.Ending ending = session.run(count == null ? 0 : count, duration);
            printer.finish();
            ObserveReport.Goodbye goodbye = end(observation, session, farewell);
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            return new ObserveReport(terminal, session).finish(ending, goodbye, took);
        } finally {
            finished.countDown();
            withdraw(onSignal);
        }
    }

    private static Observation observe(ClientRequest request, ObserveSession session) {
        try {
            return request.observe(session);
        } catch (IllegalStateException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private NotificationPrinter printer() {
        // Messages that -v shows would run into it.
        boolean sparkline = terminal.screen().status().out() && !json && !withoutSparkline && !connection.verbose;
        return new NotificationPrinter(
                terminal,
                clock,
                json,
                sparkline ? new Sparkline(terminal.screen().colour()) : null);
    }

    /** Has the server take this client off its list, and waits for its answer. */
    private static ObserveReport.Goodbye end(Observation observation, ObserveSession session, Farewell farewell) {
        boolean registered = session.isRegistered();
        observation.close();
        if (!registered) {
            return ObserveReport.Goodbye.NONE;
        }
        try {
            return farewell.await(FAREWELL) ? ObserveReport.Goodbye.ANSWERED : ObserveReport.Goodbye.UNANSWERED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ObserveReport.Goodbye.UNANSWERED;
        }
    }

    /** Ctrl-C, or SIGTERM: the JVM goes when this returns. */
    private static void interrupt(ObserveSession session, CountDownLatch finished) {
        session.stop();
        try {
            finished.await(FAREWELL.toSeconds() + 1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void withdraw(Thread onSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            // It is what this ended by.
        }
    }
}
