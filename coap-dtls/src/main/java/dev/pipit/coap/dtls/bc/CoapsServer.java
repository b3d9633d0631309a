package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.CertificateIdentity;
import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.PskIdentity;
import dev.pipit.coap.dtls.PskStore;
import dev.pipit.coap.dtls.association.Handshake.Progress;
import dev.pipit.coap.dtls.key.CertificateCheck;
import dev.pipit.coap.dtls.record.RecordProtection;
import dev.pipit.coap.peer.PeerIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCrypto;
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
    private final int timeoutMillis;
    private volatile Progress progress = Progress.UNANSWERED;
    private String name = "";
    private List<X509Certificate> clientChain = List.of();

    CoapsServer(TlsCrypto crypto, DtlsConfig config, @Nullable CertificateCheck check, @Nullable OwnCertificate own) {
        super(crypto);
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
        return isPsk(context.getSecurityParametersConnection())
                ? new PskIdentity(name)
                : new CertificateIdentity(clientChain);
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
        return find(identity)
                .map(byte[]::clone)
                .orElseGet(() -> getCrypto().createNonceGenerator(identity).generateNonce(UNKNOWN_KEY_BYTES));
    }

    private Optional<byte[]> find(byte[] identity) {
        try {
            name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(identity))
                    .toString();
            return Objects.requireNonNull(store).key(name);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            LOG.warn("the PSK store failed", e);
            return Optional.empty();
        }
    }

    /** Lets go of what only the handshake needed: the record layer holds this object as long as the association lasts. */
    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        clientExtensions = null;
        offeredCipherSuites = null;
        serverExtensions.clear();
        cipherSuites = null;
    }
}
