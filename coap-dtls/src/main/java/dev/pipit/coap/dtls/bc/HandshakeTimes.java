package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.DtlsLimits;

/** How long BouncyCastle goes on with a handshake: by default, without end. */
final class HandshakeTimes {
    // The event loop's deadline ends a handshake; this one is for the case that it could not.
    private static final int LONGER_MILLIS = 5000;

    private HandshakeTimes() {}

    static int timeoutMillis(DtlsLimits limits) {
        return (int) limits.handshakeTimeout().toMillis() + LONGER_MILLIS;
    }
}
