package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.session.SessionState;
import dev.pipit.coap.dtls.session.SessionStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Vector;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session of one handshake on the server's side: the one that is resumed, or the one that begins (RFC 5246 §7.3). A
 * handshake that fails leaves a session as it is: whoever has seen its ID, which is sent in the clear, can begin one.
 */
final class ServerResumption {
    private static final Logger LOG = LoggerFactory.getLogger(ServerResumption.class);

    // RFC 5246 appendix F.1.4: no secret; it has to differ from all others
    private static final int ID_BYTES = 16;

    // RFC 1035 §2.3.4: no name is longer, and what is would only be kept with the session
    private static final int MAX_NAME_BYTES = 255;

    private final Lasting lasting;
    private final SessionCheck check;
    private @Nullable SessionState resumed;
    private String askedName = "";
    private String key = "";

    ServerResumption(Lasting lasting, SessionCheck check) {
        this.lasting = lasting;
        this.check = check;
    }

    /** The name that the client asks for (RFC 6066 §3), in lower case, or empty. */
    static String serverName(TlsContext context) {
        Vector<?> names = context.getSecurityParametersHandshake().getClientServerNames();
        if (names != null) {
            for (Object each : names) {
                if (each instanceof ServerName name && name.getNameType() == NameType.host_name) {
                    return name.getNameData().length > MAX_NAME_BYTES
                            ? ""
                            : new String(name.getNameData(), StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
                }
            }
        }
        return "";
    }

    /** The session that the client asks for, where it may have it. */
    @Nullable
    TlsSession find(byte[] id, String serverName) {
        askedName = serverName;
        SessionState found = id.length == 0 ? null : lasting.sessions().find(SessionStore.key(id));
        // RFC 6066 §3: "the server MUST NOT accept the request to resume the session if the server_name extension
        // contains
        // a different name"
        if (found == null || !found.terms().serverName().equals(serverName)) {
            return null;
        }
        try {
            TlsSession opened = lasting.sessions().open(found);
            if (check.accepts(found, opened)) {
                resumed = found;
                return opened;
            }
        } catch (IOException e) {
            LOG.debug("a session is not resumed: {}", e.toString());
        }
        return null;
    }

    /** The ID of the session that begins; null where sessions are not kept. */
    byte @Nullable [] newId(TlsCrypto crypto) {
        resumed = null;
        return lasting.sessions().areKept()
                ? crypto.createNonceGenerator(new byte[0]).generateNonce(ID_BYTES)
                : null;
    }

    /** The cipher suite of the session that is resumed. */
    int suite() {
        return Objects.requireNonNull(resumed).terms().suite();
    }

    void handleComplete(TlsContext context, String pskIdentity, byte[] credential) throws IOException {
        lasting.logKeys(context);
        SessionState session = resumed;
        if (session == null) {
            session = BcSessions.state(context, pskIdentity, askedName, credential);
            if (session != null) {
                lasting.sessions().put(SessionStore.key(session.id()), session);
            }
        }
        key = session == null ? "" : SessionStore.key(session.id());
        resumed = null;
    }

    /** RFC 5246 §7.2.2: after a fatal alert both "MUST forget any session-identifiers"; one in the clear proves nothing. */
    void handleAlert(short level) {
        if (level == AlertLevel.fatal && !key.isEmpty()) {
            lasting.sessions().remove(key);
        }
    }
}
