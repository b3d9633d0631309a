package dev.pipit.coap.examples.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the program reads and writes; text is UTF-8.
 *
 * @param in what {@code -f -} reads
 * @param out results
 * @param err everything else
 * @param interactive whether people look at {@code out}, and not a program or file
 * @param screen what they look at
 */
public record Terminal(InputStream in, PrintStream out, PrintStream err, boolean interactive, Screen screen) {
    /** A terminal that lines are written to, and no more. */
    public Terminal(InputStream in, PrintStream out, PrintStream err, boolean interactive) {
        this(in, out, err, interactive, Screen.NONE);
    }

    /** That of this process. */
    public static Terminal system() {
        boolean interactive = isTerminal(Path.of("/proc/self/fd/1"));
        boolean errInteractive = isTerminal(Path.of("/proc/self/fd/2"));
        return new Terminal(
                System.in,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                interactive,
                Screen.of(interactive, errInteractive, System.getenv()));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** System.console() is for other systems: it looks at the input as well, and newer JDKs always have one. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return System.console() != null;
        }
    }
}
