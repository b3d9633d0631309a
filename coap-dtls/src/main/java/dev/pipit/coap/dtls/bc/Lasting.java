package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.session.SessionStore;

/** What the event loops of a server or client share, and what outlasts them: its sessions. */
final class Lasting {
    private final BcSessions sessions;

    Lasting(DtlsConfig config) {
        this.sessions = new BcSessions(new SessionStore(config.sessionLimits()), new DtlsCrypto());
    }

    BcSessions sessions() {
        return sessions;
    }

    /** An event loop begins to use it. */
    Lasting open() {
        return this;
    }

    /** An event loop uses it no more. */
    void close() {}
}
