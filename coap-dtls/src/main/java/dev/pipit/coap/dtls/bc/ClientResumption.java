package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.session.SessionState;
import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session of one handshake on the client's side. What it offers, it takes out of the store as soon as the server says
 * that it knows it, and puts back when the handshake is done: should that fail, the next handshake is a full one.
 */
final class ClientResumption {
    private static final Logger LOG = LoggerFactory.getLogger(ClientResumption.class);

    private final Lasting lasting;
    private final String key;
    private final SessionCheck check;
    private @Nullable SessionState offered;
    private boolean done;

    ClientResumption(Lasting lasting, String key, SessionCheck check) {
        this.lasting = lasting;
        this.key = key;
        this.check = check;
    }

    /** The session to offer to the server. */
    @Nullable
    TlsSession find() {
        SessionState found = lasting.sessions().find(key);
        if (found == null) {
            return null;
        }
        try {
            TlsSession opened = lasting.sessions().open(found);
            if (check.accepts(found, opened)) {
                offered = found;
                return opened;
            }
        } catch (IOException e) {
            LOG.debug("a session is not resumed: {}", e.toString());
        }
        return null;
    }

    /** The server has answered with the ID of the session offered, or with another one or none. */
    void handleSessionId(byte[] id) {
        SessionState session = offered;
        if (session != null && Arrays.equals(id, session.id())) {
            lasting.sessions().remove(key);
        } else {
            offered = null;
        }
    }

    void handleComplete(TlsContext context, String pskIdentity, byte[] credential) throws IOException {
        lasting.logKeys(context);
        SessionState session = offered;
        if (session == null) {
            session = BcSessions.state(context, pskIdentity, "", credential);
        } else if (!context.getSecurityParametersConnection().isExtendedMasterSecret()) {
            // RFC 7627 §5.3: "If the original session used the "extended_master_secret" extension but the new
            // ServerHello
            // does not contain the extension, the client MUST abort the handshake."
            throw new TlsFatalAlert(AlertDescription.handshake_failure);
        }
        if (session == null || !lasting.sessions().areKept()) {
            lasting.sessions().remove(key);
        } else {
            lasting.sessions().put(key, session);
        }
        offered = null;
        done = true;
    }

    /** RFC 5246 §7.2.2: after a fatal alert both "MUST forget any session-identifiers"; one in the clear proves nothing. */
    void handleAlert(short level) {
        if (level == AlertLevel.fatal && done) {
            lasting.sessions().remove(key);
        }
    }
}
