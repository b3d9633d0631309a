package dev.pipit.coap.examples.serve;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code coap serve} for coaps with raw public keys. */
final class RawKeyOptions {
    @Option(
            names = "--raw-key",
            paramLabel = "FILE",
            description = "serve coaps as well: our raw public key and the private key that belongs to it, in PEM")
    @Nullable
    Path own;

    @Option(
            names = "--trusted-keys",
            paramLabel = "FILE",
            description =
                    "the raw public keys of clients that are let in, in PEM, or their identifiers ni:///…; repeatable")
    List<Path> trusted = new ArrayList<>();

    boolean isGiven() {
        return own != null || !trusted.isEmpty();
    }
}
