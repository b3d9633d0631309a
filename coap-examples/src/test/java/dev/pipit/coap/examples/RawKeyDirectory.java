package dev.pipit.coap.examples;

import dev.pipit.coap.testkit.DocumentedCommands;
import dev.pipit.coap.testkit.PeerProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Files with a raw public key, made as docs/reference/credentials.md says: {@code raw-key.pem} and {@code raw-public.pem}. */
public record RawKeyDirectory(Path path) {
    /** Makes both, and a file {@code identifier.txt} with the identifier. */
    public static RawKeyDirectory make(Path directory) throws IOException, InterruptedException {
        PeerProgram.require("openssl", "openssl");
        UnaryOperator<String> withFile = script -> script.replace("tr -d =)\"", "tr -d =)\" >identifier.txt");
        DocumentedCommands.run("reference/credentials.md", "Raw public keys", directory, withFile);
        return new RawKeyDirectory(directory);
    }

    /** The name of a file. */
    public String file(String name) {
        return path.resolve(name).toString();
    }
}
