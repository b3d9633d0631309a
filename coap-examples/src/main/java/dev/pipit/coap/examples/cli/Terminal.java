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
 */
public record Terminal(InputStream in, PrintStream out, PrintStream err, boolean interactive) {
    /** That of this process. */
    public static Terminal system() {
        return new Terminal(
                System.in, utf8(FileDescriptor.out), utf8(FileDescriptor.err), isTerminal(Path.of("/proc/self/fd/1")));
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
