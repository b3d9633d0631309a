package dev.pipit.coap.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pipit.coap.examples.cli.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/**
 * What a run of the program, in this process, left behind.
 *
 * @param exitCode what the shell sees
 * @param out the output
 * @param err the error output
 */
public record Program(int exitCode, String out, String err) {
    /** Runs with the output going to a program or file. */
    public static Program run(String... args) {
        return run(false, "", args);
    }

    /** Runs with the output going to a person. */
    public static Program runForPeople(String... args) {
        return run(true, "", args);
    }

    /** Runs with something to read. */
    public static Program runWithInput(String input, String... args) {
        return run(false, input, args);
    }

    private static Program run(boolean interactive, String input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Coap.run(
                new Terminal(
                        new ByteArrayInputStream(input.getBytes(UTF_8)),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        interactive),
                args);
        return new Program(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }
}
