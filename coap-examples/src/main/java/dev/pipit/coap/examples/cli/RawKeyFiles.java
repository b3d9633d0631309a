package dev.pipit.coap.examples.cli;

import dev.pipit.coap.dtls.key.RawKeyCredential;
import dev.pipit.coap.dtls.key.TrustedKeys;
import java.nio.file.Path;
import java.util.List;

/** Reads raw public keys for both roles. Apart from the options, so that the DTLS library is loaded for coaps alone. */
public final class RawKeyFiles {
    private RawKeyFiles() {}

    /** A key pair. */
    public static RawKeyCredential credential(Path file) {
        return RawKeyCredential.read(file);
    }

    /** The trusted keys of several files. */
    public static TrustedKeys trust(List<Path> files) {
        List<TrustedKeys> all = files.stream().map(TrustedKeys::read).toList();
        return key -> all.stream().anyMatch(keys -> keys.contains(key));
    }
}
