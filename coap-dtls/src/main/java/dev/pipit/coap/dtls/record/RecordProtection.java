package dev.pipit.coap.dtls.record;

/**
 * What a cipher adds to each record, and so how short one can be.
 *
 * @param explicitNonceBytes bytes of the nonce that travel with the record
 * @param tagBytes bytes of the authentication tag
 */
public record RecordProtection(int explicitNonceBytes, int tagBytes) {
    /** AES_128_CCM_8 and AES_256_CCM_8: RFC 6655 §3, §4. */
    public static final RecordProtection CCM_8 = new RecordProtection(8, 8);

    /** AES_128_CCM and AES_256_CCM (RFC 6655 §3), AES GCM (RFC 5288 §3). */
    public static final RecordProtection CCM_OR_GCM = new RecordProtection(8, 16);

    /** CHACHA20_POLY1305: RFC 7905 §2. */
    public static final RecordProtection CHACHA20_POLY1305 = new RecordProtection(0, 16);

    /** For the time when the cipher suite is not known yet: what no suite stays below. */
    public static final RecordProtection ANY = CCM_8;

    /** Bytes of the shortest record; with a connection ID it holds its content type as well (RFC 9146 §4). */
    int minBytes(boolean withConnectionId) {
        return explicitNonceBytes + tagBytes + (withConnectionId ? 1 : 0);
    }
}
