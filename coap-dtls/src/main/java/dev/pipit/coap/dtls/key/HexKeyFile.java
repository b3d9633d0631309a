package dev.pipit.coap.dtls.key;

import java.nio.file.Path;

/** Reads a secret key from a file of hexadecimal digits alone, as {@code openssl rand -hex 32} writes it. */
public final class HexKeyFile {
    private HexKeyFile() {}

    /**
     * Reads a key.
     *
     * @throws CredentialException if the file cannot be read, others can read it, or it is not such a key; the message does
     *     not show it
     */
    public static byte[] read(Path file) {
        String digits = CredentialFile.readSecret(file).strip();
        try {
            return PskKeys.parse("hex:" + digits);
        } catch (CredentialException e) {
            throw new CredentialException(
                    file + ": no key (expected: hexadecimal digits alone, as of: openssl rand -hex 32)", e);
        }
    }
}
