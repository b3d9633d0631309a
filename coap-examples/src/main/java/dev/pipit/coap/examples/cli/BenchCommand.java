package dev.pipit.coap.examples.cli;

import dev.pipit.coap.client.ClientRequest;
import dev.pipit.coap.examples.bench.Load;
import dev.pipit.coap.examples.bench.LoadPlan;
import dev.pipit.coap.examples.bench.LoadResult;
import dev.pipit.coap.examples.bench.ObserverLoad;
import dev.pipit.coap.examples.bench.RequestLoad;
import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.Code;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a server: {@code coap bench URI}. */
@Command(sortOptions = false)
public final class BenchCommand implements Callable<Integer> {
    private static final long FAREWELL_SECONDS = 3;

    private final Terminal terminal;

    @Mixin
    private BenchOptions load = new BenchOptions();

    @Option(names = "--json", description = "the results as a JSON object on one line")
    private boolean json;

    @Option(
            names = "-m",
            paramLabel = "METHOD",
            converter = OptionArguments.Method.class,
            description = "get (the default), put, post, delete, fetch, patch or ipatch")
    private Code method = Code.GET;

    @Mixin
    private RequestOptions contents = new RequestOptions();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    /** A command on a terminal. */
    public BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        LoadPlan plan = load.plan();
        if (contents.token != null || connection.port != 0) {
            throw new UsageException((contents.token != null ? "-T" : "-p")
                    + " (expected: not with bench, where each request has a token and each client a port of its own)");
        }
        CoapUri named = connection.target();
        Load bench = load(plan, named);
        CountDownLatch finished = new CountDownLatch(1);
        Thread onSignal = new Thread(() -> interrupt(bench, finished), "coap-interrupt");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            BenchReport report = new BenchReport(terminal, title(plan, named));
            LoadResult result = run(bench);
            terminal.out().println(json ? BenchJson.of(named.toString(), method, plan, result) : report.of(result));
            terminal.out().flush();
            return exitCode(result);
        } finally {
            finished.countDown();
            withdraw(onSignal);
        }
    }

    private Load load(LoadPlan plan, CoapUri named) throws IOException {
        BenchTarget.Contents filling = BenchTarget.Contents.of(contents, terminal);
        CoapUri address = named.literalAddress().isPresent() ? named : ConnectionOptions.atAddress(named);
        if (named.isSecure()) {
            ClientDtls.tryHandshake(connection, terminal, address);
        }
        BenchTarget target = new BenchTarget(terminal, connection, address, method, filling, plan.window());
        if (load.observers == null) {
            return new RequestLoad(target, plan);
        }
        if (method == Code.GET || method == Code.FETCH) {
            return new ObserverLoad(target, null, plan);
        }
        BenchTarget observed =
                new BenchTarget(terminal, connection, address, Code.GET, new BenchTarget.Contents(this::plainly, 0), 1);
        return new ObserverLoad(observed, target, plan);
    }

    /** An observation beside a request that changes the resource: the payload is that request's. */
    private void plainly(ClientRequest request) {
        if (contents.accept != null) {
            request.accept(contents.accept);
        }
    }

    private LoadResult run(Load bench) throws IOException {
        // Messages that -v shows would run into it.
        boolean shown = terminal.screen().status().err() && !connection.verbose;
        StatusLine status = new StatusLine(terminal.err());
        try {
            return bench.run(progress -> {
                if (shown) {
                    status.show(BenchReport.progress(progress, terminal.screen()));
                }
            });
        } catch (IllegalStateException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } finally {
            status.show("");
        }
    }

    private String title(LoadPlan plan, CoapUri named) {
        String what = load.observers != null
                ? plan.clients() + " observers" + (method == Code.GET ? "" : ", changed by " + method)
                : method + (contents.nonConfirmable ? ", non-confirmable, " : ", ")
                        + (plan.isOpenLoop() ? BenchReport.count(plan.rate()) + "/s, " : "") + plan.clients()
                        + " clients × " + (plan.isOpenLoop() ? "at most " : "") + plan.window();
        return named + ": " + what;
    }

    /** 0 where there was a 2.xx; else what the answers were most of, or that there was none. */
    private static int exitCode(LoadResult result) {
        if (result.succeeded() > 0
                || result.observers() != null && result.observers().registered() > 0) {
            return 0;
        }
        return result.answers().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> most.getKey().codeClass())
                .orElse(Failures.NO_ANSWER);
    }

    /** Ctrl-C, or SIGTERM: the JVM goes when this returns. */
    private static void interrupt(Load bench, CountDownLatch finished) {
        bench.stop();
        try {
            boolean unused = finished.await(FAREWELL_SECONDS, TimeUnit.SECONDS);
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
