package dev.pipit.coap.examples.serve;

import dev.pipit.coap.examples.cli.UsageException;
import picocli.CommandLine.Mixin;

/** The options of {@code coap serve} for coaps: what it shows, and whom it lets in. */
final class CredentialOptions {
    @Mixin
    PskOptions psk = new PskOptions();

    @Mixin
    CertificateOptions certificates = new CertificateOptions();

    @Mixin
    RawKeyOptions rawKeys = new RawKeyOptions();

    boolean isGiven() {
        return psk.isGiven() || certificates.isGiven() || rawKeys.isGiven();
    }

    /** Checks that there is what belongs together. */
    void require() {
        boolean asks = !certificates.trusted.isEmpty() || !rawKeys.trusted.isEmpty();
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
        if (certificates.certificate == null && rawKeys.own == null && asks) {
            throw new UsageException(
                    certificates.trusted.isEmpty()
                            ? "--trusted-keys without --raw-key (expected: --raw-key FILE)"
                            : "--ca without --cert (expected: --cert FILE)");
        }
    }
}
