package dev.pipit.coap.examples.cli;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.NoResponseException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Asks whether a CoAP endpoint is there: {@code coap ping HOST}. */
@Command(sortOptions = false)
public final class PingCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    /** A command on a terminal. */
    public PingCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        CoapUri target = connection.target();
        Duration limit = connection.timeout().orElse(Duration.ofSeconds(93));
        try (CoapClient client = connection.client(terminal)) {
            Duration time = client.ping(target.toString()).get(limit.toNanos(), TimeUnit.NANOSECONDS);
            terminal.out().printf("%s:%d answered in %.1f ms%n", target.host(), target.port(), time.toNanos() / 1e6);
            return 0;
        } catch (TimeoutException e) {
            throw new NoResponseException(
                    "no answer from " + target.host() + ":" + target.port() + " to a ping within " + limit);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CoapException failure ? failure : new IllegalStateException(e.getCause());
        }
    }
}
