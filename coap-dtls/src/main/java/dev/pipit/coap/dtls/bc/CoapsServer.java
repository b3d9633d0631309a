package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.PskIdentity;
import dev.pipit.coap.dtls.association.Handshake.Progress;
import dev.pipit.coap.dtls.association.Handshakes;
import dev.pipit.coap.dtls.record.RecordProtection;
import dev.pipit.coap.dtls.session.SessionState;
import dev.pipit.coap.peer.PeerIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.util.Hashtable;
import java.util.Objects;
import java.util.Vector;
import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsPSKIdentityManager;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The server of one handshake, with a pre-shared key (RFC 7252 §9.1.3.1), raw public keys (§9.1.3.2) or certificates
 * (§9.1.3.3).
 */
final class CoapsServer extends AbstractTlsServer implements BcHandshake.Party {
    private final @Nullable ServerPsk psk;
    private final PeerTrust trust;
    private final OwnCredentials own;
    private final byte @Nullable [] connectionId;
    private final InetAddress source;
    private final int[] suites;
    private final boolean isOrdered;
    private final int timeoutMillis;
    private final ServerResumption resumption;
    private volatile Progress progress = Progress.UNANSWERED;
    private @Nullable PeerIdentity client;
    private boolean typesDiffer;

    /** What all handshakes of an event loop have in common. */
    record Shared(PeerTrust trust, OwnCredentials own, Lasting lasting, StoreLog storeFailures) {}

