package dev.pipit.coap.dtls;

import dev.pipit.coap.dtls.key.HexKeyFile;
import java.nio.file.Path;

/**
 * Where the sessions of a server or client are saved when it stops, and loaded from when it starts, so that a restart
 * costs abbreviated handshakes only. The file is encrypted: whoever has it and its key can read and forge what is said
 * under its sessions. One file is for one server or client.
 */
public final class SessionFile {
    private static final int MIN_KEY_BYTES = 16;
    private static final int MAX_KEY_BYTES = 64;

    private final Path path;
    private final byte[] key;

    private SessionFile(Path path, byte[] key) {
        if (key.length < MIN_KEY_BYTES || key.length > MAX_KEY_BYTES) {
            throw new IllegalArgumentException("session file's key of " + key.length + " bytes (expected: "
                    + MIN_KEY_BYTES + "-" + MAX_KEY_BYTES + ", best 32 random ones)");
        }
        this.path = path;
        this.key = key.clone();
    }

    /**
     * A file that is encrypted with this key.
     *
     * @param file is made, with access for its owner alone, when the server or client stops; what was there is replaced
     * @param key 16-64 random bytes; copied
     * @throws IllegalArgumentException if the key is not that long
     */
    public static SessionFile at(Path file, byte[] key) {
        return new SessionFile(file, key);
    }

    /**
     * A file that is encrypted with a key from another file, as {@code openssl rand -hex 32} writes it.
     *
     * @param file as above
     * @param keyFile 32-128 hexadecimal digits; only its owner may be able to read it
     * @throws dev.pipit.coap.dtls.key.CredentialException if there is no key, or others can read it
     * @throws IllegalArgumentException if the key is not that long
     */
    public static SessionFile at(Path file, Path keyFile) {
        return new SessionFile(file, HexKeyFile.read(keyFile));
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Its key; a copy. */
    public byte[] key() {
        return key.clone();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return path.toString();
    }
}
