package dev.pipit.coap.examples.cli;

import dev.pipit.coap.message.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Shows a response: the payload on the output, everything else on the error output. */
public final class ResponsePrinter {
    private final Terminal terminal;
    private final @Nullable Path file;

    /**
     * A printer.
     *
     * @param file where payloads go instead of the output; null for none
     */
    public ResponsePrinter(Terminal terminal, @Nullable Path file) {
        this.terminal = terminal;
        this.file = file;
    }

    /** Shows it, and gives the exit code: 0 for 2.xx, 4 for 4.xx, 5 for 5.xx. */
    public int print(Response response) throws IOException {
        if (!response.isSuccess()) {
            // RFC 7252 §5.5.2: the diagnostic payload "is not intended for end users" but for people who debug
            boolean repeated = response.code()
                    .registeredName()
                    .filter(response.text()::equals)
                    .isPresent();
            printLine(response, repeated ? "" : response.text());
            return response.code().codeClass();
        }
        String location = response.location().orElse("");
        if (!location.isEmpty() || !response.hasPayload()) {
            printLine(response, location);
        }
        if (file != null) {
            Files.write(file, response.payload());
        } else if (response.hasPayload()) {
            byte[] shown = terminal.interactive() ? ReadablePayload.of(response) : response.payload();
            terminal.out().write(shown, 0, shown.length);
            terminal.out().flush();
        }
        return 0;
    }

    private void printLine(Response response, String detail) {
        terminal.err().println(response.code() + (detail.isEmpty() ? "" : ": " + Failures.oneLine(detail)));
    }
}
