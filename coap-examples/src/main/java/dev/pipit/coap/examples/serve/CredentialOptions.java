package dev.pipit.coap.examples.serve;

import dev.pipit.coap.examples.cli.UsageException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code coap serve} for coaps: what it shows, and whom it lets in. */
final class CredentialOptions {
    @Mixin
    PskOptions psk = new PskOptions();

    @Mixin
    CertificateOptions certificates = new CertificateOptions();

    @Mixin
    RawKeyOptions rawKeys = new RawKeyOptions();

    @Option(
            names = "--client-auth",
            paramLabel = "HOW",
            description =
                    "whether clients have to show a certificate or raw public key: required (the default), wanted or"
                            + " none")
    @Nullable
    String clientAuth;

    boolean isGiven() {
        return psk.isGiven() || psk.hint != null || certificates.isGiven() || rawKeys.isGiven() || clientAuth != null;
    }

    /** Checks that there is what belongs together. */
    void require() {
        if (psk.hint != null && !psk.isGiven()) {
            throw new UsageException("--psk-hint without --psk (expected: --psk ID:KEY or --psk-file FILE)");
        }
        if (clientAuth != null && !List.of("required", "wanted", "none").contains(clientAuth)) {
            throw new UsageException("--client-auth: \"" + clientAuth + "\" (expected: required, wanted or none)");
        }
        boolean asks = "none".equals(clientAuth) || !certificates.trusted.isEmpty() || !rawKeys.trusted.isEmpty();
        if (certificates.certificate == null && certificates.privateKey != null) {
            throw new UsageException("--key without --cert (expected: --cert FILE)");
        }
        if (certificates.certificate != null && !asks) {
            throw new UsageException(
                    "--cert without --ca (expected: --ca FILE with the authority that clients' certificates are from)");
        }
        if (rawKeys.own != null && !asks) {
            throw new UsageException(
                    "--raw-key without --trusted-keys (expected: --trusted-keys FILE with the raw public keys of clients)");
        }
        if (certificates.certificate == null && rawKeys.own == null) {
            requireNothingToAskFor();
        }
    }

    private void requireNothingToAskFor() {
        if (!certificates.trusted.isEmpty()) {
            throw new UsageException("--ca without --cert (expected: --cert FILE)");
        }
        if (!rawKeys.trusted.isEmpty()) {
            throw new UsageException("--trusted-keys without --raw-key (expected: --raw-key FILE)");
        }
        if (clientAuth != null) {
            throw new UsageException("--client-auth without --cert (expected: --cert FILE, or --raw-key FILE)");
        }
    }
}
