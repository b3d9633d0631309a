package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.session.SessionState;
import java.io.IOException;
import org.bouncycastle.tls.TlsSession;

/** Says whether a session may still be resumed: credentials go, change and expire while it lives. */
@FunctionalInterface
interface SessionCheck {
    /** Whether the peer would get in with what it proved when the session began, and we are still who we were. */
    boolean accepts(SessionState session, TlsSession opened) throws IOException;
}
