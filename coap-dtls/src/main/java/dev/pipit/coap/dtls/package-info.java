/**
 * CoAP over DTLS 1.2: the scheme coaps (RFC 7252 §9, RFC 7925).
 *
 * <p>Starting point: {@link dev.pipit.coap.dtls.DtlsConfig}, which the {@code dtls} methods of the builders of servers and
 * clients take. Below it, {@code association} keeps the associations of one event loop, without I/O, and {@code bc} is
 * the only package that knows BouncyCastle.
 */
@NullMarked
package dev.pipit.coap.dtls;

import org.jspecify.annotations.NullMarked;
