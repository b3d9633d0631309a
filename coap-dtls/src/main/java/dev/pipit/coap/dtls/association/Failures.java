package dev.pipit.coap.dtls.association;

import dev.pipit.coap.dtls.AlertReceivedException;
import dev.pipit.coap.dtls.DtlsException;
import dev.pipit.coap.dtls.HandshakeTimeoutException;
import dev.pipit.coap.dtls.NothingInCommonException;
import dev.pipit.coap.dtls.UnknownIdentityException;
import dev.pipit.coap.dtls.WrongKeyException;

/** What the end of a handshake means, for the one who waited for it. */
public final class Failures {
    private static final int HANDSHAKE_FAILURE = 40;
    private static final int INSUFFICIENT_SECURITY = 71;
    private static final int UNKNOWN_PSK_IDENTITY = 115;

    private Failures() {}

    /** A fatal alert of the peer. */
    public static DtlsException of(String peer, int alert) {
        return switch (alert) {
            case UNKNOWN_PSK_IDENTITY -> new UnknownIdentityException(peer + " does not know our PSK identity");
            case HANDSHAKE_FAILURE, INSUFFICIENT_SECURITY -> new NothingInCommonException(peer, alert);
            default -> new AlertReceivedException(peer, alert);
        };
    }

    /** A handshake whose time is over. */
    static DtlsException explain(Association association, long timeoutNanos) {
        String peer = association.peer();
        if (association.alert() >= 0) {
            return of(peer, association.alert());
        }
        String within = " within " + timeoutNanos / 1_000_000_000 + " s";
        return switch (association.progress()) {
            case UNANSWERED ->
                new HandshakeTimeoutException(peer + " did not answer" + within
                        + " (is DTLS spoken there, and does the network let UDP through?)");
            case ANSWERED -> new HandshakeTimeoutException(peer + " fell silent during the handshake" + within);
            case KEY_USED ->
                new WrongKeyException(peer + " did not answer to our key" + within
                        + " (another key there, or an identity unknown there?)");
        };
    }
}