    CoapsServer(TlsCrypto crypto, DtlsConfig config, Shared shared, Handshakes.Owner owner) {
        super(crypto);
        this.connectionId = owner.connectionId();
        this.source = owner.address().getAddress();
        this.resumption = new ServerResumption(shared.lasting(), this::accepts);
        this.psk = config.pskStore()
                .map(store -> new ServerPsk(
                        crypto, config, store, shared.storeFailures(), () -> progress = Progress.KEY_USED))
                .orElse(null);
        this.trust = shared.trust();
        this.own = shared.own();
        this.suites = Suites.ofServer(config, own.types().length > 0);
        this.isOrdered = config.cipherSuites().isPresent();
        this.timeoutMillis = HandshakeTimes.timeoutMillis(config.limits());
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public PeerIdentity identity() {
        return isPsk(context.getSecurityParametersConnection())
                ? new PskIdentity(psk().name())
                : Objects.requireNonNull(client);
    }

    @Override
    public boolean isResumed() {
        return context.getSecurityParametersConnection().isResumedSession();
    }

    private static boolean isPsk(SecurityParameters parameters) {
        return Suites.isPsk(parameters.getCipherSuite());
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

    /** By default the client knows best what is little work for it. */
    @Override
    protected boolean preferLocalCipherSuites() {
        return isOrdered;
    }

    @Override
    protected int getMaximumNegotiableCurveBits() {
        return selectECDH(0) < 0 ? 0 : getMaximumDefaultCurveBits();
    }

    @Override
    protected int selectECDH(int minimumBits) {
        return Suites.group(context.getSecurityParametersHandshake().getClientSupportedGroups());
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return timeoutMillis;
    }

    /**
     * Old stacks of small devices do not know RFC 5746. What it prevents needs a server that negotiates again, and this
     * one never does.
     */
    @Override
    public void notifySecureRenegotiation(boolean secure) {}

    // ---- who shows what

    private ServerPsk psk() {
        return Objects.requireNonNull(psk);
    }

    /** Without a type of certificate that both sides know, there are pre-shared keys only. */
    @Override
    @SuppressWarnings("rawtypes") // as the class above has it
    protected boolean isSelectableCipherSuite(int suite, int curveBits, int fieldBits, Vector algorithms) {
        if (!super.isSelectableCipherSuite(suite, curveBits, fieldBits, algorithms)) {
            return false;
        }
        boolean clientCan = trust.takesAnonymous() || offer().clientType(trust.types()) >= 0;
        if (Suites.isPsk(suite) || (own.choose(offer()) != null && clientCan)) {
            return true;
        }
        typesDiffer = true;
        return false;
    }

    private CertificateOffer offer() {
        return CertificateOffer.of(clientExtensions, context);
    }

    @Override
    @SuppressWarnings({"rawtypes", "JdkObsolete"}) // as the class above has it
    public Hashtable getServerExtensions() throws IOException {
        Hashtable extensions = super.getServerExtensions();
        // RFC 6066 §3: a server that uses the name "SHALL include an extension of type "server_name""
        if (!offer().serverName().isEmpty() && !Suites.isPsk(selectedCipherSuite)) {
            TlsExtensionsUtils.addServerNameExtensionServer(extensions);
        }
        return extensions;
    }

    @Override
    protected short @Nullable [] getAllowedClientCertificateTypes() {
        return asksClient(selectedCipherSuite) ? trust.types() : null;
    }

    /** RFC 7250 §4.2: where the client has nothing of the types that we know, it is not asked. */
    private boolean asksClient(int suite) {
        return !Suites.isPsk(suite) && trust.asksClients() && offer().clientType(trust.types()) >= 0;
    }

    @Override
    public @Nullable TlsCredentials getCredentials() {
        OwnCredential credential = isPsk(context.getSecurityParametersHandshake()) ? null : own.choose(offer());
        return credential == null ? null : credential.credentials(context);
    }

    @Override
    public @Nullable CertificateRequest getCertificateRequest() {
        return asksClient(selectedCipherSuite)
                ? new CertificateRequest(
                        new short[] {ClientCertificateType.ecdsa_sign},
                        TlsUtils.vectorOfOne(OwnCredential.signatureAlgorithm()),
                        null)
                : null;
    }

    /** Called without a certificate as well, where the client has sent none. */
    @Override
    public void notifyClientCertificate(@Nullable Certificate certificate) throws IOException {
        client = trust.acceptClient(certificate, source);
    }

    @Override
    public TlsPSKIdentityManager getPSKIdentityManager() {
        return psk();
    }

    // ---- sessions

    @Override
    public @Nullable TlsSession getSessionToResume(byte[] sessionId) {
        return resumption.find(sessionId, ServerResumption.serverName(context));
    }

    /** Whether the client would still get in with what it has proved when the session began. */
    private boolean accepts(SessionState session, TlsSession opened) throws IOException {
        int suite = session.terms().suite();
        if (!Arrays.contains(offeredCipherSuites, suite) || !Arrays.contains(getCipherSuites(), suite)) {
            return false;
        }
        SessionState.Proof proof = session.proof();
        if (Suites.isPsk(suite)) {
            return psk().accepts(proof.pskIdentity(), proof.credential());
        }
        client = trust.acceptClient(opened.exportSessionParameters().getPeerCertificate(), source);
        return MessageDigest.isEqual(own.mark(), proof.credential());
    }

    @Override
    public byte @Nullable [] getNewSessionID() {
        client = null; // whoever has begun the session that is not resumed
        return resumption.newId(getCrypto());
    }

    /** The session's, where one is resumed: RFC 5246 §7.4.1.3, "the value from the state of the session being resumed". */
    @Override
    public int getSelectedCipherSuite() throws IOException {
        if (context.getSecurityParametersHandshake().isResumedSession()) {
            selectCipherSuite(resumption.suite());
            return selectedCipherSuite;
        }
        try {
            return super.getSelectedCipherSuite();
        } catch (TlsFatalAlert none) {
            // RFC 7250 §4.2: with no type "in common", the server ends it with "unsupported_certificate"
            throw typesDiffer ? new TlsFatalAlert(AlertDescription.unsupported_certificate, none) : none;
        }
    }

    @Override
    public void notifyAlertReceived(short level, short description) {
        resumption.handleAlert(level);
    }

    @Override
    public void notifyAlertRaised(short level, short description, String message, Throwable cause) {
        resumption.handleAlert(level);
    }

    /** Lets go of what only the handshake needed: the record layer holds this object as long as the association lasts. */
    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        boolean isPsk = isPsk(context.getSecurityParametersConnection());
        if (!isPsk && client == null) {
            client = trust.acceptClient(null, source); // it was not asked
        }
        resumption.handleComplete(context, isPsk ? psk().name() : "", isPsk ? psk().mark() : own.mark());
        LazyCertificate.forget(context.getSecurityParametersConnection().getPeerCertificate());
        clientExtensions = null;
        offeredCipherSuites = null;
        serverExtensions.clear();
        cipherSuites = null;
    }
}
