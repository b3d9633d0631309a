package dev.pipit.coap.dtls.key;

import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The raw public keys that are believed (RFC 7250 §4.3, §4.4: "authentication ... is supported only through
 * authentication of the received SubjectPublicKeyInfo via an out-of-band method"). Asked in each handshake, abbreviated
 * ones included, by several threads at a time, which are not those of the event loop: it may take its time, and what it
 * says may change.
 */
@FunctionalInterface
public interface TrustedKeys {
    /** Whether a key is believed. What it throws counts as no. */
    boolean contains(PublicKey key);

    /**
     * Those keys and no others.
     *
     * @throws CredentialException if there is none, or one is not EC on P-256 (RFC 7252 §9.1.3.2)
     */
    static TrustedKeys of(Collection<? extends PublicKey> keys) {
        return of(keys, List.of());
    }

    /**
     * Those keys and identifiers, and no others.
     *
     * @throws CredentialException if there is none, or a key is not EC on P-256 (RFC 7252 §9.1.3.2)
     */
    static TrustedKeys of(Collection<? extends PublicKey> keys, Collection<KeyIdentifier> identifiers) {
        if (keys.isEmpty() && identifiers.isEmpty()) {
            throw new CredentialException("trusted keys: none (expected: at least one)");
        }
        keys.forEach(key -> KeyAlgorithm.requireP256("trusted key", key));
        Set<KeyIdentifier> whole = new HashSet<>();
        keys.forEach(key -> whole.add(KeyIdentifier.of(key)));
        List<KeyIdentifier> others = List.copyOf(identifiers);
        return key -> whole.contains(KeyIdentifier.of(key))
                || others.stream().anyMatch(identifier -> identifier.matches(key));
    }

    /**
     * Reads a file with keys in PEM ({@code PUBLIC KEY}), and lines with the identifiers of keys ({@code ni:///…}).
     *
     * @throws CredentialException if there is none, or something else
     */
    static TrustedKeys read(Path file) {
        return parse(file.toString(), CredentialFile.read(file));
    }

    /**
     * The same, from a text.
     *
     * @param source where it comes from, for messages
     * @throws CredentialException if there is none, or something else
     */
    static TrustedKeys parse(String source, String text) {
        List<KeyIdentifier> identifiers = new ArrayList<>();
        String[] lines = text.split("\r\n|\n|\r", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].strip().startsWith("ni:")) {
                identifiers.add(identifier(source + " line " + (i + 1) + ": ", lines[i].strip()));
            }
        }
        boolean hasKeys = identifiers.isEmpty() || text.contains("-----BEGIN");
        return of(hasKeys ? PublicKeys.parse(source, text) : List.of(), identifiers);
    }

    private static KeyIdentifier identifier(String where, String line) {
        try {
            return KeyIdentifier.parse(line);
        } catch (CredentialException e) {
            throw new CredentialException(where + e.getMessage(), e);
        }
    }
}
