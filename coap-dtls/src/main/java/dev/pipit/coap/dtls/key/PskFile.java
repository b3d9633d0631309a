package dev.pipit.coap.dtls.key;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Pre-shared keys from a file, one on a line: {@code identity,key} or {@code identity:key}, keys as {@link PskKeys} reads
 * them; lines that begin with {@code #} and empty ones are passed over. Immutable.
 *
 * <p>Where a line has a comma, the first one ends the identity, so that it may contain colons. Where it has none, {@code
 * :0x} and {@code :hex:} do, or else its only colon.
 */
public final class PskFile {
    private final Map<String, byte[]> keys;

    private PskFile(Map<String, byte[]> keys) {
        this.keys = keys;
    }

    /**
     * Reads a file, which nobody else may be able to read.
     *
     * @throws CredentialException if others can read it, a line is not as above, an identity is there twice, or none is
     */
    public static PskFile read(Path file) {
        return parse(file.toString(), CredentialFile.readSecret(file));
    }

    /**
     * Reads a text.
     *
     * @param source where it comes from, for messages
     * @throws CredentialException if a line is not as above, an identity is there twice, or none is
     */
    public static PskFile parse(String source, String text) {
        Map<String, byte[]> keys = new LinkedHashMap<>();
        Map<String, Integer> lineOf = new LinkedHashMap<>();
        String[] lines = text.split("\r\n|\n|\r", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String where = source + " line " + (i + 1) + ": ";
            int separator = separator(where, line);
            String identity = identity(where, line.substring(0, separator).strip());
            Integer earlier = lineOf.putIfAbsent(identity, i + 1);
            if (earlier != null) {
                throw new CredentialException(where + "identity \"" + identity + "\" is in line " + earlier
                        + " already (expected: each once)");
            }
            keys.put(
                    identity, key(where, identity, line.substring(separator + 1).strip()));
        }
        if (keys.isEmpty()) {
            throw new CredentialException(source + ": no key (expected: lines of identity,key)");
        }
        return new PskFile(keys);
    }

    private static int separator(String where, String line) {
        int comma = line.indexOf(',');
        if (comma >= 0) {
            return comma;
        }
        int hex = Math.max(line.lastIndexOf(":0x"), line.lastIndexOf(":hex:"));
        if (hex >= 0) {
            return hex;
        }
        int colon = line.indexOf(':');
        if (colon < 0) {
            throw new CredentialException(where + "no separator (expected: identity,key or identity:key)");
        }
        if (colon != line.lastIndexOf(':')) {
            throw new CredentialException(
                    where + "several colons, and no comma (expected: identity,key, as which colon ends the identity?)");
        }
        return colon;
    }

    // RFC 4279 §5.3: "MUST support arbitrary PSK identities up to 128 octets in length"
    private static String identity(String where, String identity) {
        int bytes = identity.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > PskKeys.MAX_BYTES) {
            throw new CredentialException(
                    where + "identity of " + bytes + " bytes (expected: 1-" + PskKeys.MAX_BYTES + ")");
        }
        return identity;
    }

    private static byte[] key(String where, String identity, String key) {
        try {
            return PskKeys.parse(key);
        } catch (CredentialException e) {
            throw new CredentialException(where + "identity \"" + identity + "\": " + e.getMessage());
        }
    }

    /** The key of an identity; a copy. */
    public Optional<byte[]> key(String identity) {
        return Optional.ofNullable(keys.get(identity)).map(byte[]::clone);
    }

    /** The identities, in the order of the file. */
    public Set<String> identities() {
        return Collections.unmodifiableSet(keys.keySet());
    }

    /** All keys by identity; a copy. */
    public Map<String, byte[]> keys() {
        Map<String, byte[]> copy = new LinkedHashMap<>();
        keys.forEach((identity, key) -> copy.put(identity, key.clone()));
        return copy;
    }

    /** The identities, without the keys. */
    @Override
    public String toString() {
        return "PskFile" + keys.keySet();
    }
}
