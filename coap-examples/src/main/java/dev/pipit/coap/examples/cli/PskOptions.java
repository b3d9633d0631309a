package dev.pipit.coap.examples.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every client command for coaps with a pre-shared key (RFC 7252 §9.1.3.1). */
final class PskOptions {
    @Option(
            names = {"-u", "--identity"},
            paramLabel = "IDENTITY",
            description = "coaps: the identity that the server knows the key by")
    @Nullable
    String identity;

    @Option(
            names = {"-k", "--key"},
            paramLabel = "KEY",
            description = "coaps: the pre-shared key, text or bytes as 0x… or hex:…; others on this machine can see it")
    @Nullable
    String key;

    @Option(
            names = "--psk-file",
            paramLabel = "FILE",
            description = "coaps: identity and key from a file with lines of identity,key; -u says which")
    @Nullable
    Path file;

    boolean isGiven() {
        return identity != null || key != null || file != null;
    }

    /** Checks that there is what belongs together. */
    void require() {
        if (key != null && file != null) {
            throw new UsageException("-k and --psk-file (expected: one of the two)");
        }
        if (file == null && (key == null) != (identity == null)) {
            throw new UsageException((key == null ? "-u without -k" : "-k without -u")
                    + " (expected: -u IDENTITY -k KEY, or --psk-file FILE)");
        }
    }
}
