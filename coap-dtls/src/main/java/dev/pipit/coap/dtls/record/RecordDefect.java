package dev.pipit.coap.dtls.record;

/** Why a record, or what is left of a datagram, was dropped before the DTLS library saw it. */
public enum RecordDefect {
    /** Fewer bytes are left than a record's header takes. */
    TRUNCATED_HEADER,
    /** The record says to be longer than its datagram: RFC 6347 §4.1.1, "Each DTLS record MUST fit within a single datagram". */
    BEYOND_DATAGRAM,
    /** Not DTLS 1.2; in epoch 0 not DTLS 1.0 either. What follows in the datagram goes as well. */
    UNKNOWN_VERSION,
    /** Not one of change_cipher_spec, alert, handshake, application_data and tls12_cid. */
    UNKNOWN_CONTENT_TYPE,
    /** An epoch above 1, which takes a renegotiation, and there is none. */
    UNKNOWN_EPOCH,
    /** A connection ID where none was given out: RFC 9146 §3. */
    UNEXPECTED_CONNECTION_ID,
    /** A connection ID in a record without encryption: RFC 9146 §4, "Plaintext records are not impacted by this extension". */
    PLAINTEXT_CONNECTION_ID,
    /** Less than the explicit nonce and the tag of a cipher, or an empty record without encryption. */
    TOO_SHORT,
    /** More than 2^14 bytes of plaintext, or 2^14 + 2048 of ciphertext (RFC 5246 §6.2.3). */
    TOO_LONG,
    /** An alert that anybody can have written. */
    PLAINTEXT_ALERT,
    /** Application data that anybody can have written, and read. */
    PLAINTEXT_DATA,
    /** A handshake fragment whose header or content ends outside its record. */
    FRAGMENT_BEYOND_RECORD,
    /** A handshake message that says to be longer than is taken. */
    MESSAGE_TOO_LONG,
    /** A message_seq that no handshake reaches. */
    MESSAGE_SEQ_TOO_HIGH,
    /** A handshake fragment that ends behind its message. */
    FRAGMENT_BEYOND_MESSAGE,
    /** An empty fragment of a message that is not empty. */
    EMPTY_FRAGMENT,
    /** A fragment too small to be worth sending, and not the last of its message. */
    TINY_FRAGMENT,
    /** Another type or length than an earlier fragment with the same message_seq had. */
    INCONSISTENT_FRAGMENT,
    /** More fragments of one message than repetitions explain. */
    TOO_MANY_FRAGMENTS
}
