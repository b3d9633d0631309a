package dev.pipit.coap.examples.cli;

import dev.pipit.coap.dtls.DtlsException;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.EndpointClosedException;
import dev.pipit.coap.message.MessageTooLargeException;
import dev.pipit.coap.message.QueueFullException;
import dev.pipit.coap.message.RequestCancelledException;
import dev.pipit.coap.message.ResetException;
import dev.pipit.coap.message.TransferFailedException;
import dev.pipit.coap.message.UnreachableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What went wrong, in one line on the error output and an exit code. */
public final class Failures {
    /** Exit code: something on this machine does not work, as a port that is in use. */
    public static final int LOCAL = 1;

    /** Exit code: wrong usage. */
    public static final int USAGE = 2;

    /** Exit code: no answer. */
    public static final int NO_ANSWER = 3;

    private Failures() {}

    /** What picocli refuses. */
    public static int usage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String hint = failure instanceof UnmatchedArgumentException unmatched
                        && unmatched.isUnknownOption()
                        && !unmatched.getSuggestions().isEmpty()
                ? "did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?"
                : "see " + command.getCommandName() + " --help";
        return report(command, failure.getMessage() + " (" + hint + ")", USAGE);
    }

    /** What a command throws. */
    public static int execution(Exception failure, CommandLine command, ParseResult arguments) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof UsageException || failure instanceof MessageTooLargeException) {
            return report(command, message, USAGE);
        }
        if (failure instanceof CoapException) {
            return report(command, message + "; " + advice(failure), NO_ANSWER);
        }
        if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            return report(command, message, LOCAL);
        }
        return report(command, "internal error: " + failure, LOCAL);
    }

    private static String advice(Exception failure) {
        if (failure instanceof UnreachableException) {
            return "check host and port, and whether the server runs";
        }
        if (failure instanceof ResetException) {
            return "something is there, but it does not take this message";
        }
        if (failure instanceof TransferFailedException) {
            return "ask again, as it may have changed meanwhile; -o FILE takes what is too large, -b other blocks";
        }
        if (failure instanceof QueueFullException) {
            return "wait until less is under way, and ask again";
        }
        if (failure instanceof RequestCancelledException || failure instanceof EndpointClosedException) {
            return "it was ended before there was an answer";
        }
        if (failure instanceof DtlsException) {
            return DtlsAdvice.of(failure);
        }
        return "check host, port and firewall, or wait longer with -B SECONDS";
    }

    private static int report(CommandLine command, String message, int exitCode) {
        command.getErr().println(command.getCommandName() + ": " + oneLine(message));
        return exitCode;
    }

    /** Control characters of whoever answered must not reach the terminal. */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.strip().codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return line.toString();
    }
}
