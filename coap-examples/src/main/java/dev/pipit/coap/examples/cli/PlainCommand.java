package dev.pipit.coap.examples.cli;

import dev.pipit.coap.message.Code;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code coap -m get URI}, as libcoap's {@code coap-client} has it. */
@Command(sortOptions = false)
public final class PlainCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "-m",
            paramLabel = "METHOD",
            converter = OptionArguments.Method.class,
            description = "get (the default), put, post, delete, fetch, patch or ipatch")
    private Code method = Code.GET;

    @Mixin
    private RequestSender sender = new RequestSender();

    /** A command on a terminal. */
    public PlainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        return sender.send(method, terminal);
    }
}
