package dev.pipit.coap.dtls.key;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The certification paths that were found valid with one set of trust anchors, by their digests, so that their signatures
 * need not be verified again each time the same peer comes. What depends on the time is not in here. Bounded: the one not
 * asked for longest goes. Safe for use by several threads.
 */
final class ValidPaths {
    private final Map<String, Boolean> digests; // guarded by this

    ValidPaths(int limit) {
        digests = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > limit;
            }
        };
    }

    /** Stands for a path: all bytes of its certificates, in their order. */
    static String digest(List<X509Certificate> path) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (X509Certificate certificate : path) {
            digest.update(certificate.getEncoded());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    synchronized boolean contains(String digest) {
        return digests.get(digest) != null; // which counts as use, as containsKey does not
    }

    synchronized void add(String digest) {
        digests.put(digest, true);
    }

    synchronized int size() {
        return digests.size();
    }
}
