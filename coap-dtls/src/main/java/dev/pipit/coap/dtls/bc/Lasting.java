package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.session.SharedSessions;
import java.time.Instant;
import org.bouncycastle.tls.TlsContext;
import org.jspecify.annotations.Nullable;

/** What the event loops of a server or client share, and what outlasts them: its sessions, and its log of keys. */
final class Lasting {
    private final SharedSessions shared;
    private final BcSessions sessions;
    private final @Nullable KeyLog keyLog;
    private int users; // guarded by this

    Lasting(DtlsConfig config, boolean server) {
        this.shared =
                new SharedSessions(config.sessionLimits(), config.sessionFile().orElse(null), server);
        this.sessions = new BcSessions(shared.store(), new DtlsCrypto());
        this.keyLog = config.keyLog().map(KeyLog::new).orElse(null);
    }

    BcSessions sessions() {
        return sessions;
    }

    /** An event loop begins to use it. */
    synchronized Lasting open() {
        shared.open(Instant.now().getEpochSecond());
        users++;
        if (keyLog != null) {
            keyLog.open();
        }
        return this;
    }

    /** An event loop uses it no more. */
    synchronized void close() {
        shared.close(Instant.now().getEpochSecond());
        users--;
        if (keyLog != null && users == 0) {
            keyLog.close();
        }
    }

    /** A handshake is done: its secret is logged, where that is asked for. */
    void logKeys(TlsContext context) {
        if (keyLog != null) {
            keyLog.write(context);
        }
    }
}
