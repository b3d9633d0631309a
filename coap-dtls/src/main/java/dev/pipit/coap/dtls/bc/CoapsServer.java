package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.CertificateIdentity;
import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.PskIdentity;
import dev.pipit.coap.dtls.PskStore;
import dev.pipit.coap.dtls.association.Handshake.Progress;
import dev.pipit.coap.dtls.key.CertificateCheck;
import dev.pipit.coap.dtls.record.RecordProtection;
import dev.pipit.coap.dtls.session.SessionState;
import dev.pipit.coap.peer.PeerIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsPSKIdentityManager;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server of one handshake, with a pre-shared key (RFC 7252 §9.1.3.1) or certificates (§9.1.3.3). */
final class CoapsServer extends AbstractTlsServer implements BcHandshake.Party, TlsPSKIdentityManager {
    private static final Logger LOG = LoggerFactory.getLogger(CoapsServer.class);
    private static final int UNKNOWN_KEY_BYTES = 16;

    private final @Nullable PskStore store;
    private final @Nullable CertificateCheck check;
    private final @Nullable OwnCertificate own;
    private final byte[] certificateMark;
    private final int timeoutMillis;
    private final ServerResumption resumption;
    private volatile Progress progress = Progress.UNANSWERED;
    private String name = "";
    private byte[] pskMark = {};
    private List<X509Certificate> clientChain = List.of();

    CoapsServer(
            TlsCrypto crypto,
            DtlsConfig config,
            @Nullable CertificateCheck check,
            @Nullable OwnCertificate own,
            Lasting lasting) {
        super(crypto);
        this.resumption = new ServerResumption(lasting, this::accepts);
        this.certificateMark = HandshakeSecrets.mark(config.certificate().orElse(null));
        this.store = config.pskStore().orElse(null);
        this.check = check;
        this.own = own;
        this.timeoutMillis = HandshakeTimes.timeoutMillis(config.limits());
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public PeerIdentity identity() {
        if (isPsk(context.getSecurityParametersConnection())) {
            return new PskIdentity(name);
        }
        CertificateIdentity client = new CertificateIdentity(clientChain);
        clientChain = List.of();
        return client;
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
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(getCrypto(), Suites.of(own != null && check != null, store != null));
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

    @Override
    public @Nullable TlsCredentials getCredentials() throws IOException {
        return own == null || isPsk(context.getSecurityParametersHandshake()) ? null : own.credentials(context);
    }

    @Override
    public @Nullable CertificateRequest getCertificateRequest() {
        return isPsk(context.getSecurityParametersHandshake())
                ? null
                : new CertificateRequest(
                        new short[] {ClientCertificateType.ecdsa_sign},
                        TlsUtils.vectorOfOne(OwnCertificate.signatureAlgorithm()),
                        null);
    }

    /** Called without a certificate as well, where the client has sent none. */
    @Override
    public void notifyClientCertificate(@Nullable Certificate certificate) throws IOException {
        clientChain = PeerCertificate.chain(certificate);
        PeerCertificate.refuse(Objects.requireNonNull(check).checkClient(clientChain, Instant.now()));
    }

    @Override
    public TlsPSKIdentityManager getPSKIdentityManager() {
        return this;
    }

    @Override
    public byte @Nullable [] getHint() {
        return null;
    }

    /** The key, in an array that the caller may overwrite. */
    @Override
    public byte[] getPSK(byte[] identity) {
        progress = Progress.KEY_USED;
        // RFC 4279 §2: who "wishes to hide the fact that the PSK identity was not known" may "continue the protocol as
        // if
        // the PSK identity existed but the key was incorrect"
        Optional<byte[]> key = find(identity);
        pskMark = key.map(known -> HandshakeSecrets.mark(known, name)).orElse(pskMark);
        return key.map(byte[]::clone)
                .orElseGet(() -> getCrypto().createNonceGenerator(identity).generateNonce(UNKNOWN_KEY_BYTES));
    }

    private Optional<byte[]> find(byte[] identity) {
        try {
            name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(identity))
                    .toString();
            return lookUp(name);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> lookUp(String identity) {
        try {
            return Objects.requireNonNull(store).key(identity);
        } catch (RuntimeException e) {
            LOG.warn("the PSK store failed", e);
            return Optional.empty();
        }
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
            name = proof.pskIdentity();
            return lookUp(name)
                    .filter(key -> MessageDigest.isEqual(HandshakeSecrets.mark(key, name), proof.credential()))
                    .isPresent();
        }
        clientChain = PeerCertificate.chain(opened.exportSessionParameters().getPeerCertificate());
        return MessageDigest.isEqual(certificateMark, proof.credential())
                && Objects.requireNonNull(check)
                        .checkClient(clientChain, Instant.now())
                        .isEmpty();
    }

    @Override
    public byte @Nullable [] getNewSessionID() {
        return resumption.newId(getCrypto());
    }

    /** The session's, where one is resumed: RFC 5246 §7.4.1.3, "the value from the state of the session being resumed". */
    @Override
    public int getSelectedCipherSuite() throws IOException {
        if (context.getSecurityParametersHandshake().isResumedSession()) {
            selectCipherSuite(resumption.suite());
            return selectedCipherSuite;
        }
        return super.getSelectedCipherSuite();
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
        boolean psk = isPsk(context.getSecurityParametersConnection());
        resumption.handleComplete(context, psk ? name : "", psk ? pskMark : certificateMark);
        LazyCertificate.forget(context.getSecurityParametersConnection().getPeerCertificate());
        clientExtensions = null;
        offeredCipherSuites = null;
        serverExtensions.clear();
        cipherSuites = null;
    }
}
