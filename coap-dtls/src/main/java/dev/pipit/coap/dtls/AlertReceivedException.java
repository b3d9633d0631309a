package dev.pipit.coap.dtls;

import java.util.Map;

/** The peer ended the handshake with a fatal alert (RFC 5246 §7.2). */
public sealed class AlertReceivedException extends DtlsException permits NothingInCommonException {
    private static final long serialVersionUID = 1;
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(0, "close_notify"),
            Map.entry(10, "unexpected_message"),
            Map.entry(20, "bad_record_mac"),
            Map.entry(22, "record_overflow"),
            Map.entry(40, "handshake_failure"),
            Map.entry(42, "bad_certificate"),
            Map.entry(43, "unsupported_certificate"),
            Map.entry(44, "certificate_revoked"),
            Map.entry(45, "certificate_expired"),
            Map.entry(46, "certificate_unknown"),
            Map.entry(47, "illegal_parameter"),
            Map.entry(48, "unknown_ca"),
            Map.entry(49, "access_denied"),
            Map.entry(50, "decode_error"),
            Map.entry(51, "decrypt_error"),
            Map.entry(70, "protocol_version"),
            Map.entry(71, "insufficient_security"),
            Map.entry(80, "internal_error"),
            Map.entry(86, "inappropriate_fallback"),
            Map.entry(90, "user_canceled"),
            Map.entry(100, "no_renegotiation"),
            Map.entry(109, "missing_extension"),
            Map.entry(110, "unsupported_extension"),
            Map.entry(112, "unrecognized_name"),
            Map.entry(113, "bad_certificate_status_response"),
            Map.entry(115, "unknown_psk_identity"),
            Map.entry(116, "certificate_required"));

    private final int alert;

    /**
     * An exception for an alert.
     *
     * @param peer who sent it, as text
     * @param alert its number
     */
    public AlertReceivedException(String peer, int alert) {
        super(peer + " refused the handshake: " + nameOf(alert) + hint(alert));
        this.alert = alert;
    }

    /** The alert's number. */
    public int alert() {
        return alert;
    }

    /** The alert's name, as "handshake_failure". */
    public String alertName() {
        return nameOf(alert);
    }

    /** The name of an alert; "alert 99" where it has none. */
    public static String nameOf(int alert) {
        return NAMES.getOrDefault(alert, "alert " + alert);
    }

    private static String hint(int alert) {
        return switch (alert) {
            case 40, 71 ->
                " (no cipher suite in common, or it asks for a certificate or raw public key, and was shown none)";
            case 20, 51 -> " (the wrong key?)";
            case 70 -> " (no DTLS 1.2?)";
            default -> "";
        };
    }
}
