package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.session.SessionState;
import dev.pipit.coap.dtls.session.SessionStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.SessionParameters;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a server or client, as BouncyCastle knows them. It gets a new object for each handshake, as a handshake
 * that is given up makes the object's secret useless.
 */
final class BcSessions {
    private final SessionStore store;
    private final TlsCrypto crypto;

    BcSessions(SessionStore store, TlsCrypto crypto) {
        this.store = store;
        this.crypto = crypto;
    }

    boolean areKept() {
        return store.isOn();
    }

    @Nullable
    SessionState find(String key) {
        return store.find(key, Instant.now().getEpochSecond());
    }

    void put(String key, SessionState session) {
        store.put(key, session);
    }

    void remove(String key) {
        store.remove(key);
    }

    /** A session for a handshake. */
    @SuppressWarnings("JdkObsolete") // BouncyCastle's extensions are a Hashtable
    TlsSession open(SessionState session) throws IOException {
        Hashtable<Integer, byte[]> extensions = new Hashtable<>();
        if (session.terms().maxFragmentLength() > 0) {
            TlsExtensionsUtils.addMaxFragmentLengthExtension(
                    extensions, (short) session.terms().maxFragmentLength());
        }
        return TlsUtils.importSession(
                session.id(),
                new SessionParameters.Builder()
                        .setCipherSuite(session.terms().suite())
                        .setNegotiatedVersion(ProtocolVersion.DTLSv12)
                        .setExtendedMasterSecret(true)
                        .setMasterSecret(
                                crypto.createSecret(session.masterSecret().clone()))
                        .setPeerCertificate(certificate(session.proof()))
                        .setServerExtensions(extensions)
                        .build());
    }

    private @Nullable Certificate certificate(SessionState.Proof proof) throws IOException {
        if (proof.certificates().isEmpty()) {
            return null;
        }
        short type = (short) proof.certificateType();
        CertificateEntry[] entries = new CertificateEntry[proof.certificates().size()];
        for (int i = 0; i < entries.length; i++) {
            byte[] encoded = proof.certificates().get(i);
            entries[i] = new CertificateEntry(crypto.createCertificate(type, encoded), null);
        }
        return new Certificate(type, null, entries);
    }

    /**
     * What is to be kept of a full handshake that is done; null where there is nothing that may be resumed.
     *
     * @param pskIdentity of the key, or empty where certificates were used
     */
    static @Nullable SessionState state(TlsContext context, String pskIdentity, String serverName, byte[] credential)
            throws IOException {
        SecurityParameters connection = context.getSecurityParametersConnection();
        byte[] id = connection.getSessionID();
        // RFC 7627 §5.3, §5.4: without an extended master secret, what one peer resumes may be another's session
        if (id == null || id.length == 0 || !connection.isExtendedMasterSecret()) {
            return null;
        }
        SessionState.Terms terms = new SessionState.Terms(
                connection.getCipherSuite(),
                Math.max(0, connection.getMaxFragmentLength()),
                serverName,
                Instant.now().getEpochSecond());
        Certificate shown = connection.getPeerCertificate();
        List<byte[]> certificates = new ArrayList<>();
        for (int i = 0; shown != null && i < shown.getLength(); i++) {
            certificates.add(shown.getCertificateAt(i).getEncoded());
        }
        int type = shown == null || certificates.isEmpty() ? CertificateType.X509 : shown.getCertificateType();
        return new SessionState(
                id.clone(),
                HandshakeSecrets.masterSecret(context),
                terms,
                new SessionState.Proof(pskIdentity, type, List.copyOf(certificates), credential));
    }
}
