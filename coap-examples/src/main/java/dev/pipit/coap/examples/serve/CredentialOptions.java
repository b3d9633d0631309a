package dev.pipit.coap.examples.serve;

import picocli.CommandLine.Mixin;

/** The options of {@code coap serve} for coaps: what it shows, and whom it lets in. */
final class CredentialOptions {
    @Mixin
    PskOptions psk = new PskOptions();

    @Mixin
    CertificateOptions certificates = new CertificateOptions();

    boolean isGiven() {
        return psk.isGiven() || certificates.isGiven();
    }
}
