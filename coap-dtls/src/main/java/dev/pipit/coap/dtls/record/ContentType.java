package dev.pipit.coap.dtls.record;

/** The content types of records: RFC 5246 §6.2.1, RFC 9146 §4. */
public final class ContentType {
    /** change_cipher_spec. */
    public static final int CHANGE_CIPHER_SPEC = 20;

    /** alert. */
    public static final int ALERT = 21;

    /** handshake. */
    public static final int HANDSHAKE = 22;

    /** application_data. */
    public static final int APPLICATION_DATA = 23;

    /** tls12_cid: a record with a connection ID, whose real type is encrypted. */
    public static final int CONNECTION_ID = 25;

    private ContentType() {}

    static boolean isKnown(int type) {
        return type >= CHANGE_CIPHER_SPEC && type <= APPLICATION_DATA || type == CONNECTION_ID;
    }
}
