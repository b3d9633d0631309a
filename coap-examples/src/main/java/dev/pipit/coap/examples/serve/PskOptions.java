package dev.pipit.coap.examples.serve;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code coap serve} for coaps with pre-shared keys. */
final class PskOptions {
    @Option(
            names = "--psk",
            paramLabel = "ID:KEY",
            description = "serve coaps as well, on the port after each --port: a client's identity and its key, text or"
                    + " bytes as 0x…; others on this machine can see it; repeatable")
    List<String> keys = new ArrayList<>();

    @Option(names = "--psk-file", paramLabel = "FILE", description = "the same, from a file with lines of identity,key")
    @Nullable
    Path file;

    @Option(
            names = "--psk-hint",
            paramLabel = "HINT",
            description = "what clients are told to help them choose their key; nobody needs it where they have one")
    @Nullable
    String hint;

    boolean isGiven() {
        return !keys.isEmpty() || file != null;
    }
}
