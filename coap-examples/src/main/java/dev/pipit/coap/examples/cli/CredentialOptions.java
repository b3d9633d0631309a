package dev.pipit.coap.examples.cli;

import picocli.CommandLine.Mixin;

/** The options of every client command for coaps: what it shows, and whom it believes. */
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

    /** What was to be secret does not go out in the clear. */
    void requireNone(String uri) {
        if (isGiven()) {
            throw new UsageException("URI: \"" + uri + "\" with credentials (expected: a coaps:// URI)");
        }
    }

    /** Checks that there is what coaps needs. */
    void require(String uri) {
        if (!isGiven()) {
            throw new UsageException(
                    "URI: \"" + uri
                            + "\" without credentials (expected: -u IDENTITY -k KEY, --psk-file FILE, -C FILE, or --trusted-keys FILE)");
        }
        psk.require();
        boolean believes = !certificates.trusted.isEmpty() || !rawKeys.trusted.isEmpty();
        certificates.require(believes);
        if (rawKeys.own != null && !believes) {
            throw new UsageException(
                    "-M without --trusted-keys (expected: --trusted-keys FILE with the server's raw public key)");
        }
    }
}
