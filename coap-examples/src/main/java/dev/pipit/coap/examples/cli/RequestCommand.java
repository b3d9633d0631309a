package dev.pipit.coap.examples.cli;

import dev.pipit.coap.message.Code;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Sends a request and shows the response: {@code coap get URI}, {@code coap put URI -e text} and so on. */
@Command(sortOptions = false)
public final class RequestCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Code method;

    @Mixin
    private RequestSender sender = new RequestSender();

    /** A command for a method. */
    public RequestCommand(Terminal terminal, Code method) {
        this.terminal = terminal;
        this.method = method;
    }

    /** The command's name: the method in lower case. */
    public static String name(Code method) {
        return method.toString().toLowerCase(Locale.ROOT);
    }

    @Override
    public Integer call() throws IOException {
        return sender.send(method, terminal);
    }
}
