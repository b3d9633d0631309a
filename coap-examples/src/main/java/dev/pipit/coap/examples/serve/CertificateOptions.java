package dev.pipit.coap.examples.serve;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code coap serve} for coaps with certificates. */
final class CertificateOptions {
    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "serve coaps as well: our certificate, and behind it those of its issuers, in PEM")
    @Nullable
    Path certificate;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "the private key of our certificate, in PEM, where it is not in the file of --cert")
    @Nullable
    Path privateKey;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "certificates of the authorities whose clients are let in, in PEM; repeatable")
    List<Path> trusted = new ArrayList<>();

    boolean isGiven() {
        return certificate != null || privateKey != null || !trusted.isEmpty();
    }
}
