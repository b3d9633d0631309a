package dev.pipit.coap.examples.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every client command for coaps with certificates (RFC 7252 §9.1.3.3). */
final class CertificateOptions {
    @Option(
            names = {"-C", "-R", "--ca"},
            paramLabel = "FILE",
            description = "coaps: certificates of the authorities that are trusted, in PEM; repeatable")
    List<Path> trusted = new ArrayList<>();

    @Option(
            names = {"-c", "--cert"},
            paramLabel = "FILE",
            description = "coaps: our certificate, and behind it those of its issuers, in PEM")
    @Nullable
    Path certificate;

    @Option(
            names = {"-j", "--cert-key"},
            paramLabel = "FILE",
            description = "coaps: the private key of our certificate, in PEM, where it is not in the file of -c")
    @Nullable
    Path privateKey;

    boolean isGiven() {
        return !trusted.isEmpty() || certificate != null || privateKey != null;
    }

    /**
     * Checks that there is what belongs together.
     *
     * @param believes whether there is something that a server can be believed for
     */
    void require(boolean believes) {
        if (privateKey != null && certificate == null) {
            throw new UsageException("-j without -c (expected: -c FILE with the certificate that the key belongs to)");
        }
        if (!believes && certificate != null) {
            throw new UsageException(
                    "-c without -C (expected: -C FILE with the authority that the server's certificate is from)");
        }
    }
}
