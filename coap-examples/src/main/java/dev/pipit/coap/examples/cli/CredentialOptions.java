package dev.pipit.coap.examples.cli;

import picocli.CommandLine.Mixin;

/** The options of every client command for coaps: what it shows, and whom it believes. */
final class CredentialOptions {
    @Mixin
    PskOptions psk = new PskOptions();

    @Mixin
    CertificateOptions certificates = new CertificateOptions();

    boolean isGiven() {
        return psk.isGiven() || certificates.isGiven();
    }

    /** What was to be secret does not go out in the clear. */
    void requireNone(String uri) {
        if (isGiven()) {
            throw new UsageException("URI: \"" + uri + "\" with credentials (expected: a coaps:// URI)");
        }
    }

    /** Checks that there is what coaps needs. */
    void require(String uri) {
        if (!isGiven()) {
            throw new UsageException("URI: \"" + uri
                    + "\" without credentials (expected: -u IDENTITY -k KEY, --psk-file FILE, or -C FILE)");
        }
        psk.require();
        certificates.require();
    }
}
