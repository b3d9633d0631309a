/**
 * Floor 2: bytes to messages and back (RFC 7252 §3, RFC 8974 §2.1).
 *
 * <p>The codec works on byte arrays: the transport copies a datagram out of its buffer once, and what the decoder
 * makes of it shares nothing with that buffer, so no reference counts climb higher than the transport.
 *
 * <p>Starting points: {@link dev.pipit.coap.codec.MessageDecoder}, {@link dev.pipit.coap.codec.MessageEncoder}.
 */
@NullMarked
package dev.pipit.coap.codec;

import org.jspecify.annotations.NullMarked;
