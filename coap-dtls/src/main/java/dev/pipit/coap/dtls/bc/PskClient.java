package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.PskIdentity;
import dev.pipit.coap.dtls.association.Handshake.Progress;
import dev.pipit.coap.dtls.record.RecordProtection;
import dev.pipit.coap.peer.PeerIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.BasicTlsPSKIdentity;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsPSKIdentity;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.jspecify.annotations.Nullable;

/** The client of one handshake with a pre-shared key (RFC 7252 §9.1.3.1, RFC 4279). */
final class PskClient extends AbstractTlsClient implements BcHandshake.Party {
    private final String identity;
    private final byte[] key;
    private final int timeoutMillis;
    private volatile Progress progress = Progress.UNANSWERED;

    PskClient(TlsCrypto crypto, DtlsConfig config) {
        super(crypto);
        this.identity = config.pskIdentity().orElseThrow();
        this.key = config.pskKey().orElseThrow();
        this.timeoutMillis = HandshakeTimes.timeoutMillis(config.limits());
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public PeerIdentity identity() {
        return new PskIdentity(identity);
    }

    @Override
    public RecordProtection protection() {
        return Suites.protection(context.getSecurityParametersConnection().getCipherSuite());
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(getCrypto(), Suites.psk());
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return timeoutMillis;
    }

    @Override
    protected @Nullable CertificateStatusRequest getCertificateStatusRequest() {
        return null;
    }

    @Override
    public void notifyServerVersion(ProtocolVersion serverVersion) throws IOException {
        progress = Progress.ANSWERED;
        super.notifyServerVersion(serverVersion);
    }

    @Override
    public TlsPSKIdentity getPSKIdentity() {
        return new BasicTlsPSKIdentity(identity.getBytes(StandardCharsets.UTF_8), key) {
            @Override
            public byte[] getPSK() {
                // From here on it is up to the server to show that it has the same key.
                progress = Progress.KEY_USED;
                return super.getPSK();
            }
        };
    }

    @Override
    public TlsAuthentication getAuthentication() throws IOException {
        throw new TlsFatalAlert(AlertDescription.internal_error);
    }
}
