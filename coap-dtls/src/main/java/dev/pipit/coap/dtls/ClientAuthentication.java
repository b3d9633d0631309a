package dev.pipit.coap.dtls;

/**
 * What a server with a certificate or raw public key wants of its clients (RFC 5246 §7.4.4, §7.4.6). With a pre-shared key a
 * client is authenticated in any case.
 */
public enum ClientAuthentication {
    /** Each client has to show a certificate or raw public key that is trusted; the default. */
    REQUIRED,
    /** A client may go without, and has an {@link AnonymousIdentity} then; what it shows has to be trusted. */
    WANTED,
    /** No client is asked for anything. */
    NONE
}
