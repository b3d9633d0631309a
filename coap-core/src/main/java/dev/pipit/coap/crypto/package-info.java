/**
 * Floor 0: the ciphers that DTLS and OSCORE share, made from those of the JDK.
 *
 * <p>Starting points: {@link dev.pipit.coap.crypto.AesCcm} (RFC 3610, RFC 6655, RFC 9053 §4.2).
 */
@NullMarked
package dev.pipit.coap.crypto;

import org.jspecify.annotations.NullMarked;
