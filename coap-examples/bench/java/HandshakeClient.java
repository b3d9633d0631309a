import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Vector;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.BasicTlsPSKIdentity;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsPSKIdentity;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;

/** A client of one handshake, with a pre-shared key or with a certificate. It believes every server. */
final class HandshakeClient extends AbstractTlsClient {
    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final ClientKeys keys;
    private final boolean psk;
    private final TlsSession offered;

    /**
     * One that offers a session, where it is not null.
     *
     * @param keys for certificates
     */
    HandshakeClient(ClientKeys keys, boolean psk, TlsSession offered) {
        super(keys.crypto());
        this.keys = keys;
        this.psk = psk;
        this.offered = offered;
    }

    boolean isResumed() {
        return context.getSecurityParametersConnection().isResumedSession();
    }

    /** The session that has begun; null where it cannot be resumed. */
    TlsSession session() {
        TlsSession session = context.getResumableSession();
        return session == null ? null : TlsUtils.importSession(session.getSessionID(), session.exportSessionParameters());
    }

    @Override
    public TlsSession getSessionToResume() {
        return offered;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return new int[] {
            psk ? CipherSuite.TLS_PSK_WITH_AES_128_CCM_8 : CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8
        };
    }

    @Override
    @SuppressWarnings("rawtypes")
    protected Vector getSupportedGroups(Vector roles) {
        return TlsUtils.vectorOfOne(NamedGroup.secp256r1);
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return 10_000;
    }

    @Override
    public TlsPSKIdentity getPSKIdentity() {
        return psk ? new BasicTlsPSKIdentity("bench", KEY.clone()) : null;
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate certificate) {}

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
                return keys.credentials(new TlsCryptoParameters(context));
            }
        };
    }
}
