package dev.pipit.coap.examples.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every client command for coaps with raw public keys (RFC 7252 §9.1.3.2). */
final class RawKeyOptions {
    @Option(
            names = {"-M", "--raw-key"},
            paramLabel = "FILE",
            description = "coaps: our raw public key and the private key that belongs to it, in PEM")
    @Nullable
    Path own;

    @Option(
            names = "--trusted-keys",
            paramLabel = "FILE",
            description = "coaps: the raw public keys of servers, in PEM, or their identifiers ni:///…; repeatable")
    List<Path> trusted = new ArrayList<>();

    boolean isGiven() {
        return own != null || !trusted.isEmpty();
    }
}
