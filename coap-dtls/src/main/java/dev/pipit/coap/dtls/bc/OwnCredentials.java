package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.key.CertificateNames;
import dev.pipit.coap.dtls.key.X509Credential;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.tls.CertificateType;
import org.jspecify.annotations.Nullable;

/** What we can show of ourselves: certificates, a raw public key, or both. Made once for all handshakes of an event loop. */
final class OwnCredentials {
    // RFC 7252 §6.2; a name in a handshake has no port
    private static final int COAPS_PORT = 5684;

    private final List<OwnCredential> all = new ArrayList<>();
    private final Map<OwnCredential, CertificateNames> named = new LinkedHashMap<>();
    private final byte[] mark;

    OwnCredentials(DtlsCrypto crypto, DtlsConfig config) {
        config.rawKey().ifPresent(credential -> all.add(OwnCredential.of(crypto, credential)));
        config.certificate().ifPresent(credential -> add(crypto, credential));
        config.moreCertificates().forEach(credential -> add(crypto, credential));
        mark = mark(all);
    }

    private void add(DtlsCrypto crypto, X509Credential credential) {
        OwnCredential own = OwnCredential.of(crypto, credential);
        all.add(own);
        named.put(own, CertificateNames.of(credential.chain().get(0)));
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

    /** What a server shows to a client; null where it has nothing that the client knows. */
    @Nullable
    OwnCredential choose(CertificateOffer offer) {
        for (short type : offer.serverTypes()) {
            OwnCredential credential = type == CertificateType.X509 ? named(offer.serverName()) : ofType(type);
            if (credential != null) {
                return credential;
            }
        }
        return null;
    }

    /** The certificate for a name; the first one where none is. */
    private @Nullable OwnCredential named(String serverName) {
        return named.entrySet().stream()
                .filter(each -> !serverName.isEmpty() && each.getValue().match(serverName, COAPS_PORT))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> ofType(CertificateType.X509));
    }

    /** Stands for all of it, in sessions: whatever changes, they are not resumed. */
    byte[] mark() {
        return mark;
    }
}
