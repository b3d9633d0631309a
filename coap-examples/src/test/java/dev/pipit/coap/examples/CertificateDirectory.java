package dev.pipit.coap.examples;

import dev.pipit.coap.testkit.DocumentedCommands;
import dev.pipit.coap.testkit.PeerProgram;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Files with an authority and the certificates that it has issued, made as docs/reference/credentials.md says: {@code
 * ca.pem}, {@code device.pem} and {@code device-key.pem}.
 */
public record CertificateDirectory(Path path) {
    /** Makes all of them, for the server at 127.0.0.1. */
    public static CertificateDirectory make(Path directory) throws IOException, InterruptedException {
        return make(directory, "IP:127.0.0.1", 365);
    }

    /** The same for another server, or for less than 1 day. */
    public static CertificateDirectory make(Path directory, String name, int days)
            throws IOException, InterruptedException {
        PeerProgram.require("openssl", "openssl");
        DocumentedCommands.run(
                "reference/credentials.md",
                "Certificates",
                directory,
                script -> script.replace("DNS:sensor.example", name)
                        .replace("-days 365 ", "-days " + days + " ")
                        .replace("openssl verify -CAfile", "openssl verify -no_check_time -CAfile"));
        return new CertificateDirectory(directory);
    }

    /** The name of a file. */
    public String file(String name) {
        return path.resolve(name).toString();
    }
}
