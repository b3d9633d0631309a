package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.DtlsConfig;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.tls.CertificateType;
import org.jspecify.annotations.Nullable;

/** What we can show of ourselves: a certificate, a raw public key, or both. Made once for all handshakes of an event loop. */
final class OwnCredentials {
    private final List<OwnCredential> all = new ArrayList<>();
    private final byte[] mark;

    OwnCredentials(DtlsCrypto crypto, DtlsConfig config) {
        config.rawKey().ifPresent(credential -> all.add(OwnCredential.of(crypto, credential)));
        config.certificate().ifPresent(credential -> all.add(OwnCredential.of(crypto, credential)));
        mark = mark(all);
    }

    private static byte[] mark(List<OwnCredential> credentials) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (OwnCredential credential : credentials) {
                credential.addTo(digest);
            }
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no SHA-256 in this JDK", e);
        }
    }

    /** The types of what there is (RFC 7250 §3), the one preferred first. */
    short[] types() {
        short[] types = new short[all.size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = all.get(i).type();
        }
        return types;
    }

    /** What there is of a type. */
    @Nullable
    OwnCredential ofType(int type) {
        return all.stream()
                .filter(credential -> credential.type() == type)
                .findFirst()
                .orElse(null);
    }

    /**
     * What a server shows to a client.
     *
     * @param wanted the types that the client knows, the one preferred first; null where it does not say
     */
    @Nullable
    OwnCredential choose(short @Nullable [] wanted) {
        if (wanted == null) {
            return ofType(CertificateType.X509);
        }
        for (short type : wanted) {
            OwnCredential credential = ofType(type);
            if (credential != null) {
                return credential;
            }
        }
        return null;
    }

    /** Stands for all of it, in sessions: whatever changes, they are not resumed. */
    byte[] mark() {
        return mark;
    }
}
