package dev.pipit.coap.dtls;

/**
 * The server found nothing that both sides have: no cipher suite, or no kind of credential (RFC 5246 §7.2.2:
 * handshake_failure, insufficient_security). That is also what it says where it wants a certificate or raw public key, and
 * was shown none (§7.4.6).
 */
public final class NothingInCommonException extends AlertReceivedException {
    private static final long serialVersionUID = 1;

    /**
     * An exception for an alert.
     *
     * @param peer who sent it, as text
     * @param alert its number
     */
    public NothingInCommonException(String peer, int alert) {
        super(peer, alert);
    }
}
