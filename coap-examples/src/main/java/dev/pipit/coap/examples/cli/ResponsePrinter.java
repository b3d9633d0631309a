package dev.pipit.coap.examples.cli;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;

/** Shows a response: the payload on the output, everything else on the error output. */
public final class ResponsePrinter {
    private final Terminal terminal;

    /** A printer. */
    public ResponsePrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Shows it, and gives the exit code: 0 for 2.xx, 4 for 4.xx, 5 for 5.xx. */
    public int print(Response response) {
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
        if (response.hasPayload()) {
            byte[] shown = terminal.interactive() ? ReadablePayload.of(response) : response.payload();
            terminal.out().write(shown, 0, shown.length);
            terminal.out().flush();
        }
        return 0;
    }

    /** Shows one whose body has gone elsewhere: nothing, where that is all there is to it. */
    public int printHead(Response response) {
        boolean content = response.code().equals(Code.CONTENT);
        return content ? 0 : print(response);
    }

    private void printLine(Response response, String detail) {
        terminal.err().println(response.code() + (detail.isEmpty() ? "" : ": " + Failures.oneLine(detail)));
    }
}
