/**
 * DTLS 1.2 on BouncyCastle: the only package that knows it. BouncyCastle blocks, for one peer at a time; here its
 * handshakes run on threads of their own, and its records on the event loop, which never waits (docs/architecture/dtls.md).
 *
 * <p>Starting point: {@link dev.pipit.coap.dtls.bc.DtlsSecurity}.
 */
@NullMarked
package dev.pipit.coap.dtls.bc;

import org.jspecify.annotations.NullMarked;
