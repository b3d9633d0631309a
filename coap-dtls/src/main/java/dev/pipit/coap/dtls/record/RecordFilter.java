package dev.pipit.coap.dtls.record;

import org.jspecify.annotations.Nullable;

/**
 * Takes out of a datagram each record that a DTLS library must not see. The records around it stay: RFC 6347 §4.1.2.7,
 * "invalid records SHOULD be silently discarded, thus preserving the association".
 *
 * <p>Nothing here is authenticated, so nothing here ends anything. What it keeps away:
 *
 * <ul>
 *   <li>ciphertext shorter than nonce and tag, which makes BouncyCastle 1.84 close an established session: 16 bytes from
 *       anybody;
 *   <li>alerts of epoch 0, which would end a handshake, or be answered by an established session (RFC 6347 §4.1.2.7
 *       leaves what to do with them to us);
 *   <li>handshake fragments that {@link FragmentFilter} refuses;
 *   <li>epochs, versions and content types that no peer of ours has a use for.
 * </ul>
 *
 * <p>One instance serves all associations of an event loop. Not thread-safe.
 */
public final class RecordFilter {
    /** Hears of what was dropped, in the order of the datagram; on the thread of the filter. */
    public interface Listener {
        /** A record, or the rest of a datagram, was dropped. */
        void handleDropped(RecordDefect defect);

        /**
         * A record with an alert of epoch 0 was dropped. It proves nothing, but where a handshake times out it may explain
         * why.
         *
         * @param level 1 for a warning, 2 for fatal
         * @param description the alert, RFC 5246 §7.2
         */
        default void handlePlaintextAlert(int level, int description) {}
    }

    private final RecordCursor records;
    private final Listener listener;

    /**
     * Makes one.
     *
     * @param connectionIdBytes length of each connection ID that we give out; 0 where we give out none
     */
    public RecordFilter(int connectionIdBytes, Listener listener) {
        this.records = new RecordCursor(connectionIdBytes);
        this.listener = listener;
    }

    /**
     * Moves the good records of a datagram together, at its beginning.
     *
     * @param protection that of the association, {@link RecordProtection#ANY} until the suite is known
     * @param fragments that of the handshake under way; null where there is none
     * @return how many bytes are left, 0 if none: the datagram is now {@code datagram[offset .. offset + this)}
     */
    public int filter(
            byte[] datagram, int offset, int length, RecordProtection protection, @Nullable FragmentFilter fragments) {
        int kept = offset;
        records.begin(datagram, offset, length);
        while (records.next()) {
            RecordDefect defect = defect(datagram, protection, fragments);
            if (defect != null) {
                listener.handleDropped(defect);
                continue;
            }
            int bytes = records.end() - records.start();
            if (kept != records.start()) {
                System.arraycopy(datagram, records.start(), datagram, kept, bytes);
            }
            kept += bytes;
        }
        RecordDefect rest = records.defect();
        if (rest != null) {
            listener.handleDropped(rest);
        }
        return kept - offset;
    }

    private @Nullable RecordDefect defect(
            byte[] datagram, RecordProtection protection, @Nullable FragmentFilter fragments) {
        if (!ContentType.isKnown(records.contentType())) {
            return RecordDefect.UNKNOWN_CONTENT_TYPE;
        }
        return switch (records.epoch()) {
            case 0 -> plaintextDefect(datagram, fragments);
            case 1 -> ciphertextDefect(protection);
            // RFC 6347 §4.1: the epoch is "incremented each time a ChangeCipherSpec message is sent", and without
            // renegotiation that is once.
            default -> RecordDefect.UNKNOWN_EPOCH;
        };
    }

    private @Nullable RecordDefect plaintextDefect(byte[] datagram, @Nullable FragmentFilter fragments) {
        int bytes = records.contentBytes();
        // RFC 6347 §4.2.1: a HelloVerifyRequest may come with version 1.0, and a ClientHello as well.
        if (records.version() != DTLS_1_2 && records.version() != DTLS_1_0) {
            return RecordDefect.UNKNOWN_VERSION;
        }
        // RFC 5246 §6.2.1: "Implementations MUST NOT send zero-length fragments of Handshake, Alert, or
        // ChangeCipherSpec"
        if (bytes == 0) {
            return RecordDefect.TOO_SHORT;
        }
        if (bytes > MAX_PLAINTEXT) {
            return RecordDefect.TOO_LONG;
        }
        return switch (records.contentType()) {
            case ContentType.ALERT -> {
                reportAlert(datagram, bytes);
                yield RecordDefect.PLAINTEXT_ALERT;
            }
            case ContentType.APPLICATION_DATA -> RecordDefect.PLAINTEXT_DATA;
            case ContentType.CONNECTION_ID -> RecordDefect.PLAINTEXT_CONNECTION_ID;
            case ContentType.HANDSHAKE ->
                fragments == null ? null : fragments.check(datagram, records.contentStart(), bytes);
            default -> null;
        };
    }

    private void reportAlert(byte[] datagram, int bytes) {
        if (bytes == ALERT_BYTES) {
            int at = records.contentStart();
            listener.handlePlaintextAlert(datagram[at] & 0xff, datagram[at + 1] & 0xff);
        }
    }

    private @Nullable RecordDefect ciphertextDefect(RecordProtection protection) {
        if (records.version() != DTLS_1_2) {
            return RecordDefect.UNKNOWN_VERSION;
        }
        if (records.contentType() == ContentType.CONNECTION_ID && !records.hasConnectionId()) {
            return RecordDefect.UNEXPECTED_CONNECTION_ID;
        }
        if (records.contentBytes() < protection.minBytes(records.hasConnectionId())) {
            return RecordDefect.TOO_SHORT;
        }
        return records.contentBytes() > MAX_CIPHERTEXT ? RecordDefect.TOO_LONG : null;
    }

    private static final int DTLS_1_2 = 0xfefd;
    private static final int DTLS_1_0 = 0xfeff;
    private static final int MAX_PLAINTEXT = 1 << 14;
    private static final int MAX_CIPHERTEXT = (1 << 14) + 2048;
    private static final int ALERT_BYTES = 2;
}
