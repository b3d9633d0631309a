package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.PskIdentity;
import dev.pipit.coap.dtls.association.Handshake.Progress;
import dev.pipit.coap.dtls.record.RecordProtection;
import dev.pipit.coap.dtls.session.SessionState;
import dev.pipit.coap.peer.PeerIdentity;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Hashtable;
import java.util.Objects;
import java.util.Vector;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsPSKIdentity;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The client of one handshake, with a pre-shared key (RFC 7252 §9.1.3.1), raw public keys (§9.1.3.2) or certificates
 * (§9.1.3.3).
 */
final class CoapsClient extends AbstractTlsClient implements BcHandshake.Party {
    private final @Nullable ClientPsk psk;
    private final int maxFragment;
    private final PeerTrust trust;
    private final OwnCredentials own;
    private final Target target;
    private final byte @Nullable [] connectionId;
    private final int[] suites;
    private final int timeoutMillis;
    private final ClientResumption resumption;
    private volatile Progress progress = Progress.UNANSWERED;
    private PeerIdentity server = PeerIdentity.NONE;

    /** The host and port of the URI, which the server's certificate has to be for, and what is known of its sessions. */
    record Target(String host, int port, Lasting lasting, String sessionKey) {}

    CoapsClient(
            TlsCrypto crypto,
            DtlsConfig config,
            PeerTrust trust,
            OwnCredentials own,
            Target target,
            byte @Nullable [] connectionId) {
        super(crypto);
        this.connectionId = connectionId;
        this.psk = config.pskSelector()
                .map(selector ->
                        new ClientPsk(selector, target.host(), target.port(), () -> progress = Progress.KEY_USED))
                .orElse(null);
        this.maxFragment = fragmentCode(config.maxFragment());
        this.trust = trust;
        this.own = own;
        this.target = target;
        this.suites = Suites.ofClient(config, trust.types().length > 0, psk != null);
        this.resumption = new ClientResumption(target.lasting(), target.sessionKey(), this::accepts);
        this.timeoutMillis = HandshakeTimes.timeoutMillis(config.limits());
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public PeerIdentity identity() {
        int suite = context.getSecurityParametersConnection().getCipherSuite();
        return Suites.isPsk(suite) ? new PskIdentity(psk().name()) : server;
    }

    @Override
    public boolean isResumed() {
        return context.getSecurityParametersConnection().isResumedSession();
    }

    @Override
    public RecordProtection protection() {
        return Suites.protection(context.getSecurityParametersConnection().getCipherSuite());
    }

    @Override
    public boolean isFoundById() {
        byte[] id = context.getSecurityParametersConnection().getConnectionIDPeer();
        return id != null && id.length > 0;
    }

    @Override
    protected byte @Nullable [] getNewConnectionID() {
        return connectionId;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(getCrypto(), suites);
    }

    @Override
    @SuppressWarnings({"rawtypes", "JdkObsolete"}) // as the class above has it
    protected Vector<?> getSupportedGroups(Vector namedGroupRoles) {
        Vector<Integer> groups = new Vector<>();
        for (int group : Suites.groups()) {
            groups.add(group);
        }
        return groups;
    }

    @Override
    protected Vector<?> getSupportedSignatureAlgorithms() {
        return TlsUtils.vectorOfOne(OwnCredential.signatureAlgorithm());
    }

    /** RFC 7250 §4.1: what we can show; without the extension, that is certificates. */
    @Override
    protected short[] getAllowedClientCertificateTypes() {
        return own.types();
    }

    /** RFC 7250 §4.1: what we can process. */
    @Override
    protected short[] getAllowedServerCertificateTypes() {
        return trust.types();
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
        return psk();
    }

    private ClientPsk psk() {
        return Objects.requireNonNull(psk);
    }

    /** RFC 6066 §3: the name of the host, in ASCII; "Literal IPv4 and IPv6 addresses are not permitted". */
    @Override
    protected @Nullable Vector<?> getSNIServerNames() {
        byte[] name = ServerNames.of(target.host());
        return name.length == 0 ? null : TlsUtils.vectorOfOne(new ServerName(NameType.host_name, name));
    }

    @Override
    @SuppressWarnings({"rawtypes", "JdkObsolete"}) // as the class above has it
    public Hashtable getClientExtensions() throws IOException {
        Hashtable extensions = super.getClientExtensions();
        // RFC 7925 §13: "encrypt-then-MAC […] MUST NOT be used"; all suites are AEAD ciphers
        extensions.remove(TlsExtensionsUtils.EXT_encrypt_then_mac);
        if (maxFragment > 0) {
            TlsExtensionsUtils.addMaxFragmentLengthExtension(extensions, (short) maxFragment);
        }
        return extensions;
    }

    /** RFC 6066 §4: 1 for 2^9 bytes, to 4 for 2^12; 0 where nothing is asked for. */
    private static int fragmentCode(int bytes) {
        return bytes == 0 ? 0 : Integer.numberOfTrailingZeros(bytes) - 8;
    }

    @Override
    public TlsAuthentication getAuthentication() throws IOException {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate certificate) throws IOException {
                server = trust.acceptServer(certificate.getCertificate(), target.host(), target.port());
            }

            @Override
            public @Nullable TlsCredentials getClientCredentials(CertificateRequest request) {
                OwnCredential credential =
                        own.ofType(context.getSecurityParametersHandshake().getClientCertificateType());
                return credential == null ? null : credential.credentials(context);
            }
        };
    }

    // ---- sessions

    @Override
    public @Nullable TlsSession getSessionToResume() {
        return resumption.find();
    }

    /** Whether we would accept the server by what it has proved when the session began, and are still the same. */
    private boolean accepts(SessionState session, TlsSession opened) throws IOException {
        int suite = session.terms().suite();
        SessionState.Proof proof = session.proof();
        // RFC 6066 §4: the length "applies for the duration of the session including session resumptions"
        int fragment = session.terms().maxFragmentLength();
        boolean same = fragment == 0 || fragment == maxFragment;
        if (!same || !Arrays.contains(getCipherSuites(), suite)) {
            return false;
        }
        if (Suites.isPsk(suite)) {
            return psk().accepts(proof.credential());
        }
        if (!MessageDigest.isEqual(own.mark(), proof.credential())) {
            return false;
        }
        server =
                trust.acceptServer(opened.exportSessionParameters().getPeerCertificate(), target.host(), target.port());
        return true;
    }

    @Override
    public void notifySessionID(byte[] sessionId) {
        resumption.handleSessionId(sessionId);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        boolean isPsk = Suites.isPsk(context.getSecurityParametersConnection().getCipherSuite());
        resumption.handleComplete(context, isPsk ? psk().name() : "", isPsk ? psk().mark() : own.mark());
        LazyCertificate.forget(context.getSecurityParametersConnection().getPeerCertificate());
    }

    @Override
    public void notifyAlertReceived(short level, short description) {
        resumption.handleAlert(level);
    }

    @Override
    public void notifyAlertRaised(short level, short description, String message, Throwable cause) {
        resumption.handleAlert(level);
    }
}
