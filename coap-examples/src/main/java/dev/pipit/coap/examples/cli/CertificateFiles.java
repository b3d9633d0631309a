package dev.pipit.coap.examples.cli;

import dev.pipit.coap.dtls.key.TrustAnchors;
import dev.pipit.coap.dtls.key.X509Credential;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads certificates for both roles. Apart from the options, so that the DTLS library is loaded for coaps alone. */
public final class CertificateFiles {
    private CertificateFiles() {}

    /** A certificate and its key, which may be in the same file. */
    public static X509Credential credential(Path certificate, @Nullable Path privateKey) {
        return X509Credential.read(certificate, privateKey == null ? certificate : privateKey);
    }

    /** The trust anchors of several files. */
    public static TrustAnchors trust(List<Path> files) {
        return new TrustAnchors(files.stream()
                .flatMap(file -> TrustAnchors.read(file).certificates().stream())
                .toList());
    }
}
